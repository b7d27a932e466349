import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, visit } from 'yaml';
import type { ProtocolFiles } from '../../src/protocol/compile.ts';

/** One damage to one file of a protocol. */
export interface Mutant {
  readonly file: string;
  readonly line: number;
  /** What was done, as a reader of the list understands it. */
  readonly damage: string;
  readonly files: ProtocolFiles;
}

/** A change of a file's text, not made yet. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly by: string;
  readonly damage: string;
}

/** Numbers from 0 to 1, the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Words of expressions that are taken for one another. */
const SWAPS: readonly (readonly [RegExp, string])[] = [
  [/ and /, ' or '],
  [/ or /, ' and '],
  [/ >= /, ' > '],
  [/ >= /, ' <= '],
  [/ > /, ' >= '],
  [/ < /, ' <= '],
  [/ <= /, ' < '],
  [/ <= /, ' >= '],
  [/ = /, ' != '],
  [/ != /, ' = '],
  [/ contains /, ' in '],
  [/\.exists\(\)/, '.empty()'],
  [/\.empty\(\)/, '.exists()'],
  [/\.not\(\)/, ''],
  [/true/, 'false'],
  [/false/, 'true'],
  [/'([\w-]+)'/, "'$1x'"],
  [/\.([a-z]\w+)(?= |$|\))/, '.$1x'],
  [/subsetOf/, 'supersetOf'],
];

/** Words of the plan that are one of a few. */
const SIBLINGS: readonly (readonly string[])[] = [
  ['must', 'must-unless-documented', 'could'],
  ['emergency', 'same-day'],
  ['restriction', 'reaction', 'step', 'red-flag'],
  ['doctor', 'nurse', 'patient', 'lead'],
  ['start', 'stop', 'applicability'],
  ['single', 'dual'],
  ['left', 'right', 'both'],
  ['min', 'h', 'd', 'wk', 'mo'],
  ['boolean', 'integer', 'string', 'choice', 'text'],
  ['answers', 'block-relief'],
  ['draft', 'active'],
];

/**
 * A damage of a protocol: a file, then a place in it, then what is done to that place, each drawn by chance. The cases are what finds damage, so
 * none of theirs is done.
 */
export function mutant(files: ProtocolFiles, random: () => number): Mutant {
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value;
  const names = Object.keys(files).filter((name) => !name.startsWith('cases/'));
  // The plan, triage and the library carry the rules: half of all damage is theirs.
  const rules = names.filter((name) => /^(?:plan|triage|library|policy|targets)\.yaml$/.test(name));
  for (;;) {
    const file = pick(random() < 0.6 ? rules : names);
    const text = files[file] ?? '';
    const edit = random() < 0.02 ? wholeFile(text, pick) : pick(editsOf(text));
    const damaged = edit && text.slice(0, edit.from) + edit.by + text.slice(edit.to);
    if (edit === undefined || damaged === text) continue;
    const line = text.slice(0, edit.from).split('\n').length;
    return { file, line, damage: edit.damage, files: { ...files, [file]: damaged ?? '' } };
  }
}

function wholeFile(text: string, pick: <Value>(values: readonly Value[]) => Value): Edit {
  const half = Math.floor(text.length / 2);
  return pick<Edit>([
    { from: 0, to: text.length, by: '', damage: 'the file is empty' },
    { from: half, to: text.length, by: '', damage: 'the second half of the file is missing' },
    { from: half, to: half, by: '\u0000', damage: 'a control character in the middle' },
  ]);
}

const known = new Map<string, readonly Edit[]>();

/** Every damage that can be done to a file, in order. */
function editsOf(text: string): readonly Edit[] {
  const before = known.get(text);
  if (before) return before;
  const edits: Edit[] = [];
  const document = parseDocument(text, { lineCounter: new LineCounter() });
  visit(document, {
    Pair: (_, pair) => {
      edits.push(...editsOfPair(pair, text));
    },
    Seq: (_, list) => {
      for (const item of list.items) {
        const range = (item as Node).range;
        if (range && list.flow)
          edits.push(without(text, range[0], range[1], `"${shown(text, range)}" left out of its list`));
        else if (range)
          edits.push(withoutLines(text, range[0], range[1], `"${shown(text, range)}" left out of its list`));
      }
    },
  });
  known.set(text, edits);
  return edits;
}

