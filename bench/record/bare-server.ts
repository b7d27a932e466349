/**
 * The bare path that our server is held against: Fastify, one statement that writes resource, version, three index rows
 * and an audit row; reads and searches are one statement each. No validation, no access control, no audit of what is read,
 * no search but the two that are measured, in no order. Run as a process of its own.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { embeddedAddress, startEmbedded } from '@cryopath/record/embedded';
import Fastify from 'fastify';
import pg from 'pg';

const root = process.argv[2];
if (root === undefined) throw new Error('usage: bare-server FOLDER');
fs.mkdirSync(root, { recursive: true });
const started = await startEmbedded(path.resolve(root));
if (!started.ok) throw new Error(JSON.stringify(started.outcome));
const postgres = started.value;
const pool = new pg.Pool({ ...embeddedAddress(postgres.place, 'postgres'), max: 10 });
pool.on('error', () => {});
await pool.query(`
  create table if not exists resource (type text, id text, version int, content text, primary key (type, id));
  create table if not exists version (type text, id text, version int, content text, primary key (type, id, version));
  create table if not exists value (parameter int, value text, type text, id text);
  create index if not exists value_value on value (parameter, value);
  create index if not exists value_id on value (id, parameter);
  create table if not exists audit (at timestamptz default now(), who text, type text, id text);`);

const WRITE = {
  name: 'write',
  text: `with r as (insert into resource values ($1, $2, 1, $3) on conflict (type, id) do update set content = excluded.content),
    v as (insert into version values ($1, $2, 1, $3)),
    i as (insert into value select n, v, $1, $2 from unnest($4::text[]) with ordinality as given (v, n))
    insert into audit (who, type, id) values ($5, $1, $2)`,
};
/** The three values of a resource that its index rows hold, by their numbers from 1. */
function valuesOf(id: string, { resourceType, name, identifier, subject, code, effectiveDateTime }: Any): string[] {
  return resourceType === 'Patient'
    ? [id, String(name?.[0]?.family).toLowerCase(), String(identifier?.[0]?.value)]
    : [String(subject?.reference).replace('Patient/', ''), String(code?.coding?.[0]?.code), String(effectiveDateTime)];
}
// biome-ignore lint/suspicious/noExplicitAny: the bare path looks at nothing twice
type Any = any;

const BY_FAMILY = {
  name: 'by-family',
  text: `select r.content from value v join resource r on r.type = v.type and r.id = v.id
    where v.parameter = 2 and v.value >= $1 and v.value < $1 || '~' and v.type = 'Patient' limit 20`,
};
const BY_PATIENT_AND_CODE = {
  name: 'by-patient-and-code',
  text: `select r.content from value p join value c on c.id = p.id and c.parameter = 2 and c.value = $2
    join resource r on r.type = p.type and r.id = p.id
    where p.parameter = 1 and p.value = $1 and p.type = 'Observation' limit 20`,
};
const READ = { name: 'read', text: 'select content from resource where type = $1 and id = $2' };
const FHIR = 'application/fhir+json; charset=utf-8';

const app = Fastify();
app.addContentTypeParser('application/fhir+json', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));
app.post<{ Params: { type: string }; Body: Record<string, unknown> }>('/fhir/:type', async (request, reply) => {
  const id = randomUUID();
  const content = JSON.stringify({ ...request.body, id });
  await pool.query({
    ...WRITE,
    values: [request.params.type, id, content, valuesOf(id, request.body), 'Practitioner/bench'],
  });
  return reply.code(201).header('content-type', FHIR).header('location', `${request.params.type}/${id}`).send(content);
});
app.get<{ Params: { type: string; id: string } }>('/fhir/:type/:id', async (request, reply) => {
  const { rows } = await pool.query<{ content: string }>({ ...READ, values: [request.params.type, request.params.id] });
  return reply
    .code(rows[0] ? 200 : 404)
    .header('content-type', FHIR)
    .send(rows[0]?.content ?? '{}');
});
app.get<{ Params: { type: string }; Querystring: Record<string, string> }>('/fhir/:type', async (request, reply) => {
  const { family, patient, code } = request.query;
  const { rows } = await pool.query<{ content: string }>(
    family === undefined
      ? { ...BY_PATIENT_AND_CODE, values: [patient, code?.split('|')[1]] }
      : { ...BY_FAMILY, values: [family.toLowerCase()] },
  );
  const entries = rows.map(({ content }) => `{"resource":${content}}`).join(',');
  return reply.header('content-type', FHIR).send(`{"resourceType":"Bundle","type":"searchset","entry":[${entries}]}`);
});
await app.listen({ port: Number(process.env.PORT ?? 0), host: '127.0.0.1' });
const address = app.server.address();
console.log(JSON.stringify({ port: typeof address === 'object' ? address?.port : 0 }));
process.once('SIGTERM', async () => {
  await app.close();
  await pool.end();
  await postgres.stop();
  process.exit(0);
});
