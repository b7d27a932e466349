import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** The modules that a module loads at once, itself included; packages by name. */
function loadedBy(module: URL, loaded: Set<string>): Set<string> {
  if (loaded.has(module.href)) return loaded;
  loaded.add(module.href);
  for (const [, isType, path = ''] of readFileSync(module, 'utf8').matchAll(
    /^(?:import|export) (type )?[^;]*?from '([^']+)'/gm,
  )) {
    if (isType !== undefined) continue;
    if (path.startsWith('.')) {
      if (path.endsWith('.ts')) loadedBy(new URL(path, module), loaded);
    } else {
      loaded.add(path);
    }
  }
  return loaded;
}

const packagesOf = (face: string): string[] =>
  [...loadedBy(new URL(face, import.meta.url), new Set())].filter((module) => !module.startsWith('file:'));

describe('the faces of the package', () => {
  it('load the FHIRPath engine only where it is asked for', () => {
    expect(packagesOf('./index.ts')).toEqual(['fhirpath', 'fhirpath/fhir-context/r4']);
    expect(packagesOf('../index.ts')).toEqual([]);
  });
});
