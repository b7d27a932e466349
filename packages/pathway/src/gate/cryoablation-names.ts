import type { RecordResource } from '../evidence/patient-record.ts';

/** How a protocol's procedure is called: see library.yaml. */
export interface ProcedureNames {
  /** Beginnings of words, folded as {@link folded} does. */
  readonly words: readonly string[];
  /** `system|code`. */
  readonly codes: readonly string[];
}

/** Elements of a Procedure that say what was done. */
const NAMING = ['code', 'category', 'instantiatesCanonical', 'instantiatesUri'] as const;

/**
 * Whether a Procedure is a cryoablation, or cannot be told from one: a word or a code of it stands anywhere in what names it, in any spelling
 * and under any system; or nothing names it at all.
 */
export function mayBeCryoablation({ words, codes }: ProcedureNames, procedure: RecordResource): boolean {
  const named = NAMING.map((element) => procedure[element]);
  const text = folded(named.flatMap(textsIn).join(' '));
  if (words.some((word) => text.includes(word))) return true;
  const given = codingsOf(procedure.code);
  if (named.flatMap(codingsOf).some(({ system, code }) => codes.includes(`${system}|${code}`))) return true;
  return !given.some(isTelling) && !isText((procedure.code as { readonly text?: unknown } | undefined)?.text);
}

/** Letters alone, small, without their marks: `Krio-ablację` and `krioablacje` are one word. */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replace(/[^a-z]/g, '');

type Coding = Readonly<Record<string, unknown>>;

/** A code without its system names nothing, unless it says what it means. */
const isTelling = ({ system, code, display }: Coding): boolean => (isText(system) && isText(code)) || isText(display);
const isText = (value: unknown): boolean => typeof value === 'string' && /\p{L}|\p{N}/u.test(value);

/** The codings of a CodeableConcept, or of a list of them. */
const codingsOf = (element: unknown): readonly Coding[] =>
  [element].flat().flatMap((concept) => {
    const coding = (concept as { readonly coding?: unknown } | null | undefined)?.coding;
    return Array.isArray(coding) ? coding.filter((each) => typeof each === 'object' && each !== null) : [];
  });

/** Every text inside, however deep: displays, codes, extensions with translations. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
