import { describe, expect, it } from 'vitest';
import { STORED_TYPES } from '../resource-types.ts';
import { compartmentOf } from './compartment.ts';
import { compartmentParameters, searchParameter } from './parameters.ts';

const to = (reference: string) => ({ reference });

describe('the compartment of a resource', () => {
  it('of a patient is the patient', () => {
    expect(compartmentOf({ resourceType: 'Patient', id: '7' })).toEqual({
      patients: ['7'],
      named: [{ id: '7', parameter: '' }],
      elsewhere: [],
      unreferenced: [],
    });
  });

  it('is the one that its subject names, once, however often it is named', () => {
    const resource = { resourceType: 'Observation', subject: to('Patient/7'), performer: [to('Patient/7')] };
    expect(compartmentOf(resource)).toEqual({
      patients: ['7'],
      named: [
        { id: '7', parameter: 'performer' },
        { id: '7', parameter: 'subject' },
      ],
      elsewhere: [],
      unreferenced: [],
    });
  });

  it('names every patient of an appointment, and by which parameter', () => {
    const participant = [
      { actor: to('Patient/1') },
      { actor: to('Practitioner/9') },
      { actor: to('Patient/2/_history/4') },
    ];
    expect(compartmentOf({ resourceType: 'Appointment', participant }).patients).toEqual(['1', '2']);
  });

  it.each([
    ['Task', { for: to('Patient/7') }],
    ['Task', { focus: to('Patient/7') }],
    ['Device', { patient: to('Patient/7') }],
    ['Binary', { securityContext: to('Patient/7') }],
    ['Encounter', { subject: to('Patient/7') }],
  ])('of a %s is that of the patient whom it names, whether R4 lists it or not', (resourceType, element) => {
    expect(compartmentOf({ resourceType, ...element }).patients).toEqual(['7']);
  });

  it('of a provenance is that of the patients it targets', () => {
    const resource = { resourceType: 'Provenance', target: [to('Patient/1'), to('Observation/5')] };
    expect(compartmentOf(resource).named).toEqual([{ id: '1', parameter: 'patient' }]);
  });

  it('is none when a patient is known only by an address, an identifier or a contained resource', () => {
    for (const subject of [
      to('https://other.example/fhir/Patient/7'),
      to('#patient'),
      to('urn:uuid:0c2e9d7e-7a2c-4a4c-9d0e-111111111111'),
      { type: 'Patient', identifier: { system: 'urn:pesel', value: '1' } },
      to('Patient/'),
      to('Patient/7/../8'),
    ]) {
      expect(compartmentOf({ resourceType: 'Flag', subject }).patients).toEqual([]);
    }
  });

  it('tells what stands in the place of a patient and leads elsewhere', () => {
    const subject = { reference: 'https://other.example/fhir/7', type: 'Patient' };
    const resource = { resourceType: 'Observation', subject, performer: [to('#p'), to('Practitioner/9')] };
    expect(compartmentOf(resource).elsewhere).toEqual([
      { parameter: 'performer', reference: '#p', type: '' },
      { parameter: 'subject', ...subject },
    ]);
  });

  it('is none for what belongs to the clinic', () => {
    expect(compartmentOf({ resourceType: 'PlanDefinition', subject: to('Patient/7') }).patients).toEqual([]);
    expect(compartmentOf({ resourceType: 'constructor' }).patients).toEqual([]);
  });

  it('is by parameters that the type has, references all of them', () => {
    for (const type of STORED_TYPES) {
      for (const name of compartmentParameters(type)) expect(searchParameter(type, name)?.kind).toBe('reference');
    }
  });
});