function editsOfPair(pair: Pair, text: string): readonly Edit[] {
  const { key, value } = pair;
  const keyRange = isScalar(key) ? key.range : undefined;
  const edits: Edit[] = [];
  if (keyRange) {
    edits.push({ from: keyRange[1], to: keyRange[1], by: 'x', damage: `the key "${shown(text, keyRange)}" misspelt` });
    const end = (value as Node | null)?.range?.[1] ?? keyRange[1];
    const isFlow =
      !text.slice(text.lastIndexOf('\n', keyRange[0]) + 1, keyRange[0]).match(/^[\s-]*$/) ||
      text[keyRange[0] - 1] === '{';
    const damage = `"${shown(text, keyRange)}" left out`;
    edits.push(isFlow ? without(text, keyRange[0], end, damage) : withoutLines(text, keyRange[0], end, damage));
  }
  if (!isScalar(value) || isPair(value) || isMap(value) || isSeq(value) || !value.range) return edits;
  const [from, to] = value.range;
  const raw = text.slice(from, to);
  const named = keyRange ? `${shown(text, keyRange)}: ` : '';
  const replace = (by: string, damage: string) => edits.push({ from, to, by, damage: `${named}${damage}` });
  if (typeof value.value === 'number') {
    for (const by of [value.value + 1, value.value - 1, value.value * 2, -value.value]) {
      if (by !== value.value) replace(String(by), `${raw} becomes ${by}`);
    }
  }
  if (typeof value.value === 'boolean') replace(String(!value.value), `${raw} becomes ${!value.value}`);
  if (typeof value.value === 'string') {
    if (raw.includes('%')) {
      for (const [found, by] of SWAPS) {
        for (const at of raw.matchAll(new RegExp(found, 'g'))) {
          const changed = raw.slice(0, at.index) + at[0].replace(found, by) + raw.slice(at.index + at[0].length);
          if (changed !== raw)
            replace(changed, `in ${raw}, "${at[0].trim()}" becomes "${at[0].replace(found, by).trim()}"`);
        }
      }
      const quoted = /^'|^"/.test(raw) ? 1 : 0;
      const cut = raw.lastIndexOf(' and ');
      if (cut > 0) replace(raw.slice(0, cut) + raw.slice(raw.length - quoted), `in ${raw}, the last "and" is cut`);
    } else {
      for (const siblings of SIBLINGS) {
        for (const by of siblings.includes(raw) ? siblings : []) if (by !== raw) replace(by, `${raw} becomes ${by}`);
      }
      if (/^[\w-]+$/.test(raw)) replace(`${raw}x`, `${raw} becomes ${raw}x`);
      else {
        replace("''", `"${raw.slice(0, 60)}" becomes empty`);
        for (const [placeholder] of raw.matchAll(/\{[\w.]+/g)) {
          replace(
            raw.replace(placeholder, `${placeholder}x`),
            `${placeholder}} names nothing in "${raw.slice(0, 60)}"`,
          );
        }
      }
    }
  }
  return edits;
}

const shown = (text: string, [from, to]: readonly [number, number, number]) =>
  text.slice(from, to).replaceAll(/\s+/g, ' ').slice(0, 80);

/** Without a part of a list or map in one line, and its comma. */
function without(text: string, from: number, to: number, damage: string): Edit {
  const after = /^\s*,\s*/.exec(text.slice(to))?.[0].length;
  if (after !== undefined) return { from, to: to + after, by: '', damage };
  const before = /,\s*$/.exec(text.slice(0, from))?.[0].length ?? 0;
  return { from: from - before, to, by: '', damage };
}

/** Without the lines that a part stands on; a list's dash with it. */
function withoutLines(text: string, from: number, to: number, damage: string): Edit {
  const begins = text.lastIndexOf('\n', from - 1) + 1;
  const isFirstOfItem = /^\s*-\s+$/.test(text.slice(begins, from));
  const ends = text.indexOf('\n', Math.max(from, to - 1));
  // The first key of a list's item shares its line with the dash, which stays.
  const start = isFirstOfItem && !text.slice(from, to).startsWith('{') && damage.endsWith('left out') ? from : begins;
  return { from: start, to: ends < 0 ? text.length : ends + 1, by: start === from ? '\n' : '', damage };
}
