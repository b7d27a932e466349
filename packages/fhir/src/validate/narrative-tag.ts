/**
 * The attributes of R4's rule txt-1. What is not here cannot be stored, so a screen that shows a narrative shows nothing
 * that runs.
 */
const ATTRIBUTES: ReadonlySet<string> = new Set(
  `abbr accesskey align alt axis bgcolor border cellpadding cellspacing char charoff charset cite class colspan compact
   coords dir frame headers height href hreflang hspace id lang longdesc name nowrap rel rev rowspan rules scope shape span
   src start style summary tabindex title type valign value vspace width xml:lang xml:space xmlns`.split(/\s+/),
);

const ADDRESSES: ReadonlySet<string> = new Set(['cite', 'href', 'longdesc', 'src']);
const XHTML = 'http://www.w3.org/1999/xhtml';

/**
 * The pieces of markup. Each is sticky, so nothing is searched twice, and repeats no group, so that no text is long
 * enough to exhaust the matcher's stack.
 */
const TAG_START = /<(\/?)([A-Za-z][\w:.-]*)/y;
const ATTRIBUTE = /\s+([A-Za-z_:][\w:.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const TAG_END = /\s*(\/?)>/y;

/** One tag of a narrative. */
export interface Tag {
  readonly element: string;
  readonly form: 'start' | 'end' | 'empty';
  /** The first attribute that may not be there, by its name or by its value. */
  readonly forbidden: string | undefined;
  readonly end: number;
}

/** The tag whose `<` stands at `at`; undefined when it is not well-formed. */
export const readTag = (xhtml: string, at: number): Tag | undefined => {
  const start = matchAt(TAG_START, xhtml, at);
  if (start === undefined) return undefined;
  const [whole, slash = '', element = ''] = start;
  const seen = new Set<string>();
  let forbidden: string | undefined;
  let position = at + whole.length;
  for (;;) {
    const attribute = matchAt(ATTRIBUTE, xhtml, position);
    if (attribute === undefined) break;
    const [written, name = '', double, single] = attribute;
    if (seen.has(name)) return undefined;
    seen.add(name);
    if (!isAllowed(name, unescaped(double ?? single ?? ''))) forbidden ??= name.slice(0, 60);
    position += written.length;
  }
  const end = matchAt(TAG_END, xhtml, position);
  if (end === undefined || (slash === '/' && (seen.size > 0 || end[1] === '/'))) return undefined;
  const form = slash === '/' ? 'end' : end[1] === '/' ? 'empty' : 'start';
  return { element: element.slice(0, 60), form, forbidden, end: position + end[0].length };
};

const isAllowed = (name: string, value: string): boolean =>
  ATTRIBUTES.has(name) &&
  (name !== 'style' || isPlainStyle(value)) &&
  (name !== 'xmlns' || value === XHTML) &&
  (!ADDRESSES.has(name) || isHarmlessAddress(value, name));

/** Addresses a person may follow; images may be embedded as data too. White space inside a scheme does not hide it. */
const isHarmlessAddress = (value: string, attribute: string): boolean => {
  const compact = value.replace(/[\s\p{Cc}]+/gu, '').toLowerCase();
  const scheme = /^([^/?#]*?):/.exec(compact)?.[1];
  if (scheme === undefined || ['http', 'https', 'mailto', 'tel', 'urn'].includes(scheme)) return true;
  return attribute === 'src' && /^data:image\/(?:png|jpeg|gif|webp);base64,/.test(compact);
};

/** No style that loads or runs something, and none that is written so that one cannot tell. */
const isPlainStyle = (value: string): boolean =>
  !/[\\@]|\/\*|url\s*\(|expression|javascript|behaviou?r|binding/i.test(value);

/** Character references undone as a browser would, as far as an attack could be written with them. */
const unescaped = (value: string): string =>
  value.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]*));?/gi, (whole, decimal, hexadecimal, name) => {
    const NAMED: Readonly<Record<string, string>> = {
      colon: ':',
      Tab: '\t',
      NewLine: '\n',
      lpar: '(',
      amp: '&',
      bsol: '\\',
    };
    if (name !== undefined) return NAMED[name as string] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });

const matchAt = (form: RegExp, source: string, at: number): RegExpExecArray | undefined => {
  form.lastIndex = at;
  return form.exec(source) ?? undefined;
};
