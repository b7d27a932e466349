import { isResourceType } from '@cryopath/fhir';
import type { ImportRefusal, ImportTally } from './import-request.ts';

type Counts = { -readonly [Name in keyof ImportTally]: number };
const nothing = (): Counts => ({ created: 0, updated: 0, unchanged: 0, refused: 0, waiting: 0 });

/** Counts what becomes of resources. Grows with the number of types and codes, never with that of resources. */
export function createTally() {
  const all = nothing();
  const types = new Map<string, Counts>();
  const reasons = new Map<string, number>();
  const of = (type: string): Counts => {
    const known = isResourceType(type) ? type : '';
    const counts = types.get(known) ?? nothing();
    types.set(known, counts);
    return counts;
  };
  const add = (type: string, kind: keyof ImportTally, by: number) => {
    all[kind] += by;
    of(type)[kind] += by;
  };
  return {
    all: all as ImportTally,
    types: types as ReadonlyMap<string, ImportTally>,
    reasons: reasons as ReadonlyMap<string, number>,
    count: (type: string, kind: 'created' | 'updated' | 'unchanged') => add(type, kind, 1),
    wait: (type: string, by: 1 | -1) => add(type, 'waiting', by),
    refuse({ type, issues }: ImportRefusal) {
      add(type, 'refused', 1);
      for (const code of new Set(issues.map((issue) => issue.code))) {
        const key = `${isResourceType(type) ? type : ''} ${code}`.trim();
        reasons.set(key, (reasons.get(key) ?? 0) + 1);
      }
    },
  };
}

export type Tally = ReturnType<typeof createTally>;
