import type { RecordResource } from '../evidence/patient-record.ts';
import { LEVEL_SYSTEM, SIDE_SYSTEM, TARGET_SYSTEM } from '../protocol/questionnaire.ts';

/** A target on one side, at one level if it has levels: `lumbar-facet|left|L4/L5`. What a block, a time-out and a procedure agree on (H02). */
export type Site = string & { readonly brand: 'Site' };

/** A site that is named, and cannot be told: it equals no other, so nothing that compares sites opens. */
const UNKNOWN_SITE = '?' as Site;

export interface SiteParts {
  readonly target: string;
  readonly side: string;
  readonly level?: string;
}

export function siteParts(site: Site): SiteParts {
  const [target = '', side = '', level] = site.split('|');
  return { target, side, ...(level === undefined ? {} : { level }) };
}

/** The codes of one group of answers, or of one bodySite. */
interface Codes {
  readonly targets: readonly string[];
  readonly sides: readonly string[];
  readonly levels: readonly string[];
}

/** Every target on every side at every level that was named together; "both" is left and right. */
function sitesOfCodes({ targets, sides, levels }: Codes): readonly Site[] {
  const each = sides.flatMap((side) => (side === 'both' ? ['left', 'right'] : [side]));
  return targets.flatMap((target) => {
    if (each.length === 0) return [UNKNOWN_SITE];
    return each.flatMap((side) =>
      levels.length === 0 ? [`${target}|${side}` as Site] : levels.map((level) => `${target}|${side}|${level}` as Site),
    );
  });
}

const CODED = { [TARGET_SYSTEM]: 'targets', [SIDE_SYSTEM]: 'sides', [LEVEL_SYSTEM]: 'levels' } as const;

function codesOf(codings: readonly unknown[]): Codes {
  const codes = { targets: [] as string[], sides: [] as string[], levels: [] as string[] };
  for (const coding of codings) {
    const { system, code } = (coding ?? {}) as { readonly system?: unknown; readonly code?: unknown };
    const kind = CODED[String(system) as keyof typeof CODED];
    if (kind && typeof code === 'string' && code !== '') codes[kind].push(code);
  }
  return codes;
}

/**
 * The sites that a response names. Groups that repeat (the same linkId) are united; different groups are different people's words, the
 * patient's side among them, and must agree: otherwise nobody knows the site (H02).
 */
export function sitesOfResponse(response: RecordResource): readonly Site[] {
  const groups = new Map<string, Codes[]>();
  const walk = (items: unknown, group: string) => {
    const codings: unknown[] = [];
    for (const item of listOf(items)) {
      for (const answer of listOf(item.answer)) {
        codings.push(answer.valueCoding);
        walk(answer.item, group);
      }
      walk(item.item, String(item.linkId));
    }
    const codes = codesOf(codings);
    if (codes.targets.length + codes.sides.length + codes.levels.length === 0) return;
    groups.set(group, [...(groups.get(group) ?? []), codes]);
  };
  walk(response.item, '');
  const named = [...groups.values()].map((all) => ({
    sites: unique(all.flatMap(sitesOfCodes)),
    sides: unique(all.flatMap(({ sides }) => sides.flatMap((side) => (side === 'both' ? ['left', 'right'] : [side])))),
    levels: unique(all.flatMap(({ levels }) => levels)),
  }));
  const [first, ...others] = named.filter(({ sites }) => sites.length > 0);
  if (!first) return [];
  const sides = unique(first.sites.map((site) => siteParts(site).side));
  const levels = unique(first.sites.flatMap((site) => siteParts(site).level ?? []));
  const isAgreed =
    others.every(({ sites }) => isSame(sites, first.sites)) &&
    named
      .filter(({ sites }) => sites.length === 0)
      .every(
        (partly) =>
          (partly.sides.length === 0 || isSame(partly.sides, sides)) &&
          (partly.levels.length === 0 || isSame(partly.levels, levels)),
      );
  return isAgreed ? first.sites : [UNKNOWN_SITE];
}

/** The sites that a Procedure names, one bodySite for each. One that names none cannot be compared. */
export function sitesOfProcedure({ bodySite }: RecordResource): readonly Site[] {
  const sites = listOf(bodySite).flatMap(({ coding }): readonly Site[] => {
    const found = sitesOfCodes(codesOf(Array.isArray(coding) ? coding : []));
    return found.length > 0 ? found : [UNKNOWN_SITE];
  });
  return sites.length > 0 ? unique(sites) : [UNKNOWN_SITE];
}

export const isSame = <Value>(a: readonly Value[], b: readonly Value[]): boolean =>
  a.every((each) => b.includes(each)) && b.every((each) => a.includes(each));

const unique = <Value extends string>(values: readonly Value[]): readonly Value[] => [...new Set(values)].toSorted();

const listOf = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : [];
