import type { PlannedFreeze } from '../planned-freeze.ts';
import type { Reach } from '../predict/reach.ts';

/** `stop`: not with this plan. `warning`: against a limit of the page or the evidence. `note`: to be known. */
export type AdviceLevel = 'stop' | 'warning' | 'note';
export type AdviceId =
  | 'motor-in-ice'
  | 'pleura-in-ice'
  | 'skin-in-ice'
  | 'skin-close'
  | 'skin-below-target'
  | 'nerve-missed'
  | 'nerve-unsure'
  | 'too-cold'
  | 'too-warm'
  | 'freeze-time'
  | 'thaw-time'
  | 'distances-assumed';

export interface FreezeAdvice {
  readonly id: AdviceId;
  readonly level: AdviceLevel;
}

/** The clinic's limits that a plan is held against (protocols/cryoablation/policy.yaml). */
export interface FreezeLimits {
  /** degC, the page's band: nearer to zero first. */
  readonly temperature: { readonly warmest: number; readonly coldest: number };
  /** min */
  readonly freezeTime: { readonly low: number; readonly high: number };
  /** s */
  readonly thawTime: { readonly low: number; readonly high: number };
  /** mm between ice and skin: never less, and better this much (evidence.md 3, skin). */
  readonly skin: { readonly least: number; readonly target: number };
}

/** evidence.md 3, skin [OK]: a pathway keeps the protocol it began with (I4), and those before 0.3.0 hold no `skinTarget`. */
const SKIN_TARGET_BEFORE = 10;

interface PolicyValue {
  readonly id: string;
  readonly low: number;
  readonly high: number;
}

/** @throws a policy without one of these values is a bug: the protocol's own check asks for them. */
export function freezeLimits(policy: readonly PolicyValue[]): FreezeLimits {
  const of = (id: string): PolicyValue => {
    const found = policy.find((value) => value.id === id);
    if (found === undefined) throw new Error(`The policy has no ${id}`);
    return found;
  };
  const temperature = of('probeTemperature');
  const skin = of('skinDistance').low;
  const target = policy.find(({ id }) => id === 'skinTarget')?.low ?? SKIN_TARGET_BEFORE;
  return {
    temperature: {
      warmest: Math.max(temperature.low, temperature.high),
      coldest: Math.min(temperature.low, temperature.high),
    },
    freezeTime: of('freezeTime'),
    thawTime: of('thawTime'),
    skin: { least: skin, target: Math.max(skin, target) },
  };
}

/**
 * What speaks against a plan, worst first. It advises and opens nothing: the physician decides (I9). Ice is taken as far as its band reaches, the
 * -20 degC isotherm no farther than its band's near end; a gap or a cover that is not known counts as the bad one (I2).
 */
export function adviseFreeze(
  planned: PlannedFreeze,
  limits: FreezeLimits,
  reaches: readonly Reach[],
): readonly FreezeAdvice[] {
  const found: FreezeAdvice[] = [];
  const add = (level: AdviceLevel, id: AdviceId) => found.push({ id, level });
  for (const reach of reaches) {
    switch (reach.structure) {
      case 'motor':
        if (isIced(reach)) add('stop', 'motor-in-ice');
        break;
      case 'pleura':
        if (isIced(reach)) add('stop', 'pleura-in-ice');
        break;
      case 'skin': {
        const gap = reach.extreme?.low;
        if (isIced(reach)) add('stop', 'skin-in-ice');
        else if (gap !== undefined && gap < limits.skin.least) add('stop', 'skin-close');
        else if (gap !== undefined && gap < limits.skin.target) add('warning', 'skin-below-target');
        break;
      }
      case 'nerve':
        if (!(reach.extreme !== undefined && reach.extreme.value > 0)) add('warning', 'nerve-missed');
        else if (!(reach.extreme.low > 0)) add('warning', 'nerve-unsure');
        break;
      case 'bone':
        break;
      default:
        reach.structure satisfies never;
    }
  }
  if (!(planned.temperature >= limits.temperature.coldest)) add('warning', 'too-cold');
  if (!(planned.temperature <= limits.temperature.warmest)) add('warning', 'too-warm');
  const minutes = planned.freeze / 60;
  if (!(minutes >= limits.freezeTime.low && minutes <= limits.freezeTime.high)) add('note', 'freeze-time');
  if (!(planned.thaw >= limits.thawTime.low && planned.thaw <= limits.thawTime.high)) add('note', 'thaw-time');
  if (Object.values(planned.distances).some(({ origin }) => origin === 'assumed')) add('note', 'distances-assumed');
  const order: readonly AdviceLevel[] = ['stop', 'warning', 'note'];
  return found.toSorted((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
}

/** No ice anywhere leaves everything warm; a number that is none counts as iced. */
const isIced = ({ extreme }: Reach): boolean => extreme !== undefined && !(extreme.low > 0);
