import { searchParameter } from '@cryopath/fhir';
import type pg from 'pg';

/**
 * Fills a store with patients and observations by statements of its own, past the write path: a test of plans needs rows in numbers, not one by one. Every
 * patient has as many observations as another; codes are 20, days follow one another, every fiftieth observation is newer than its day (a plan that
 * relies on both being alike is seen through).
 */
export async function fillLargeStore(
  sql: Pick<pg.ClientBase, 'query'>,
  patients: number,
  observations: number,
): Promise<void> {
  const number = (type: string, name: string): number => searchParameter(type, name)?.number ?? -1;
  const step = (text: string) => sql.query(text);
  await step(`insert into compartment (patient, clinic) select 'p' || i, 'A' from generate_series(1, ${patients}) i`);
  await step(`insert into resource (type, id, version, patient, clinic, at)
    select 'Patient', 'p' || i, 1, 'p' || i, '', '2026-01-01T00:00:00Z'::timestamptz + i * interval '1 ms' from generate_series(1, ${patients}) i`);
  await step(`insert into resource (type, id, version, patient, clinic, at)
    select 'Observation', 'o' || i, 1, 'p' || (1 + (i * 7919::bigint) % ${patients}), '', '2026-02-01T00:00:00Z'::timestamptz + i * interval '1 ms'
    from generate_series(1, ${observations}) i`);
  await step(`insert into version (type, id, version, patient, at, who, interaction, content, hash)
    select type, id, 1, patient, at, 'Device/x', 'create', '{"resourceType":"' || type || '","id":"' || id || '"}', '\\x00' from resource`);
  const values = (kind: string, type: string, name: string, columns: string) =>
    step(
      `insert into ${kind} select ${number(type, name)}, ${columns} from (select n, patient, substr(id, 2)::bigint i from resource where type = '${type}') r`,
    );
  await values('string_value', 'Patient', 'family', `'nazwisko' || (i % 200), 'Nazwisko', n`);
  await values('token_value', 'Patient', 'identifier', `'urn:pesel', i::text, n`);
  await values('token_value', 'Patient', 'gender', `'', case when i % 2 = 0 then 'male' else 'female' end, n`);
  await values('token_value', 'Observation', 'code', `'http://loinc.org', 'c' || ((i / 7) % 20), n`);
  await values('token_value', 'Observation', 'status', `'http://hl7.org/fhir/observation-status', 'final', n`);
  await values(
    'date_value',
    'Observation',
    'date',
    `1600000000000 + i * 600000, 1600000000000 + i * 600000 + case when i % 50 = 0 then 864000000 else 1000 end, n`,
  );
  await values('quantity_value', 'Observation', 'value-quantity', `i % 11, i % 11, '', '', '', n`);
  await step(`insert into reference_value (parameter, type, id, n)
    select ${number('Observation', 'subject')}, 'Patient', patient, n from resource where type = 'Observation'`);
  await step('vacuum analyze');
}
