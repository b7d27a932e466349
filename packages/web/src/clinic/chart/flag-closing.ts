import type { Instant, PatientRecord, RecordResource } from '@cryopath/pathway';

export interface FlagClosing {
  readonly at: Instant;
  readonly who?: string;
}

/** When a flag was closed, and by whom, when a Provenance says that of the flag itself. */
export function flagClosing(
  { resourceType, id, status, period }: RecordResource,
  record: PatientRecord,
): FlagClosing | undefined {
  const { end } = (period ?? {}) as { readonly end?: string };
  if (resourceType !== 'Flag' || status !== 'inactive' || end === undefined) return undefined;
  const at = Date.parse(end) as Instant;
  const said = record.resources.find(
    (each) =>
      each.resourceType === 'Provenance' &&
      (each.target as readonly { reference?: string }[] | undefined)?.some(
        ({ reference }) => reference === `Flag/${String(id)}`,
      ),
  );
  const [agent] = (said?.agent ?? []) as readonly { who?: { reference?: string; display?: string } }[];
  const who = agent?.who?.display ?? agent?.who?.reference;
  return who === undefined ? { at } : { at, who };
}
