import { type Outcome, outcome } from '@cryopath/fhir';

export const FHIR_JSON = 'application/fhir+json; charset=utf-8';
const OFFERED = new Set(['application/fhir+json', 'application/json', 'text/json', 'application/*', '*/*']);
const FORMATS = new Set(['json', 'application/json', 'application/fhir+json', 'text/json']);

/** How the reader wants the answer printed. */
export interface Printing {
  readonly pretty: boolean;
}

export const PLAIN: Printing = { pretty: false };
const PRETTY: Printing = { pretty: true };

/**
 * What `Accept`, `_format` and `_pretty` ask for (R4 http.html, 3.1.0.1.11 and .12). There is JSON; whoever accepts nothing that we have is told
 * so before anything is done (CRYO-505). `_format` wins over the header, as the standard says.
 *
 * @param query the raw query string, without the question mark
 */
export function negotiate(accept: string | undefined, query: string): Printing | Outcome {
  if (query.includes('format=') || query.includes('pretty=')) {
    const parameters = new URLSearchParams(query);
    // In a query a plus sign stands for a space: application/fhir+json comes as 'application/fhir json'.
    const format = parameters.get('_format')?.replaceAll(' ', '+').split(';')[0]?.trim();
    if (format !== undefined && !FORMATS.has(format)) return notAcceptable(format);
    const printing = parameters.get('_pretty') === 'true' ? PRETTY : PLAIN;
    if (format !== undefined) return printing;
    return isAcceptable(accept) ? printing : notAcceptable(accept);
  }
  return isAcceptable(accept) ? PLAIN : notAcceptable(accept);
}

/** Whether `Accept` names FHIR's JSON, by one of its names and not by a range: a reader of a Binary who does not is given its content (R4 binary.html). */
export const acceptsFhirJson = (accept: string | undefined): boolean =>
  (accept ?? '')
    .toLowerCase()
    .split(',')
    .some((range) => FORMATS.has(range.split(';')[0]?.trim() ?? '') && !/;\s*q=0(?:\.0{0,3})?\s*$/.test(range));

/** Whether a Content-Type is one of the names of FHIR's JSON. */
export const isFhirJson = (contentType: string): boolean =>
  FORMATS.has(contentType.toLowerCase().split(';')[0]?.trim() ?? '');

export const isOutcome = (negotiated: Printing | Outcome): negotiated is Outcome => 'issues' in negotiated;

function isAcceptable(accept: string | undefined): boolean {
  if (accept === undefined || accept === '*/*' || accept === 'application/fhir+json') return true;
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.toLowerCase().split(';');
    if (!OFFERED.has(type.trim())) return false;
    return !parameters.some((each) => /^\s*q=0(?:\.0{0,3})?\s*$/.test(each));
  });
}

const notAcceptable = (asked = ''): Outcome =>
  outcome('CRYO-505', { accept: asked.slice(0, 200), offered: 'application/fhir+json' });

/** The query without what concerns the printing only: the rest is a search, or a condition. */
export function withoutPrinting(query: string): string {
  if (!query.includes('format=') && !query.includes('pretty=')) return query;
  return query
    .split('&')
    .filter((pair) => !/^_(?:format|pretty)=/.test(pair))
    .join('&');
}
