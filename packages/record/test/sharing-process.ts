/**
 * A process for `instance.test.ts`: shares the PostgreSQL of a folder, writes a row for each line "write" that it is told, leaves when told "leave".
 * Started with the folder and a name.
 */
import { createInterface } from 'node:readline';
import { textOf } from '@cryopath/fhir';
import { joinInstance } from '../src/postgres/instance.ts';
import { createPool } from '../src/postgres/pool.ts';

const [folder = '', name = ''] = process.argv.slice(2);
const say = (line: string) => process.stdout.write(`${line}\n`);

const instance = await joinInstance(folder, { durable: false });
if (!instance.ok) {
  say(`refused ${instance.outcome.issues.map((issue) => textOf(issue, 'en')).join(' ')}`);
  process.exit(1);
}
const pool = createPool(instance.value.address('postgres'), { connections: 1 });
await pool.query('create table if not exists shared (name text, n integer)').catch(() => {});
say('joined');

let n = 0;
/** Until it succeeds: PostgreSQL may have been killed a moment ago. */
async function write(): Promise<void> {
  n += 1;
  for (;;) {
    const written = await pool.query('insert into shared values ($1, $2)', [name, n]).catch(() => undefined);
    if (written) return;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'write') {
    await write();
    say('written');
  } else if (line === 'leave') {
    await pool.end();
    await instance.value.leave();
    say('left');
    process.exit(0);
  }
}
