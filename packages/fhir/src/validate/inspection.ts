import { type Issue, issue } from '../outcome/outcome.ts';

/** Deeper than JSON may be nested, and than any stack is: only a value that was not parsed can be. */
const DEEPEST = 128;

/** A resource that is contained in the one under inspection, and whether something refers to it. */
export interface Contained {
  readonly type: string;
  readonly index: number;
  isUsed: boolean;
}

/**
 * One walk through a resource: where it is, what it found. The path is kept as steps, and written only for a fault,
 * because almost every resource is valid.
 */
export class Inspection {
  readonly issues: Issue[] = [];
  readonly conditionalReferences: boolean;
  /** What the resource at hand contains, by id; undefined outside a resource that can contain others. */
  contained: ReadonlyMap<string, Contained> | undefined;
  /** The contained resource that the walk is in, if it is in one. */
  within: Contained | undefined;
  private readonly maxIssues: number;
  private readonly steps: string[] = [];
  private readonly indexes: number[] = [];
  private depth = 0;
  private hasMore = false;

  constructor(maxIssues: number, conditionalReferences: boolean) {
    this.maxIssues = maxIssues;
    this.conditionalReferences = conditionalReferences;
  }

  /** Steps into a member; `leave` steps out. False when that would be too deep: then nothing was entered. */
  enter(element: string): boolean {
    if (this.depth >= DEEPEST) {
      this.report((path) => issue('CRYO-148', { limit: DEEPEST }, path));
      return false;
    }
    this.steps[this.depth] = element;
    this.indexes[this.depth] = -1;
    this.depth++;
    return true;
  }

  leave(): void {
    this.depth--;
  }

  /** Says which item of the entered member is at hand. */
  atItem(index: number): void {
    this.indexes[this.depth - 1] = index;
  }

  /** Back from the items to the member as a whole. */
  atMember(): void {
    this.indexes[this.depth - 1] = -1;
  }

  get isFull(): boolean {
    return this.hasMore;
  }

  /** Notes a fault at the place at hand, or at `beyond` below it. */
  report(fault: (path: string) => Issue, beyond = ''): void {
    if (this.issues.length < this.maxIssues) this.issues.push(fault(this.path() + beyond));
    else this.hasMore = true;
  }

  /** FHIRPath of the place at hand, such as `Patient.name[0].given[1]`. */
  private path(): string {
    let path = '';
    for (let level = 0; level < this.depth; level++) {
      const index = this.indexes[level] ?? -1;
      path += (level === 0 ? '' : '.') + this.steps[level] + (index < 0 ? '' : `[${index}]`);
    }
    return path;
  }

  /** Everything that was found, with a remark when the limit cut it short. */
  conclusion(): readonly Issue[] {
    return this.hasMore ? [...this.issues, issue('CRYO-149', { count: this.issues.length })] : this.issues;
  }
}

/** A value as it may stand in an issue: short, and well-formed whatever came in. */
export const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return (text.length > 60 ? `${text.slice(0, 60)}…` : text).toWellFormed();
};
