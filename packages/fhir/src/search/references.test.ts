import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isStoredType } from '../resource-types.ts';
import { references, rewriteReferences } from './references.ts';

const EXAMPLES = new URL('../../../../node_modules/hl7.fhir.r4.examples/', import.meta.url);

const examples: { readonly resourceType: string }[] = readdirSync(EXAMPLES)
  .filter((file) => file.endsWith('.json') && isStoredType(file.split('-')[0] ?? ''))
  .map((file) => JSON.parse(readFileSync(new URL(file, EXAMPLES), 'utf8')));

const NEW = 'urn:uuid:0c2e9d7e-7a2c-4a4c-9d0e-111111111111';
const rewrite = (link: string) => (link === NEW ? 'Patient/7' : undefined);

const task = {
  resourceType: 'Task',
  contained: [{ resourceType: 'Flag', id: 'f', subject: { reference: NEW } }],
  for: { reference: NEW, display: NEW },
  instantiatesCanonical: NEW,
  instantiatesUri: NEW,
  note: [{ text: 'unchanged' }],
  text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml"><a href="${NEW}">x</a></div>` },
  input: [
    { type: { text: 'a' }, valueUrl: NEW },
    { type: { text: 'b' }, valueString: NEW },
    { type: { text: 'c' }, valueAttachment: { url: NEW } },
    { type: { text: 'd' }, valueReference: { reference: 'Patient/1' } },
  ],
};

describe('references', () => {
  it('are found wherever they are, with their place', () => {
    expect(references(task)).toEqual([
      { path: 'Task.contained[0].subject', reference: NEW },
      { path: 'Task.for', reference: NEW },
      { path: 'Task.input[3].valueReference', reference: 'Patient/1' },
    ]);
  });

  it('of a consent are told from the field that is named like one', () => {
    const consent = { resourceType: 'Consent', provision: { actor: [{ reference: { reference: 'Patient/1' } }] } };
    expect(references(consent)).toEqual([{ path: 'Consent.provision.actor[0].reference', reference: 'Patient/1' }]);
  });
});

describe('rewriting links', () => {
  it('changes references, uris and attachments, and neither canonicals, texts nor the narrative', () => {
    const rewritten = rewriteReferences(task, rewrite);
    expect(rewritten).toEqual({
      ...task,
      contained: [{ resourceType: 'Flag', id: 'f', subject: { reference: 'Patient/7' } }],
      for: { reference: 'Patient/7', display: NEW },
      instantiatesUri: 'Patient/7',
      input: [
        { type: { text: 'a' }, valueUrl: 'Patient/7' },
        task.input[1],
        { type: { text: 'c' }, valueAttachment: { url: 'Patient/7' } },
        task.input[3],
      ],
    });
  });

  it('shares what does not change, and leaves the resource as it was', () => {
    const before = JSON.stringify(task);
    const rewritten = rewriteReferences(task, rewrite);
    expect(rewritten.note).toBe(task.note);
    expect(rewritten.input[3]).toBe(task.input[3]);
    expect(JSON.stringify(task)).toBe(before);
    expect(rewriteReferences(task, () => undefined)).toBe(task);
    expect(rewriteReferences(task, (link) => link)).toBe(task);
  });

  it('changes every item of a link that repeats', () => {
    const procedure = { resourceType: 'Procedure', instantiatesUri: ['urn:a', NEW] };
    expect(rewriteReferences(procedure, rewrite).instantiatesUri).toEqual(['urn:a', 'Patient/7']);
  });

  it('tells a reference from a name that looks like one', () => {
    const base = 'https://clinic.example/fhir/';
    const toRelative = (link: string, place: string) =>
      place === 'reference' && link.startsWith(base) ? link.slice(base.length) : undefined;
    const questionnaire = {
      resourceType: 'Questionnaire',
      url: `${base}Questionnaire/check-in`,
      extension: [{ url: `${base}StructureDefinition/x`, valueReference: { reference: `${base}Patient/7` } }],
    };
    expect(rewriteReferences(questionnaire, toRelative)).toEqual({
      ...questionnaire,
      extension: [{ url: `${base}StructureDefinition/x`, valueReference: { reference: 'Patient/7' } }],
    });
  });

  it('reaches every reference of every public example', () => {
    for (const example of examples) {
      const rewritten = rewriteReferences(example, (link) => `new:${link}`);
      expect(references(rewritten)).toEqual(
        references(example).map(({ path, reference }) => ({ path, reference: `new:${reference}` })),
      );
    }
  });
});
