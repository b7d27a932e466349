import type { Text } from '@cryopath/pathway';
import type { Purpose, Requester } from '@cryopath/record';
import type { SessionSubject } from '../sign-in/session-table.ts';
import { DEMO_MARK } from './demo-tag.ts';
import { DEMO_PATIENTS, type DemoPatient } from './patients/demo-patients.ts';

/** Somebody whom a visitor of the demo may be. All of them are made up, and their names say so. */
export interface DemoPerson {
  /** What `POST /demo/sign-in` is given. */
  readonly person: string;
  readonly name: string;
  readonly role: SessionSubject['role'];
  /** Literal reference of their resource. */
  readonly who: string;
  readonly purpose: Purpose;
  /** Why one would want to be them. */
  readonly about: Text;
}

export const DEMO_CLINIC = 'demo-clinic';

const staff = (person: string, name: string, role: 'doctor' | 'nurse' | 'lead', about: Text): DemoPerson => ({
  person,
  name: `${name} ${DEMO_MARK}`,
  role,
  who: `Practitioner/demo-${person}`,
  purpose: 'TREAT',
  about,
});

export const DEMO_STAFF = {
  doctor: staff('doctor', 'Maria Wzorcowa', 'doctor', { en: 'Doctor', pl: 'Lekarka' }),
  secondDoctor: staff('second-doctor', 'Tomasz Modelowy', 'doctor', { en: 'Second doctor', pl: 'Drugi lekarz' }),
  nurse: staff('nurse', 'Ewa Pokazowa', 'nurse', { en: 'Nurse', pl: 'Pielęgniarka' }),
  secondNurse: staff('second-nurse', 'Piotr Zmyślony', 'nurse', { en: 'Second nurse', pl: 'Pielęgniarz' }),
  lead: staff('lead', 'Adam Fikcyjny', 'lead', {
    en: 'Clinic lead: confirms what a doctor opens by hand, sees restricted charts',
    pl: 'Kierownik kliniki: potwierdza to, co lekarz otwiera ręcznie, widzi dokumentację zastrzeżoną',
  }),
} as const;

/** The caregiver of one of the patients. */
export const DEMO_CAREGIVER = {
  person: 'caregiver',
  name: `Michał Legendarny ${DEMO_MARK}`,
  role: 'caregiver',
  who: 'RelatedPerson/demo-caregiver',
  purpose: 'PATRQT',
  about: { en: 'Caregiver of Irena, one day after the procedure', pl: 'Opiekun Ireny, dzień po zabiegu' },
} as const satisfies DemoPerson;

/** The patient whom the caregiver looks after. */
export const CARED_FOR = 'demo-irena';

/** Whom a visitor may be, when the demo has these patients. */
export function demoPeople(patients: readonly DemoPatient[] = DEMO_PATIENTS): readonly DemoPerson[] {
  const isCaredFor = patients.some(({ id }) => id === CARED_FOR);
  return [...Object.values(DEMO_STAFF), ...patients.flatMap(asPerson), ...(isCaredFor ? [DEMO_CAREGIVER] : [])];
}

const asPerson = ({ id, name, signIn }: DemoPatient): readonly DemoPerson[] =>
  signIn === undefined
    ? []
    : [
        {
          person: id.slice('demo-'.length),
          name,
          role: 'patient',
          who: `Patient/${id}`,
          purpose: 'PATRQT',
          about: signIn,
        },
      ];

/** Whose word an act of the demo is. */
export function requesterFor({ who, role, purpose }: DemoPerson): Requester {
  const isStaff = role !== 'patient' && role !== 'caregiver';
  return { who, role, purpose, clinic: isStaff ? DEMO_CLINIC : '', patients: isStaff ? [] : [chartOf(who)] };
}

/** A patient as their own requester, whether or not visitors may be them. */
export const patientRequester = (patient: string): Requester => ({
  who: `Patient/${patient}`,
  role: 'patient',
  purpose: 'PATRQT',
  clinic: '',
  patients: [patient],
});

const chartOf = (who: string): string => (who === DEMO_CAREGIVER.who ? CARED_FOR : who.slice('Patient/'.length));
