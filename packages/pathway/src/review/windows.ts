import type { Offset, Protocol, Step } from '../protocol/protocol.ts';
import type { YamlPlace } from '../protocol/yaml-place.ts';

/** Minutes, for comparing spans: a month is taken at its shortest as a beginning and at its longest as an end. */
const MINUTES = { min: 1, h: 60, d: 1440, wk: 7 * 1440 } as const;
const minutes = (span: number, unit: Offset['unit'], month: number) =>
  span * (unit === 'mo' ? month * 1440 : MINUTES[unit]);
const beginning = ({ low, unit }: Offset) => minutes(low, unit, 28);
const ending = ({ high, unit }: Offset) => minutes(high, unit, 31);

/** Notes windows that contradict each other: due before it may start, and visits of one kind that run into each other. */
export function faultWindows(protocol: Protocol, places: ReadonlyMap<string, YamlPlace>): void {
  for (const step of protocol.steps) {
    const { offset, due } = step;
    if (offset && due?.after === offset.after && ending(due) < beginning(offset)) {
      places.get(step.id)?.fault(`"${step.id}" is due before it may start`);
    }
  }
  for (const [step, next] of neighbours(protocol.steps)) {
    if (!step.offset || !next.offset || step.offset.after !== next.offset.after) continue;
    if (beginning(next.offset) === beginning(step.offset)) {
      places
        .get(next.id)
        ?.fault(
          `"${next.id}" and "${step.id}" begin together and share one output: neither can be told from the other`,
        );
    } else if (step.due && step.due.after === next.offset.after && ending(step.due) > beginning(next.offset)) {
      places.get(step.id)?.fault(`"${step.id}" is still due when "${next.id}" begins, and both are the same form`);
    }
  }
  for (const { id, kind, offset } of protocol.windows) {
    if (kind === 'restriction' && offset.high === 0) places.get(id)?.fault(`"${id}" ends when it begins`);
  }
}

/** Steps that share an output, each with the next one in time. */
function neighbours(steps: readonly Step[]): readonly (readonly [Step, Step])[] {
  const outputs = [...new Set(steps.flatMap(({ output }) => output ?? []))];
  return outputs.flatMap((output) => {
    const sharing = steps
      .filter((step) => step.output === output && step.offset)
      .toSorted((a, b) => (a.offset ? beginning(a.offset) : 0) - (b.offset ? beginning(b.offset) : 0));
    return sharing.slice(1).map((next, index) => [sharing[index] as Step, next] as const);
  });
}
