import type { Probe } from '../probe/probe.ts';
import type { Celsius, Millimetres, Seconds } from '../quantity.ts';
import type { Tissue } from '../tissue/tissue.ts';

/** One freeze and the thaw after it. */
export interface FreezeCycle {
  readonly freeze: Seconds;
  readonly thaw: Seconds;
}

/** A freeze that was not like the others: as it was entered, and measured, after it was done. Asks for a probe whose temperature is given. */
export interface ProbeCycle extends FreezeCycle {
  /** Of the probe's surface in this freeze, instead of the probe's own. */
  readonly temperature?: Celsius | undefined;
  /** Measured in this freeze, s since it began: linear between the points. Before the first and after the last the temperature above holds. */
  readonly measured?: readonly { readonly at: Seconds; readonly temperature: Celsius }[] | undefined;
}

/** What the probe does while tissue thaws: nothing, or it is warmed. A probe whose temperature was measured follows that. */
export type Thaw =
  | { readonly kind: 'passive' }
  | { readonly kind: 'warmed'; readonly temperature: Celsius; readonly timeConstant: Seconds };

/** A freeze to be predicted: one probe in one tissue. */
export interface FreezePlan {
  readonly tissue: Tissue;
  /** Of tissue and probe at the start. */
  readonly initial: Celsius;
  readonly probe: Probe;
  readonly cycles: readonly ProbeCycle[];
  readonly thaw: Thaw;
  /** Whether blood stays away from tissue that was frozen once. */
  readonly stasis: boolean;
  /** Isotherms that are measured. */
  readonly isotherms: readonly Celsius[];
  /** Times at which they are measured, beside the end of each freeze and thaw. */
  readonly times: readonly Seconds[];
  readonly grid: {
    /** Size of the cells round the probe. */
    readonly cell: Millimetres;
    /** How far tissue reaches, sideways and beyond the tip. */
    readonly reach: Millimetres;
  };
}
