import type { RecordResource } from '@cryopath/pathway';

/** One pain score of a patient. */
export interface DiaryEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  /** 0 to 10. */
  readonly pain: number;
}

/** LOINC's pain severity, 0 to 10 (evidence.md 5). */
const PAIN = '72514-3';

/** All pain scores of a record, oldest first: what has no time or no number is none, and what was entered in error never was. */
export function diaryOf(resources: readonly RecordResource[]): readonly DiaryEntry[] {
  return resources
    .flatMap((resource): DiaryEntry[] => {
      if (resource.resourceType !== 'Observation' || resource.status === 'entered-in-error') return [];
      const { coding = [] } = (resource.code ?? {}) as { coding?: readonly { code?: string }[] };
      const at = Date.parse(String(resource.effectiveDateTime));
      const pain = resource.valueInteger ?? (resource.valueQuantity as { value?: unknown } | undefined)?.value;
      if (!coding.some(({ code }) => code === PAIN) || Number.isNaN(at) || typeof pain !== 'number') return [];
      return [{ at, pain }];
    })
    .toSorted((a, b) => a.at - b.at);
}

/** When the newest cryoablation that counts was done. */
export function procedureTime(resources: readonly RecordResource[]): number | undefined {
  return resources
    .filter(
      ({ resourceType, status, code }) =>
        resourceType === 'Procedure' && status === 'completed' && JSON.stringify(code ?? '').includes('cryoablation'),
    )
    .flatMap(({ performedPeriod, performedDateTime }) => {
      const at = Date.parse(String((performedPeriod as { end?: string } | undefined)?.end ?? performedDateTime));
      return Number.isNaN(at) ? [] : [at];
    })
    .toSorted((a, b) => b - a)[0];
}
