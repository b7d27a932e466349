import { posix } from 'node:path';
import { type Finding, lineAt } from './finding.ts';
import { importsOf } from './imports.ts';
import { readSource } from './source.ts';
import { isCode, type Tree } from './tree.ts';

/** Which packages a package may use. Arrows point down only; `web` reaches the server over HTTP alone (ARCHITECTURE.md). */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  fhir: [],
  thermal: [],
  imaging: [],
  pathway: ['fhir'],
  record: ['fhir', 'pathway'],
  server: ['fhir', 'pathway', 'record', 'thermal', 'imaging'],
  web: ['fhir', 'pathway', 'thermal', 'imaging'],
};

interface Manifest {
  readonly exports?: string | Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Imports between packages: along an arrow, by name, through a declared export, with the dependency in package.json. */
export function checkArrows(tree: Tree, arrows = ARROWS): Finding[] {
  const manifests = new Map<string, Manifest>();
  for (const path of tree.paths) {
    const room = /^packages\/([^/]+)\/package\.json$/.exec(path)?.[1];
    if (room !== undefined) manifests.set(room, JSON.parse(tree.text(path)) as Manifest);
  }
  return [...manifests].flatMap(([room, manifest]) => {
    const allowed = arrows[room];
    const file = `packages/${room}/package.json`;
    if (allowed === undefined) return [{ file, line: 1, message: `the house has no room '${room}': add it to ARROWS` }];
    return [...declared(tree, file, room, manifest, allowed), ...imported(tree, room, manifests, allowed)];
  });
}

/** Dependencies on other rooms that no arrow allows. Those that nothing uses are knip's to find. */
function declared(tree: Tree, file: string, room: string, manifest: Manifest, allowed: readonly string[]): Finding[] {
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  return names.flatMap((name) => {
    const other = /^@cryopath\/(.+)$/.exec(name)?.[1];
    if (other === undefined || allowed.includes(other)) return [];
    const line = lineAt(tree.text(file), tree.text(file).indexOf(`"${name}"`));
    return [{ file, line, message: `${room} may not depend on ${other}` }];
  });
}

function imported(
  tree: Tree,
  room: string,
  manifests: ReadonlyMap<string, Manifest>,
  allowed: readonly string[],
): Finding[] {
  const own = `packages/${room}/`;
  const dependencies = { ...manifests.get(room)?.dependencies, ...manifests.get(room)?.devDependencies };
  const objection = (path: string, specifier: string): string | undefined => {
    if (specifier.startsWith('.')) {
      const target = posix.join(posix.dirname(path), specifier);
      return target.startsWith(own) ? undefined : `leaves its package by a relative path: ${specifier}`;
    }
    const [, other, entry] = /^@cryopath\/([^/]+)(?:\/(.+))?$/.exec(specifier) ?? [];
    if (other === undefined) return undefined;
    if (other === room) return `imports its own package by name: ${specifier}`;
    if (!allowed.includes(other)) return `${room} may not use ${other}`;
    if (dependencies[`@cryopath/${other}`] === undefined)
      return `@cryopath/${other} is not in ${own}package.json's dependencies`;
    if (!isExported(manifests.get(other)?.exports, entry)) return `${specifier} is not an export of ${other}`;
    return undefined;
  };
  return tree.paths
    .filter((path) => path.startsWith(own) && isCode(path))
    .flatMap((file) =>
      importsOf(readSource(tree.text(file))).flatMap(({ specifier, line }) => {
        const message = objection(file, specifier);
        return message === undefined ? [] : [{ file, line, message }];
      }),
    );
}

function isExported(exports: Manifest['exports'], entry: string | undefined): boolean {
  if (exports === undefined) return false;
  if (typeof exports === 'string') return entry === undefined;
  return (entry === undefined ? '.' : `./${entry}`) in exports;
}
