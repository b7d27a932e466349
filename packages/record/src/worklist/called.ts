import type { Reach } from '../access/reach.ts';
import { readable } from '../access/readable.ts';
import { sql } from '../postgres/sql.ts';
import { type ReadSide, rowsOf } from '../read/read-side.ts';

/** How a patient is called: two identifiers, always (H01). */
export interface Called {
  /** Absent where none is on the record. */
  readonly name?: string;
  /** As it stands on the record: a day, a month or a year. */
  readonly born?: string;
}

/** How these patients are called, of those within reach. */
export async function calledOf(
  side: Pick<ReadSide, 'short'>,
  reach: Reach,
  patients: readonly string[],
): Promise<ReadonlyMap<string, Called>> {
  if (patients.length === 0) return new Map();
  const found = await rowsOf<{ id: string; text: string }>(
    { db: side.short },
    sql`select r.id, v.content as text from resource r join version v on v.type = r.type and v.id = r.id and v.version = r.version
      where r.type = 'Patient' and r.id = any(${[...new Set(patients)]}::text[]) and not r.deleted and ${readable(reach, 'r', 'Patient')}`,
  );
  return new Map(found.map(({ id, text }) => [id, calledIn(text)]));
}

/** How the Patient of this text is called: by the text of the first name, or by its parts. */
export function calledIn(text: string): Called {
  const { name, birthDate } = JSON.parse(text) as PatientWords;
  const [first] = name ?? [];
  const words = first?.text ?? [...(first?.given ?? []), first?.family].filter((part) => part).join(' ');
  return { ...(words === '' ? {} : { name: words }), ...(birthDate === undefined ? {} : { born: birthDate }) };
}

interface PatientWords {
  readonly name?: readonly {
    readonly text?: string;
    readonly family?: string;
    /** A part that is only an extension is null. */
    readonly given?: readonly (string | null)[];
  }[];
  readonly birthDate?: string;
}
