import { issue } from '../outcome/outcome.ts';
import type { Inspection } from './inspection.ts';
import { readTag } from './narrative-tag.ts';

/**
 * The elements of R4's rule txt-1: basic formatting of HTML 4, links and images. Images may lie elsewhere, as R4 allows;
 * the screens' content security policy does not load them.
 */
const ELEMENTS: ReadonlySet<string> = new Set(
  `a abbr acronym address area b bdo big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6
   hr i img kbd li map ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var`.split(
    /\s+/,
  ),
);

const REFERENCE = /&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});/y;

type NarrativeFault =
  | { readonly kind: 'malformed'; readonly reason: string }
  | { readonly kind: 'element'; readonly element: string }
  | { readonly kind: 'attribute'; readonly element: string; readonly attribute: string }
  | { readonly kind: 'empty' };

/** Looks at the `div` of a narrative. */
export const inspectNarrative = (xhtml: string, at: Inspection): void => {
  const fault = narrativeFault(xhtml);
  if (fault === undefined) return;
  at.report((path) => {
    switch (fault.kind) {
      case 'malformed':
        return issue('CRYO-145', { reason: fault.reason }, path);
      case 'element':
        return issue('CRYO-146', { element: fault.element }, path);
      case 'attribute':
        return issue('CRYO-147', { element: fault.element, attribute: fault.attribute }, path);
      case 'empty':
        return issue('CRYO-126', undefined, path);
      default:
        return fault satisfies never;
    }
  });
};

const malformed = (reason: string): NarrativeFault => ({ kind: 'malformed', reason });

/** The first thing wrong with a narrative: well-formed, one `div` around all, only what txt-1 allows, not empty (txt-2). */
const narrativeFault = (xhtml: string): NarrativeFault | undefined => {
  const open: string[] = [];
  let hasContent = false;
  let isClosed = false;
  let position = 0;
  for (;;) {
    const next = nextMarkup(xhtml, position);
    if (/\S/.test(xhtml.slice(position, next))) {
      if (open.length === 0) return malformed('text outside <div>');
      hasContent = true;
    }
    if (next === xhtml.length) break;
    if (xhtml.charCodeAt(next) === 0x26) {
      REFERENCE.lastIndex = next;
      if (open.length === 0 || !REFERENCE.test(xhtml)) return malformed(`"&" at ${next}`);
      hasContent = true;
      position = REFERENCE.lastIndex;
      continue;
    }
    if (xhtml.startsWith('<!--', next)) {
      const dashes = xhtml.indexOf('--', next + 4);
      if (dashes < 0 || xhtml.charCodeAt(dashes + 2) !== 0x3e) return malformed(`"<!--" at ${next}`);
      position = dashes + 3;
      continue;
    }
    const tag = readTag(xhtml, next);
    if (tag === undefined) return malformed(`"<" at ${next}`);
    const { element, form, forbidden } = tag;
    position = tag.end;
    if (form === 'end') {
      if (open.pop() !== element) return malformed(`</${element}> at ${next}`);
      isClosed = open.length === 0;
      continue;
    }
    if (open.length === 0 && (isClosed || element !== 'div')) return malformed(`<${element}> outside <div>`);
    if (!ELEMENTS.has(element)) return { kind: 'element', element };
    if (forbidden !== undefined) return { kind: 'attribute', element, attribute: forbidden };
    if (element === 'img') hasContent = true;
    if (form === 'start') open.push(element);
    else isClosed = open.length === 0;
  }
  if (open.length > 0) return malformed(`<${open.at(-1)}> is not closed`);
  if (!isClosed) return malformed('no <div>');
  return hasContent ? undefined : { kind: 'empty' };
};

/** Where the next tag or character reference starts; the length of the text when there is none. */
const nextMarkup = (xhtml: string, from: number): number => {
  let at = from;
  while (at < xhtml.length) {
    const code = xhtml.charCodeAt(at);
    if (code === 0x3c || code === 0x26) break;
    at++;
  }
  return at;
};
