import { type Finding, lineAt } from './finding.ts';
import { importsOf } from './imports.ts';
import { readSource } from './source.ts';
import { isCode, isTest, type Tree } from './tree.ts';

/** What a part of the house may not reach for. `modules` and `words` are matched against imports and running code. */
interface Rule {
  readonly where: RegExp;
  readonly modules?: RegExp;
  readonly words: Readonly<Record<string, RegExp>>;
}

const free = (name: string) => new RegExp(String.raw`(?<![\w$.])${name}(?![\w$]|\s*\??:)`, 'g');

/** The core takes clock, random and record as arguments (I7): the same code runs in the browser and in simulated time. */
const CORE: Rule = {
  where: /^packages\/(?:fhir|pathway|thermal)\/src\//,
  modules: /^node:/,
  words: {
    Date: free('Date'),
    Temporal: free('Temporal'),
    performance: free('performance'),
    crypto: free('crypto'),
    'Math.random': /\bMath\s*\.\s*random\b/g,
    setTimeout: free('setTimeout'),
    setInterval: free('setInterval'),
    process: free('process'),
    console: free('console'),
    fetch: free('fetch'),
    globalThis: free('globalThis'),
    // Without an argument, Intl formats the machine's present.
    'the present in Intl': /\.format(?:ToParts)?\(\s*\)/g,
  },
};

/** The record works with files and PostgreSQL, but its time is the injected clock's and its chance the platform's strong one. */
const RECORD: Rule = {
  where: /^packages\/record\/src\//,
  words: {
    'Date.now': /\bDate\s*\.\s*now\b/g,
    'the present': /\bnew\s+Date\s*(?:\(\s*\)|(?![\s(\w]))/g,
    'Math.random': /\bMath\s*\.\s*random\b/g,
  },
};

/** `path word`: why it is allowed there. An allowance that nothing needs any more is a finding itself. */
const ALLOWED: Readonly<Record<string, string>> = {};

export function checkPurity(tree: Tree, allowed = ALLOWED): Finding[] {
  const unused = new Set(Object.keys(allowed));
  const permits = (file: string, word: string) => {
    unused.delete(`${file} ${word}`);
    return `${file} ${word}` in allowed;
  };
  const findings = [CORE, RECORD].flatMap((rule) =>
    tree.paths
      .filter((path) => rule.where.test(path) && isCode(path) && !isTest(path))
      .flatMap((file) => reached(rule, file, tree.text(file)).filter(({ word }) => !permits(file, word))),
  );
  const stale = [...unused].map((entry) => ({
    file: 'scripts/house/purity.ts',
    line: 1,
    message: `allows '${entry}', which nothing needs`,
  }));
  return [...findings.map(({ file, line, message }) => ({ file, line, message })), ...stale];
}

function reached({ words, modules }: Rule, file: string, text: string): (Finding & { word: string })[] {
  const source = readSource(text);
  const used = Object.entries(words).flatMap(([word, pattern]) =>
    [...source.code.matchAll(pattern)].map(({ index }) => ({ word, line: lineAt(text, index) })),
  );
  const imported = importsOf(source)
    .filter(({ specifier }) => modules?.test(specifier))
    .map(({ specifier, line }) => ({ word: specifier, line }));
  return [...used, ...imported]
    .toSorted((a, b) => a.line - b.line)
    .map(({ word, line }) => ({ file, line, word, message: `uses ${word}: take it as an argument (I7)` }));
}
