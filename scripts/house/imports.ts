import { lineAt } from './finding.ts';
import type { Source } from './source.ts';

/** One module named by another: `import`, `export … from`, `import()`, `require()`, or a worker's `new URL(…)`. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
}

const CLAUSE = /\b(?:import|export)\s+(?:type\s+)?(?:[\w$*{},\s]*?\bfrom\s*)?(?=['"])/g;
const CALL = /\b(?:import|require|import\.meta\.resolve)\s*\(\s*(?=['"`])/g;
const WORKER = /\bnew\s+URL\s*\(\s*(?=['"`])/g;

/** Every module that a source names, in the order of the text. A `new URL` counts only when it leads to code. */
export function importsOf(source: Source): readonly Import[] {
  const texts = new Map(source.strings.map((piece) => [piece.start, piece.text]));
  const named = (pattern: RegExp) =>
    [...source.code.matchAll(pattern)].flatMap((match) => {
      const start = match.index + match[0].length;
      const specifier = texts.get(start);
      return specifier === undefined ? [] : [{ specifier, start }];
    });
  return [...named(CLAUSE), ...named(CALL), ...named(WORKER).filter(({ specifier }) => /\.[jt]sx?$/.test(specifier))]
    .toSorted((a, b) => a.start - b.start)
    .map(({ specifier, start }) => ({ specifier, line: lineAt(source.code, start) }));
}
