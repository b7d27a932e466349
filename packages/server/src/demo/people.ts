import type { Purpose } from '@cryopath/record';
import type { SessionSubject } from '../sign-in/session-table.ts';

/** Somebody whom a visitor of the demo may be. All of them are made up, and their names say so. */
export interface DemoPerson {
  /** What `POST /demo/sign-in` is given. */
  readonly person: string;
  readonly name: string;
  readonly role: SessionSubject['role'];
  /** Literal reference of their resource. */
  readonly who: string;
  readonly purpose: Purpose;
}

export const DEMO_CLINIC = 'demo-clinic';

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { person: 'anna', name: 'Anna Przykładowa (demo)', role: 'patient', who: 'Patient/demo-anna', purpose: 'PATRQT' },
  {
    person: 'doctor',
    name: 'Maria Wzorcowa (demo)',
    role: 'doctor',
    who: 'Practitioner/demo-doctor',
    purpose: 'TREAT',
  },
  { person: 'nurse', name: 'Ewa Pokazowa (demo)', role: 'nurse', who: 'Practitioner/demo-nurse', purpose: 'TREAT' },
  {
    person: 'second-nurse',
    name: 'Piotr Zmyślony (demo)',
    role: 'nurse',
    who: 'Practitioner/demo-second-nurse',
    purpose: 'TREAT',
  },
  { person: 'lead', name: 'Adam Fikcyjny (demo)', role: 'lead', who: 'Practitioner/demo-lead', purpose: 'TREAT' },
];

export const demoPerson = (person: string): DemoPerson | undefined =>
  DEMO_PEOPLE.find((each) => each.person === person);
