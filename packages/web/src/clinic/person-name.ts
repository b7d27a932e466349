import type { RecordResource } from '@cryopath/pathway';

/** A patient's name as it should be read out: the text that was written, or the parts of the first name. */
export function personName(patient: RecordResource): string {
  const [name] = Array.isArray(patient.name) ? patient.name : [];
  if (typeof name !== 'object' || name === null) return String(patient.id ?? '');
  const { text, given, family } = name as { text?: unknown; given?: unknown; family?: unknown };
  if (typeof text === 'string') return text;
  return [...(Array.isArray(given) ? given : []), family].filter((part) => typeof part === 'string').join(' ');
}
