import { type JsonResource, parseJson } from '@cryopath/fhir';
import type { Reach } from '../access/reach.ts';
import { readable } from '../access/readable.ts';
import type { Connection } from '../postgres/connection.ts';
import { prepared } from '../postgres/prepared.ts';
import { sql } from '../postgres/sql.ts';
import type { PatientOf } from './compartment.ts';

/** The current version of a resource and where it lies, as its next writer needs it. */
export interface Head {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly patient: string;
  /** Of a Patient: their clinic; of what belongs to no patient: whose it is; else ''. */
  readonly clinic: string;
  /** FHIR instant. */
  readonly at: string;
  readonly deleted: boolean;
  /** '' for a deletion. */
  readonly text: string;
}

/** The head within reach. What is out of reach is not there. */
export async function readHead(db: Connection, reach: Reach, type: string, id: string): Promise<Head | undefined> {
  const query = sql`select r.type, r.id, r.version, r.patient, r.at, r.deleted, v.content as text,
      case when r.type = 'Patient' then (select p.clinic from compartment p where p.patient = r.patient) else r.clinic end as clinic
    from resource r join version v on v.type = r.type and v.id = r.id and v.version = r.version
    where r.type = ${type} and r.id = ${id} and ${readable(reach, 'r', type)}`;
  const { rows } = await db.query<Head>(prepared(query));
  return rows[0];
}

/** The resource of a head; undefined of a deletion. @throws Error when a stored text is not JSON: the record is damaged. */
export function resourceOf(head: Head): JsonResource | undefined {
  return head.text === '' ? undefined : storedResource(head.text);
}

/** A text of our own as a resource, its decimals kept. @throws Error as {@link resourceOf}. */
export function storedResource(text: string): JsonResource {
  const parsed = parseJson(text, { maxDepth: 1_000 });
  if (!parsed.ok) throw new Error('A stored text cannot be read: the record is damaged');
  return parsed.value as JsonResource;
}

/** Tells in whose record a resource lies, as far as this reach sees. */
export const placeOf =
  (db: Connection, reach: Reach): PatientOf =>
  async (type, id) => {
    const query = sql`select r.patient from resource r where r.type = ${type} and r.id = ${id} and ${readable(reach, 'r', type)}`;
    const { rows } = await db.query<{ patient: string }>(prepared(query));
    return rows[0]?.patient;
  };
