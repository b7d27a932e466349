import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serverAddress } from '../../test/database.ts';
import { accepted, codesOf, freshRecord, patient, people, score, type TestRecord } from '../../test/record.ts';
import { databaseFailure } from './database-failure.ts';

const failing = (code: string) => Object.assign(new Error('from PostgreSQL'), { code });

describe('what PostgreSQL says when it fails', () => {
  test.each([
    ['40001', 'again', undefined],
    ['40P01', 'again', undefined],
    ['53100', 'refused', 'CRYO-501'],
    ['53300', 'refused', 'CRYO-509'],
    ['57014', 'refused', 'CRYO-506'],
    ['55P03', 'refused', 'CRYO-211'],
    ['57P03', 'refused', 'CRYO-502'],
    ['25006', 'refused', 'CRYO-502'],
    ['ECONNREFUSED', 'refused', 'CRYO-502'],
    ['57P01', 'lost', 'CRYO-517'],
    ['08006', 'lost', 'CRYO-517'],
    ['ECONNRESET', 'lost', 'CRYO-517'],
  ])('%s is %s %s', (code, kind, outcomeCode) => {
    const failure = databaseFailure(failing(code));
    expect(failure?.kind).toBe(kind);
    expect(failure && 'outcome' in failure ? failure.outcome.issues[0]?.code : undefined).toBe(outcomeCode);
  });

  test.each(['23505', '42601', '22021', ''])('%j is a bug, and is not dressed up as anything else', (code) => {
    expect(databaseFailure(failing(code))).toBeUndefined();
    expect(databaseFailure(new TypeError('x'))).toBeUndefined();
    expect(databaseFailure('x')).toBeUndefined();
  });
});

describe('a write', () => {
  let opened: TestRecord;
  let id: string;
  beforeAll(async () => {
    opened = await freshRecord();
    id = accepted(await opened.record.create(people.doctor, patient())).id;
  });
  afterAll(() => opened.close());

  test('whose connection is cut is not known to be stored, and is found out by its key', async () => {
    const { record, pool } = opened;
    // Somebody holds the key's lock, so that the write is under way when its connection is cut.
    const holder = await pool.connect();
    await holder.query('begin');
    await holder.query('select pg_advisory_xact_lock(key_lock($1, $2))', [people.nurse.who, 'cut']);
    const options = { idempotencyKey: 'cut' };
    const writing = record.create(people.nurse, score(id), options);
    const waiting = async () =>
      (
        await pool.query(
          `select pid from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
        )
      ).rows[0]?.pid;
    let pid: unknown;
    while (pid === undefined) pid = await waiting();
    await pool.query('select pg_terminate_backend($1)', [pid]);
    expect(codesOf(await writing)).toEqual(['CRYO-517']);
    await holder.query('rollback');
    holder.release();
    const first = accepted(await record.create(people.nurse, score(id), options));
    expect(accepted(await record.create(people.nurse, score(id), options))).toMatchObject({
      id: first.id,
      isNew: false,
    });
  });

  test('is refused while the database is away, and goes on when it is back', async () => {
    const { record, pool } = opened;
    const { rows } = await pool.query('select current_database() as name');
    const admin = new pg.Client(serverAddress());
    await admin.connect();
    await admin.query(`alter database ${rows[0].name} allow_connections false`);
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [rows[0].name]);
    const away = await Promise.all([record.create(people.nurse, score(id)), record.read(people.nurse, 'Patient', id)]);
    expect(away.map(({ ok }) => ok)).toEqual([false, false]);
    await admin.query(`alter database ${rows[0].name} allow_connections true`);
    await admin.end();
    expect((await record.create(people.nurse, score(id))).ok).toBe(true);
  });
});
