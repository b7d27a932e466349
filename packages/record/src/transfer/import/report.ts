import type { Outcome } from '@cryopath/fhir';
import { type AuditRow, auditRow } from '../../audit/row.ts';
import type { Requester } from '../../requester.ts';
import type { WritePath } from '../../write/write-path.ts';
import type { FoundResource } from './found.ts';
import type { ImportOptions, ImportRefusal } from './import-request.ts';
import { createTally, type Tally } from './tally.ts';

/** Tells and counts what an import does, and puts on the trail what it refuses. */
export interface Report {
  readonly tally: Tally;
  /** @throws ServiceFailure when the trail cannot be written. */
  refuse(refusal: ImportRefusal): Promise<void>;
  refuseResource(found: FoundResource, outcome: Outcome): Promise<void>;
  /** Resolves when every refusal is on the trail. @throws ServiceFailure */
  settled(): Promise<void>;
}

/** The service can store nothing now: the import ends. */
export class ServiceFailure extends Error {
  readonly outcome: Outcome;
  constructor(outcome: Outcome) {
    super(outcome.issues.map(({ code }) => code).join(' '));
    this.outcome = outcome;
  }
}

/** Refusals that go to the trail together. */
const ROWS_AT_ONCE = 160;

export function createReport(
  { clock, logged }: WritePath,
  requester: Requester,
  { onRefused, source }: ImportOptions,
): Report {
  const tally = createTally();
  const rows: AuditRow[] = [];
  const settled = async () => {
    const onTrail = await logged(rows.splice(0));
    if (!onTrail.ok) throw new ServiceFailure(onTrail.outcome);
  };
  const refuse = async (refusal: ImportRefusal) => {
    tally.refuse(refusal);
    await onRefused?.(refusal);
    const { type, id, issues } = refusal;
    const detail = `${source} ${[...new Set(issues.map(({ code }) => code))].join(' ')}`;
    const resource = id.slice(0, 64);
    const act = { interaction: 'import', outcome: 4, type: type.slice(0, 100), resource, detail } as const;
    rows.push(auditRow(requester, act, clock.now()));
    if (rows.length >= ROWS_AT_ONCE) await settled();
  };
  return {
    tally,
    refuse,
    settled,
    refuseResource({ place, resource }, { issues }) {
      const { resourceType: type, id } = resource;
      return refuse({ place, type, id: typeof id === 'string' ? id : '', issues });
    },
  };
}
