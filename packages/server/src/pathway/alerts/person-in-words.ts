import type { JsonObject } from '@cryopath/fhir';
import type { Text } from '@cryopath/pathway';
import type { PatientView } from '@cryopath/record';

/** Roles as a chart says them. */
const ROLES: Readonly<Record<string, Text>> = {
  nurse: { en: 'nurse', pl: 'pielęgniarka/pielęgniarz' },
  doctor: { en: 'doctor', pl: 'lekarz' },
  lead: { en: 'clinic lead', pl: 'kierownik poradni' },
};

/** How staff know somebody: "Maria Wzorcowa (doctor)". Their reference when the record has no name for it. */
export async function personInWords(
  { who, role }: { readonly who: string; readonly role?: string | undefined },
  view: Pick<PatientView, 'common'>,
): Promise<Text> {
  const name = await nameOf(who, view);
  const words = ROLES[role ?? ''];
  return words ? { en: `${name} (${words.en})`, pl: `${name} (${words.pl})` } : { en: name, pl: name };
}

/** Somebody's name; their reference when the record has none for it. */
export async function nameOf(who: string, view: Pick<PatientView, 'common'>): Promise<string> {
  const [type = '', id = ''] = who.split('/');
  const person = type === 'Practitioner' ? await view.common(type, id) : undefined;
  const [name] = (Array.isArray(person?.name) ? person.name : []) as readonly JsonObject[];
  const given = (Array.isArray(name?.given) ? name.given : []) as readonly unknown[];
  const words = String(name?.text ?? [...given, name?.family ?? ''].join(' ')).trim();
  return words === '' ? who : words;
}
