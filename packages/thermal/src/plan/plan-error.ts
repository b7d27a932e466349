/** Why a plan is not run: the field, and words in both languages. A value, not an exception: the caller shows it at the field. */
export interface PlanError {
  /** Path of the field: `probe.cooling.temperature`, `cycles[1].freeze`. */
  readonly field: string;
  readonly text: { readonly en: string; readonly pl: string };
}

/** What was asked for, or why it is not to be had. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: readonly PlanError[] };

/** Collects what is wrong with numbers, each at its field. */
export interface Complaints {
  readonly errors: readonly PlanError[];
  add(field: string, en: string, pl: string): void;
  /** A finite number from `least` to `most`. Says whether it is. */
  within(field: string, value: unknown, least: number, most: number, unit: string): boolean;
}

export function complaints(): Complaints {
  const errors: PlanError[] = [];
  const add = (field: string, en: string, pl: string) => {
    errors.push({ field, text: { en, pl } });
  };
  return {
    errors,
    add,
    within(field, value, least, most, unit) {
      if (typeof value === 'number' && value >= least && value <= most) return true;
      const shown = typeof value === 'number' ? String(value) : JSON.stringify(value);
      const of = unit === '' ? '' : ` ${unit}`;
      add(
        field,
        `must be a number from ${least} to ${most}${of}, and is ${shown}.`,
        `musi być liczbą od ${least} do ${most}${of}, a jest: ${shown}.`,
      );
      return false;
    },
  };
}
