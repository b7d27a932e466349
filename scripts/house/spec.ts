import type { Finding } from './finding.ts';
import { isTest, type Tree } from './tree.ts';

/**
 * The invariants at the end of a package's SPEC.md: `| R5 | always | enforcement | test |`. What enforces is a file, or a name that
 * the package's sources know (a trigger, a function); the test is a file that bears the number.
 */
export function checkSpecs(tree: Tree): Finding[] {
  return tree.paths
    .filter((path) => /^packages\/[^/]+\/SPEC\.md$/.test(path))
    .flatMap((file) => {
      const home = file.slice(0, -'/SPEC.md'.length);
      return tree
        .text(file)
        .split('\n')
        .flatMap((content, index) => {
          const [, number, , enforcement = '', test = ''] = content.split('|').map((cell) => cell.trim());
          if (number === undefined || !/^[A-Z]\d+$/.test(number)) return [];
          const objections = [...unenforced(tree, home, enforcement), ...untested(tree, home, test, number)];
          return objections.map((objection) => ({ file, line: index + 1, message: `${number} ${objection}` }));
        });
    });
}

function unenforced(tree: Tree, home: string, cell: string): string[] {
  const named = quoted(cell);
  if (named.length === 0) return ['names nothing that enforces it'];
  const sources = tree.paths.filter(
    (path) => path.startsWith(`${home}/src/`) && !isTest(path) && /\.(?:ts|sql)$/.test(path),
  );
  const isKnown = (name: string) => sources.some((path) => new RegExp(`\\b${name}\\b`).test(tree.text(path)));
  return named
    .filter((name) => (isFile(name) ? found(tree, home, name) === undefined : !isKnown(name)))
    .map((name) => `names ${name}, which is not there`);
}

function untested(tree: Tree, home: string, cell: string, number: string): string[] {
  const named = quoted(cell).filter(isFile);
  if (named.length === 0) return ['names no test'];
  return named.flatMap((name) => {
    const path = found(tree, home, name);
    if (path === undefined) return [`names ${name}, which is not there`];
    if (!isTest(path)) return [`names ${name} as a test, which runs as none`];
    return new RegExp(`\\b${number}\\b`).test(tree.text(path)) ? [] : [`is not named in ${path}`];
  });
}

const quoted = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
const isFile = (name: string): boolean => /\.(?:tsx?|sql)$/.test(name);

/** A file as a SPEC calls it: from the package's sources, from the package, or from another package beside it. */
const found = (tree: Tree, home: string, name: string): string | undefined =>
  [`${home}/src/${name}`, `${home}/${name}`, `packages/${name}`].find((path) => tree.paths.includes(path));
