import {
  elementType,
  type Json,
  type JsonResource,
  ok,
  outcome,
  parseJson,
  type Result,
  refused,
  stringifyJson,
} from '@cryopath/fhir';
import summaries from './summary-elements.json' with { type: 'json' };

/** A part of each resource, asked for with `_elements` or `_summary`. */
export type Subset = (text: string) => string;

/**
 * What makes the part out of a stored text; undefined when the whole is wanted. Refuses with CRYO-306 a `_summary` that R4 does not have, with CRYO-312
 * both at once.
 */
export function subsetOf(
  type: string,
  summary: string | undefined,
  elements: string | undefined,
): Result<Subset | undefined> {
  if (summary !== undefined && elements !== undefined)
    return refused(outcome('CRYO-312', { parameter: '_elements, _summary' }));
  if (elements !== undefined) {
    // `Patient.name` is allowed for `name` (R4 search, 3.1.1.5.9).
    const wanted = elements.split(',').map((name) => name.trim().replace(`${type}.`, ''));
    return ok(keeping((name, required) => required || wanted.includes(name)));
  }
  switch (summary) {
    case undefined:
    case 'false':
    case 'count':
      return ok(undefined);
    case 'true':
      return ok(keeping((name, required, of) => required || isSummary(of, name)));
    case 'text':
      return ok(keeping((name, required) => required || name === 'text'));
    case 'data':
      return ok(keeping((name) => name !== 'text'));
    default:
      return refused(outcome('CRYO-306', { parameter: '_summary', value: summary.slice(0, 100) }));
  }
}

/** Elements marked "summary" in the published definitions, by type; kept by `summary-elements.test.ts`. */
const summaryNames: Readonly<Record<string, string | undefined>> = summaries;
const isSummary = (type: string, name: string): boolean => summaryNames[type]?.split(' ').includes(name) === true;

const ALWAYS: ReadonlySet<string> = new Set(['resourceType', 'id', 'meta', 'implicitRules']);
const SUBSETTED = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };

/**
 * Keeps elements of the first level, what a resource cannot be without among them, and marks it as a part (R4 search, 3.1.1.5.8): nobody must take it
 * for the whole and write it back.
 */
function keeping(isKept: (name: string, isRequired: boolean, type: string) => boolean): Subset {
  return (text) => {
    const parsed = parseJson(text, { maxDepth: 1_000 });
    if (!parsed.ok) throw new Error('A stored text cannot be read: the record is damaged');
    const whole = parsed.value as JsonResource;
    const { fields } = elementType(whole.resourceType);
    const part: Record<string, Json> = {};
    for (const [member, value] of Object.entries(whole)) {
      if (value === undefined) continue;
      const field = fields.get(member.replace(/^_/, ''));
      const element = field?.element ?? member;
      if (ALWAYS.has(member) || isKept(element, field?.isRequired ?? false, whole.resourceType)) part[member] = value;
    }
    return stringifyJson({ ...part, meta: tagged(part.meta) });
  };
}

function tagged(meta: Json | undefined): Json {
  const known = (typeof meta === 'object' && meta !== null ? meta : {}) as Record<string, Json>;
  const tags = Array.isArray(known.tag) ? known.tag : [];
  return { ...known, tag: [...tags, SUBSETTED] };
}
