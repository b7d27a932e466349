import { STORED_TYPES } from '@cryopath/fhir';
import { expect, test } from 'vitest';
import { type Purpose, type Requester, ROLES, type Role } from '../requester.ts';
import { mayCall, mayRead, maySearch, mayWrite } from './policy.ts';

const PURPOSES: readonly Purpose[] = ['TREAT', 'BTG', 'PATRQT', 'HOPERAT', 'HSYSADMIN', 'HCOMPL'];
const USUAL: Readonly<Record<Role, Purpose>> = {
  patient: 'PATRQT',
  caregiver: 'PATRQT',
  nurse: 'TREAT',
  doctor: 'TREAT',
  lead: 'TREAT',
  administrator: 'HSYSADMIN',
  auditor: 'HCOMPL',
  integrator: 'TREAT',
  service: 'HSYSADMIN',
};
const as = (role: Role, more: Partial<Requester> = {}): Requester => ({
  who: 'Practitioner/1',
  role,
  purpose: USUAL[role],
  clinic: 'A',
  patients: [],
  ...more,
});

test('a type that is not stored is nobody’s to read or write', () => {
  for (const role of ROLES) {
    for (const type of ['Claim', '', 'constructor', '__proto__', 'observation']) {
      expect(mayRead(as(role, { scopes: ['system/*.cruds'] }), type)).toBe(false);
      expect(mayWrite(as(role, { scopes: ['system/*.cruds'] }), 'create', type)).toBe(false);
    }
  }
});

test('a role that the policy does not know may do nothing', () => {
  const stranger = as('nurse', { role: 'visitor' as Role });
  for (const type of STORED_TYPES) {
    expect(mayRead(stranger, type)).toBe(false);
    expect(mayWrite(stranger, 'update', type)).toBe(false);
  }
  expect(mayCall(stranger, 'everything')).toBe(false);
});

test('whoever acts for a purpose that is not their role’s may do nothing', () => {
  const theirs: Readonly<Record<Role, readonly Purpose[]>> = {
    patient: ['PATRQT'],
    caregiver: ['PATRQT'],
    nurse: ['TREAT', 'BTG', 'HOPERAT'],
    doctor: ['TREAT', 'BTG', 'HOPERAT'],
    lead: ['TREAT', 'BTG', 'HOPERAT', 'HCOMPL'],
    administrator: ['HSYSADMIN', 'HOPERAT'],
    auditor: ['HCOMPL'],
    integrator: ['TREAT', 'HOPERAT', 'HSYSADMIN', 'PATRQT'],
    service: ['TREAT', 'HOPERAT', 'HSYSADMIN', 'HCOMPL'],
  };
  for (const role of ROLES) {
    for (const purpose of PURPOSES) {
      const type = role === 'auditor' ? 'AuditEvent' : 'Organization';
      const isAllowed = mayRead(
        as(role, { purpose, ...(role === 'integrator' ? { scopes: ['system/*.rs'] } : {}) }),
        type,
      );
      expect(isAllowed, `${role} for ${purpose}`).toBe(theirs[role].includes(purpose));
    }
  }
});

test('only staff break the glass', () => {
  expect(ROLES.filter((role) => mayCall(as(role), 'break-glass'))).toEqual(['nurse', 'doctor', 'lead']);
});

test('patients write what they report themselves, and nothing that would open a gate for them', () => {
  const written = STORED_TYPES.filter((type) => mayWrite(as('patient'), 'create', type));
  expect(written).toEqual(['Communication', 'Observation', 'QuestionnaireResponse']);
  for (const interaction of ['update', 'patch', 'delete'] as const) {
    expect(STORED_TYPES.filter((type) => mayWrite(as('patient'), interaction, type))).toEqual([]);
  }
});

test('an administrator sees no chart', () => {
  const seen = STORED_TYPES.filter((type) => mayRead(as('administrator'), type));
  for (const type of [
    'Patient',
    'Observation',
    'Condition',
    'QuestionnaireResponse',
    'RelatedPerson',
    'AuditEvent',
  ] as const) {
    expect(seen).not.toContain(type);
  }
});

test('the trail is read by auditors, the lead and the patient, and written by nobody at a screen', () => {
  expect(ROLES.filter((role) => mayRead(as(role), 'AuditEvent'))).toEqual(['patient', 'lead', 'auditor', 'service']);
  expect(ROLES.filter((role) => mayWrite(as(role), 'create', 'AuditEvent'))).toEqual(['service']);
});

test('an integrator may what its scopes say, reading and searching apart', () => {
  const integrator = as('integrator', { scopes: ['system/Observation.r', 'system/Patient.s', 'system/Task.cu'] });
  expect([mayRead(integrator, 'Observation'), maySearch(integrator, 'Observation')]).toEqual([true, false]);
  expect([mayRead(integrator, 'Patient'), maySearch(integrator, 'Patient')]).toEqual([false, true]);
  expect([
    mayWrite(integrator, 'create', 'Task'),
    mayWrite(integrator, 'patch', 'Task'),
    mayWrite(integrator, 'delete', 'Task'),
  ]).toEqual([true, true, false]);
  expect(mayRead(integrator, 'Task')).toBe(false);
});

test('every type for an integrator does not mean the trail', () => {
  expect(mayRead(as('integrator', { scopes: ['system/*.cruds'] }), 'AuditEvent')).toBe(false);
  expect(mayRead(as('integrator', { scopes: ['system/AuditEvent.rs'] }), 'AuditEvent')).toBe(true);
});

test('scopes narrow what a person may, and never widen it', () => {
  const doctor = as('doctor', { scopes: ['user/Observation.rs', 'user/AuditEvent.rs'] });
  expect(mayRead(doctor, 'Observation')).toBe(true);
  expect(mayRead(doctor, 'Condition')).toBe(false);
  expect(mayRead(doctor, 'AuditEvent')).toBe(false);
  expect(mayWrite(doctor, 'create', 'Observation')).toBe(false);
});
