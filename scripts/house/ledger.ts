import { type Finding, lineAt } from './finding.ts';
import { readSource } from './source.ts';
import { isCode, isTest, type Tree } from './tree.ts';

/** A table of numbered promises in a document: each says where it is kept and which test guards it, or what it waits for. */
export interface Ledger {
  readonly document: string;
  /** The letter before the number: H for hazards, I for invariants. */
  readonly letter: string;
  /** Digits of a number, so that `H1` and `H001` are strangers. */
  readonly digits: number;
  /** Every number from 1 to this one has a row. */
  readonly last: number;
}

/** SECURITY.md and ARCHITECTURE.md: `| H01 | … | where | test |`, or `| H04 | … | later: … | |`. */
const LEDGERS: readonly Ledger[] = [
  { document: 'SECURITY.md', letter: 'H', digits: 2, last: 22 },
  { document: 'ARCHITECTURE.md', letter: 'I', digits: 1, last: 9 },
];

interface Row {
  readonly number: string;
  readonly line: number;
  readonly cells: readonly string[];
}

/** Both ends of every promise exist, and every number in the code has its row. */
export function checkLedgers(tree: Tree, ledgers = LEDGERS): Finding[] {
  return ledgers.flatMap((ledger) => {
    const { document, letter, digits, last } = ledger;
    if (!tree.has(document)) return [{ file: document, line: 1, message: 'is missing' }];
    const rows = rowsOf(tree.text(document), letter);
    const named = new Set(rows.map(({ number }) => number));
    const missing = Array.from({ length: last }, (_, i) => letter + String(i + 1).padStart(digits, '0'))
      .filter((number) => !named.has(number))
      .map((number) => ({ file: document, line: 1, message: `${number} has no row` }));
    return [...missing, ...rows.flatMap((row) => kept(tree, document, row)), ...strangers(tree, ledger, named)];
  });
}

function rowsOf(text: string, letter: string): Row[] {
  return text.split('\n').flatMap((content, index) => {
    const cells = content.split('|').map((cell) => cell.trim());
    const number = new RegExp(`^${letter}\\d+`).exec(cells[1] ?? '')?.[0];
    return number === undefined ? [] : [{ number, line: index + 1, cells: cells.slice(2, -1) }];
  });
}

/** The last two cells of a row: where it is kept, and the test. The files must exist and speak of the number. */
function kept(tree: Tree, document: string, { number, line, cells }: Row): Finding[] {
  const finding = (message: string) => ({ file: document, line, message: `${number} ${message}` });
  const [where = '', test = ''] = cells.slice(-2);
  if (where.startsWith('later')) {
    return /^later: \S/.test(where) ? [] : [finding("is 'later' without saying with what: write 'later: theatre'")];
  }
  const sources = pathsIn(where);
  const tests = pathsIn(test);
  return [
    ...(sources.length > 0 ? [] : [finding('names no source file')]),
    ...(tests.length > 0 ? [] : [finding('names no test file')]),
    ...[...sources, ...tests]
      .filter((path) => !tree.paths.includes(path))
      .map((path) => finding(`names ${path}, which is not there`)),
    ...sources.filter(runsAsTest).map((path) => finding(`names the test ${path} as its control`)),
    ...tests.filter((path) => !runsAsTest(path)).map((path) => finding(`names ${path} as a test, which runs as none`)),
    ...sources
      .filter((path) => tree.paths.includes(path) && !speaksOf(spokenOf(tree.text(path), path), number))
      .map((path) => finding(`is not named in a comment of ${path}`)),
    ...tests
      .filter((path) => tree.paths.includes(path) && !speaksOf(tree.text(path), number))
      .map((path) => finding(`is not named in ${path}`)),
  ];
}

/** The protocol's cases run as tests too. */
const runsAsTest = (path: string): boolean => isTest(path) || /^protocols\/[^/]+\/cases\/.+\.yaml$/.test(path);

const pathsIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');

const speaksOf = (text: string, number: string): boolean => new RegExp(`\\b${number}\\b`).test(text);

/** The comments of a file, as one text; of a file that is not TypeScript (SQL, CSS, YAML, HTML), all of it. */
const spokenOf = (text: string, path: string): string =>
  isCode(path)
    ? readSource(text)
        .comments.map((comment) => comment.text)
        .join('\n')
    : text;

/** Numbers that comments and test names use though the document has no row for them. */
function strangers(tree: Tree, { document, letter, digits }: Ledger, named: ReadonlySet<string>): Finding[] {
  const pattern = new RegExp(String.raw`(?<![\w-])${letter}\d{${digits}}(?![\w-])`, 'g');
  return tree.paths
    .filter((path) => isCode(path) && !path.startsWith('scripts/house/'))
    .flatMap((file) => {
      const text = tree.text(file);
      if (text.search(pattern) === -1) return [];
      const { comments, strings, code } = readSource(text);
      const names = strings.filter(({ start }) => /\b(?:test|it|describe)\b[\w.]*\(\s*$/.test(code.slice(0, start)));
      return [...comments, ...names].flatMap((piece) =>
        [...piece.text.matchAll(pattern)]
          .filter(([number]) => !named.has(number))
          .map(([number]) => ({
            file,
            line: lineAt(text, piece.start),
            message: `${number} has no row in ${document}`,
          })),
      );
    });
}
