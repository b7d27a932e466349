import fs from 'node:fs';
import { createRequire } from 'node:module';
import { STORED_TYPES, searchParameters } from '@cryopath/fhir';
import { expect, test } from 'vitest';
import { mayRepeat } from './source.ts';
import summaries from './summary-elements.json' with { type: 'json' };

interface Element {
  readonly path: string;
  readonly isSummary?: boolean;
  readonly max: string;
}
/** The published definition of a type. */
function elementsOf(type: string): readonly Element[] {
  const file = require.resolve(`hl7.fhir.r4.examples/StructureDefinition-${type}.json`);
  const definition: { snapshot: { element: readonly Element[] } } = JSON.parse(fs.readFileSync(file, 'utf8'));
  return definition.snapshot.element;
}
const require = createRequire(import.meta.url);

test('the summary of a type is what the published definition marks as such', () => {
  for (const type of STORED_TYPES) {
    const marked = elementsOf(type)
      .filter(({ path, isSummary }) => isSummary && path.split('.').length === 2)
      .map(({ path }) => path.slice(type.length + 1).replace('[x]', ''));
    expect(summaries[type].split(' '), `${type}`).toEqual(marked);
  }
});

test('a time that a search takes to stand once in a resource does so in the published definition', () => {
  for (const type of STORED_TYPES) {
    for (const parameter of searchParameters(type)) {
      if (parameter.kind !== 'date' || parameter.column || mayRepeat(parameter)) continue;
      for (const path of parameter.paths) {
        const name = path.replace(/:.*/, '');
        const element = elementsOf(type).find(
          ({ path: full }) => full === `${type}.${name}` || isChoice(full, `${type}.${name}`),
        );
        expect(element?.max, `${type}.${name}`).toBe('1');
      }
    }
  }
});

const isChoice = (path: string, name: string): boolean => path.endsWith('[x]') && name.startsWith(path.slice(0, -3));
