import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { Fault } from './fault.ts';

/** Where faults of all files of a protocol are gathered: one check tells everything that is wrong, not the first thing. */
export type Faults = Fault[];

interface File {
  readonly name: string;
  readonly lines: LineCounter;
  readonly faults: Faults;
}

/**
 * A place in a YAML file that knows its line. Reading what is not there, or is of another kind, notes a fault and goes on with an
 * empty value, so a reader needs no branches; a caller looks at the faults before it uses what was read.
 */
export class YamlPlace {
  readonly #file: File;
  readonly #node: Node | undefined;
  readonly #line: number;

  private constructor(file: File, node: Node | undefined, line: number) {
    this.#file = file;
    this.#node = node;
    this.#line = line;
  }

  /** Parses a file. Aliases and merge keys are refused: a reader of a protocol sees every value where it stands. */
  static read(name: string, text: string, faults: Faults): YamlPlace {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, merge: false });
    for (const error of document.errors) {
      faults.push({ file: name, line: lines.linePos(error.pos[0]).line, message: error.message.split('\n')[0] ?? '' });
    }
    visit(document, {
      Node: (_, node) => {
        if (!isAlias(node) && !('anchor' in node && node.anchor)) return;
        const line = node.range ? lines.linePos(node.range[0]).line : 1;
        faults.push({ file: name, line, message: 'Anchors and aliases are not used here' });
      },
    });
    return new YamlPlace({ name, lines, faults }, (document.contents as Node | null) ?? undefined, 1);
  }

  get line(): number {
    return this.#line;
  }

  fault(message: string): void {
    this.#file.faults.push({ file: this.#file.name, line: this.#line, message });
  }

  get isText(): boolean {
    return isScalar(this.#node) && typeof this.#node.value === 'string';
  }

  get isMap(): boolean {
    return isMap(this.#node);
  }

  /** @returns the place under a key; one that is missing reads as empty and says so when it is read. */
  at(key: string): YamlPlace {
    return this.optional(key) ?? this.#missing(key);
  }

  optional(key: string): YamlPlace | undefined {
    const pair = isMap(this.#node)
      ? this.#node.items.find((each) => isScalar(each.key) && each.key.value === key)
      : undefined;
    const value = pair?.value as Node | null | undefined;
    return value ? this.#step(value) : undefined;
  }

  /** @returns the keys with their places, in the order in which they were written. */
  entries(): [string, YamlPlace][] {
    if (!isMap(this.#node)) {
      this.fault('Expected keys with values');
      return [];
    }
    return this.#node.items.flatMap(({ key, value }): [string, YamlPlace][] => {
      if (!isScalar(key)) return [];
      // In `{ a: one, two }` the comma ends the value and "two" becomes a key: half a sentence would be lost without a word.
      if (!value || (isScalar(value) && value.value === null)) {
        this.#step(key).fault(`"${key.value}" has no value; a text with a comma needs quotes here`);
        return [];
      }
      return [[String(key.value), this.#step(value as Node)]];
    });
  }

  items(): YamlPlace[] {
    if (isSeq(this.#node)) return this.#node.items.map((item) => this.#step(item as Node));
    this.fault('Expected a list');
    return [];
  }

  text(): string {
    if (isScalar(this.#node) && typeof this.#node.value === 'string') {
      if (this.#node.value.trim() === '') this.fault('An empty text');
      return this.#node.value;
    }
    this.fault('Expected a text');
    return '';
  }

  number(): number {
    if (isScalar(this.#node) && typeof this.#node.value === 'number') return this.#node.value;
    this.fault('Expected a number');
    return Number.NaN;
  }

  /** True or false, written as such: a "yes" in YAML is a text. */
  truth(): boolean {
    if (isScalar(this.#node) && typeof this.#node.value === 'boolean') return this.#node.value;
    this.fault('Expected true or false');
    return false;
  }

  /** The text, if it is one of those that are allowed here; the first of them, with a fault, if not. */
  oneOf<const Choice extends string>(...choices: readonly [Choice, ...Choice[]]): Choice {
    const text = this.text();
    const found = choices.find((choice) => choice === text);
    if (found === undefined) this.fault(`Expected one of ${choices.join(', ')}, not "${text}"`);
    return found ?? choices[0];
  }

  /** Faults every key but these: a misspelt key would otherwise be a rule that never holds. */
  only(...keys: string[]): void {
    if (!isMap(this.#node)) this.fault('Expected keys with values');
    for (const { key } of isMap(this.#node) ? this.#node.items : []) {
      if (isScalar(key) && !keys.includes(String(key.value))) this.#step(key).fault(`Unknown key "${key.value}"`);
    }
  }

  /** The plain value, for what has no rules of ours. */
  plain(): unknown {
    return this.#node?.toJSON() ?? undefined;
  }

  #step(node: Node): YamlPlace {
    const line = node.range ? this.#file.lines.linePos(node.range[0]).line : this.#line;
    return new YamlPlace(this.#file, node, line);
  }

  #missing(key: string): YamlPlace {
    this.fault(`Missing "${key}"`);
    return new YamlPlace({ ...this.#file, faults: [] }, undefined, this.#line);
  }
}
