import { posix } from 'node:path';
import type { Finding } from './finding.ts';
import { importsOf } from './imports.ts';
import { readSource } from './source.ts';
import { isCode, type Tree } from './tree.ts';

/**
 * Files that lead back to themselves. Types count: what cannot be read in an order cannot be understood in one, even
 * though it would run. One finding a knot, at the import that closes it.
 */
export function checkCycles(tree: Tree): Finding[] {
  const edges = new Map<string, readonly { to: string; line: number }[]>();
  for (const path of tree.paths.filter(isCode)) {
    const relative = importsOf(readSource(tree.text(path))).filter(({ specifier }) => specifier.startsWith('.'));
    edges.set(
      path,
      relative.map(({ specifier, line }) => ({ to: posix.join(posix.dirname(path), specifier), line })),
    );
  }
  const findings: Finding[] = [];
  const left = new Set<string>();
  const trail: string[] = [];
  const enter = (path: string) => {
    trail.push(path);
    for (const { to, line } of edges.get(path) ?? []) {
      if (left.has(to)) continue;
      const open = trail.indexOf(to);
      if (open === -1) enter(to);
      else findings.push({ file: path, line, message: `closes a circle: ${[...trail.slice(open), to].join(' -> ')}` });
    }
    trail.pop();
    left.add(path);
  };
  for (const path of edges.keys()) if (!left.has(path)) enter(path);
  return findings;
}
