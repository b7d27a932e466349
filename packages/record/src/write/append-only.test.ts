import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accepted, freshRecord, patient, people, type TestRecord } from '../../test/record.ts';

/** R2: what was written once stays as it was, also for somebody with the database's password who did not think of the triggers. */
describe('what was acknowledged', () => {
  let opened: TestRecord;
  beforeAll(async () => {
    opened = await freshRecord();
    accepted(await opened.record.create(people.doctor, patient()));
    await opened.pool.query(`insert into seal (n, at, from_xid, to_xid, rows, hash) values (1, now(), 0, 1, 0, '')`);
    await opened.pool.query(
      `insert into audit_root (day, seal, hash, key_id, signature) values (now(), 1, '', '', '')`,
    );
  });
  afterAll(() => opened.close());

  const statements = ['version', 'audit', 'seal', 'audit_root'].flatMap((table) => [
    `update ${table} set hash = '\\x00'`,
    `delete from ${table}`,
    `truncate ${table}`,
  ]);
  test.each(statements)('%s is refused', async (statement) => {
    const [table = ''] = /version|audit_root|audit|seal/.exec(statement) ?? [];
    const before = await opened.pool.query(`select * from ${table}`);
    await expect(opened.pool.query(statement)).rejects.toThrow('append-only');
    const after = await opened.pool.query(`select * from ${table}`);
    expect(after.rows).toEqual(before.rows);
    expect(after.rows.length).toBeGreaterThan(0);
  });

  test('stays whatever is written after it', async () => {
    const { record, pool } = opened;
    const { id, text } = accepted(await record.create(people.doctor, patient({ active: true })));
    accepted(await record.update(people.doctor, 'Patient', id, patient({ id, active: false }), { ifMatch: 1 }));
    accepted(await record.delete(people.lead, 'Patient', id, { ifMatch: 2 }));
    const { rows } = await pool.query(
      'select version, interaction, content from version where id = $1 order by version',
      [id],
    );
    expect(rows.map(({ version, interaction }) => [version, interaction])).toEqual([
      [1, 'create'],
      [2, 'update'],
      [3, 'delete'],
    ]);
    expect(rows[0].content).toBe(text);
    expect(rows[2].content).toBe('');
  });
});
