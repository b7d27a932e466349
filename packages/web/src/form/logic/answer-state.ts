/** One answer as FHIR writes it, `{ valueInteger: 4 }`; or `{ draft }`, what is typed and is no answer yet. */
export type AnswerValue = Readonly<Record<string, unknown>>;

/**
 * What was answered so far, by path. A path is the linkId, behind the path of the repeating group that it stands in: `cycle[1]/freeze`.
 * The number of a repeating group's occurrences stands under the group's own path. Plain JSON: it is kept on the device as it is.
 */
export interface AnswerState {
  readonly answers: Readonly<Record<string, readonly AnswerValue[]>>;
  readonly occurrences: Readonly<Record<string, number>>;
}

export const NO_ANSWERS: AnswerState = { answers: {}, occurrences: {} };

export const pathOf = (scope: string, linkId: string): string => (scope === '' ? linkId : `${scope}/${linkId}`);
export const occurrenceScope = (path: string, index: number): string => `${path}[${index}]`;

/** The answers to one question replaced. None of them removes it: FHIR has no empty lists. */
export function answered(state: AnswerState, path: string, values: readonly AnswerValue[]): AnswerState {
  const { [path]: _, ...others } = state.answers;
  return { ...state, answers: values.length === 0 ? others : { ...others, [path]: values } };
}

/** One occurrence more of a repeating group. */
export const withOccurrence = (state: AnswerState, path: string): AnswerState => ({
  ...state,
  occurrences: { ...state.occurrences, [path]: (state.occurrences[path] ?? 1) + 1 },
});

/** One occurrence of a repeating group taken out with its answers; those behind it move up. */
export function withoutOccurrence(state: AnswerState, path: string, index: number): AnswerState {
  const moved = <Value>(entries: Readonly<Record<string, Value>>) =>
    Object.fromEntries(
      Object.entries(entries).flatMap(([key, value]) => {
        const [, number, rest] = key.startsWith(`${path}[`)
          ? (/^\[(\d+)\](.*)$/.exec(key.slice(path.length)) ?? [])
          : [];
        if (number === undefined) return [[key, value] as const];
        const at = Number(number);
        if (at === index) return [];
        return [[at > index ? `${path}[${at - 1}]${rest}` : key, value] as const];
      }),
    );
  return {
    answers: moved(state.answers),
    occurrences: { ...moved(state.occurrences), [path]: Math.max(1, (state.occurrences[path] ?? 1) - 1) },
  };
}
