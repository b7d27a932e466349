import type { Language } from '@cryopath/fhir';

/**
 * The language that a reader asked for, out of Accept-Language (RFC 9110, 12.5.4). Polish when it is wanted at least as much
 * as English; English for everybody who asks for neither.
 *
 * @example readerLanguage('de, pl;q=0.8, en;q=0.5') // 'pl'
 */
export function readerLanguage(header: string | undefined): Language {
  if (header === undefined) return 'en';
  let polish = 0;
  let english = 0;
  for (const range of header.slice(0, 1000).toLowerCase().split(',')) {
    const [tag = '', ...parameters] = range.split(';');
    const primary = tag.trim().split('-')[0];
    const weight = weightOf(parameters);
    if (primary === 'pl') polish = Math.max(polish, weight);
    else if (primary === 'en') english = Math.max(english, weight);
  }
  return polish > 0 && polish >= english ? 'pl' : 'en';
}

function weightOf(parameters: readonly string[]): number {
  const quality = parameters.find((each) => each.trim().startsWith('q='));
  if (quality === undefined) return 1;
  const weight = Number(quality.trim().slice(2));
  return weight >= 0 && weight <= 1 ? weight : 0;
}
