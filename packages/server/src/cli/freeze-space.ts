import {
  type Celsius,
  type FreezePlan,
  type Millimetres,
  millimetres,
  type PlanError,
  startVoxels,
  TISSUES,
  type VoxelPlan,
  type VoxelRun,
} from '@cryopath/thermal';
import { systemClock } from '../system-clock.ts';
import { type Command, EXIT, type Options, type Surroundings } from './command.ts';
import { withHands } from './freeze-hands.ts';
import { planFromWords } from './freeze-plan-words.ts';
import { progress } from './progress.ts';

const FAR = { kind: 'far' } as const;

export const freezeSpace: Command = {
  name: 'freeze space',
  summary: 'Predicts the same in space, through layers of several tissues.',
  usage: '[--layers skin:2,fat:6,muscle] [--threads <count>] [--json] …',
  details: [
    'A cube of voxels with the probe in its middle, coming from the skin; its sides stay as they were at the start. docs/thermal.md says how right and how fast it is.',
    'A prediction is illustrative: it knows neither this patient’s tissue nor this device. The physician decides.',
  ],
  options: {
    layers: {
      type: 'string',
      describe: `From the skin inwards, each with its thickness in mm, the last without. Of ${Object.keys(TISSUES).join(', ')}. Default soft-tissue.`,
    },
    voxel: { type: 'string', describe: 'Size of a voxel, mm. Default 0.4.' },
    voxels: { type: 'string', describe: 'How many along each side of the cube. Default 64.' },
    threads: { type: 'string', describe: 'How many compute, 1 to 64. The answer is the same to the bit. Default 1.' },
    radius: { type: 'string', describe: 'Of the probe, mm. Default 0.85.' },
    active: { type: 'string', describe: 'Length that cools, from the tip, mm. Default 10.' },
    temperature: { type: 'string', describe: 'Of the cooled surface, degC. Default -70.' },
    'time-constant': { type: 'string', describe: 'With which it gets there, s. Default 5.' },
    cycles: { type: 'string', describe: 'How many freezes, each with a thaw after it. Default 2.' },
    freeze: { type: 'string', describe: 'Length of a freeze, s. Default 120.' },
    thaw: { type: 'string', describe: 'Length of a thaw, s. Default 45.' },
    stasis: { type: 'boolean', describe: 'Blood stays away from what was frozen once.' },
    initial: { type: 'string', describe: 'Temperature at the start, degC. Default 37.' },
    isotherms: { type: 'string', describe: 'Whose volumes are told, degC. Default -1,-8,-20,-40.' },
    json: { type: 'boolean', describe: 'One JSON object.' },
  },
  words: { least: 0, most: 0 },
  readsSettings: false,
  async run(_words, options, surroundings) {
    const read = planFromWords(options);
    if ('errors' in read) return complain(read.errors, surroundings);
    const space = spaceFrom(read.plan, options);
    if ('errors' in space) return complain(space.errors, surroundings);
    const threads = Number(options.threads ?? 1);
    if (!Number.isInteger(threads) || threads < 1 || threads > 64)
      return complain(
        [complaint('threads', 'must be a whole number from 1 to 64.', 'musi być liczbą całkowitą od 1 do 64.')],
        surroundings,
      );
    return withHands(threads - 1, (hands) => {
      const started = startVoxels(space.plan, { hands });
      if (!started.ok) return complain(started.errors, surroundings);
      const run = started.value;
      const shown = progress(systemClock, surroundings);
      const began = systemClock.monotonic();
      const moments: Moment[] = [];
      let stages = 0;
      for (const end of endsOf(read.plan)) {
        while (run.at < end.at) {
          stages += run.step(end.at);
          shown.at(`${Math.floor((100 * run.at) / run.end)} % of ${run.end} s`);
        }
        moments.push(momentOf(run, end, read.plan.isotherms));
      }
      run.release();
      const took = (systemClock.monotonic() - began) / 1000;
      shown.done(`${space.plan.voxels[0] ** 3} voxels, ${stages} stages in ${took.toFixed(2)} s, ${threads} threads.`);
      surroundings.out(options.json === true ? `${JSON.stringify({ moments }, null, 2)}\n` : textOf(moments));
      return EXIT.done;
    });
  },
};

/** Names carry their units, as those of `cryopath freeze` do. */
interface Moment {
  readonly at_s: number;
  readonly cycle: number;
  readonly phase: 'freeze' | 'thaw';
  /** By the fraction that is ice; voxel by voxel what is as cold as an isotherm. */
  readonly ice_mm3: number;
  readonly isotherms: readonly { readonly temperature_degC: number; readonly volume_mm3: number }[];
}

type End = Pick<Moment, 'cycle' | 'phase'> & { readonly at: VoxelRun['at'] };

function endsOf({ cycles }: FreezePlan): readonly End[] {
  let at = 0;
  return cycles.flatMap(({ freeze, thaw }, index) =>
    (
      [
        ['freeze', freeze],
        ['thaw', thaw],
      ] as const
    ).map(([phase, length]) => {
      at += length;
      return { cycle: index + 1, phase, at: at as VoxelRun['at'] };
    }),
  );
}

const momentOf = (run: VoxelRun, { at, cycle, phase }: End, isotherms: readonly Celsius[]): Moment => ({
  at_s: at,
  cycle,
  phase,
  ice_mm3: run.frozen(),
  isotherms: isotherms.map((temperature) => ({ temperature_degC: temperature, volume_mm3: run.volume(temperature) })),
});

function spaceFrom(
  { probe, tissue, initial, cycles, stasis }: FreezePlan,
  options: Options,
): { readonly plan: VoxelPlan } | { readonly errors: readonly PlanError[] } {
  const spacing = Number(options.voxel ?? 0.4);
  const count = Number(options.voxels ?? 64);
  const layers = layersFrom(options.layers);
  if (layers === undefined) {
    const names = Object.keys(TISSUES).join(', ');
    return {
      errors: [
        complaint(
          'layers',
          `must be like skin:2,fat:6,muscle, of ${names}.`,
          `musi być jak skin:2,fat:6,muscle, z: ${names}.`,
        ),
      ],
    };
  }
  const side = count * spacing;
  const middle = millimetres(side / 2);
  const { radius, activeLength, cooling } = probe;
  if (cooling.kind !== 'temperature') throw new Error('words make probes of a given temperature alone');
  return {
    plan: {
      voxels: [count, count, count],
      spacing: millimetres(spacing),
      tissues: layers.length === 0 ? [tissue] : layers.map(({ name }) => TISSUES[name]),
      // The skin is where z is greatest: the probe comes from there.
      tissueAt: (_x, _y, z) =>
        Math.max(
          0,
          layers.findIndex(({ until }) => side - z < until),
        ),
      initial,
      probes: [
        {
          tip: [middle, middle, millimetres(side / 2 - activeLength / 2)],
          direction: [0, 0, -1],
          radius,
          activeLength,
          temperature: cooling.temperature,
          timeConstant: cooling.timeConstant,
        },
      ],
      cycles,
      stasis,
      sides: [FAR, FAR, FAR, FAR, FAR, FAR],
    },
  };
}

interface Layer {
  readonly name: keyof typeof TISSUES;
  /** Depth at which it ends, mm. */
  readonly until: Millimetres;
}

/** `skin:2,fat:6,muscle`. @returns undefined where it cannot be read */
function layersFrom(text: Options[string]): readonly Layer[] | undefined {
  if (typeof text !== 'string') return [];
  const parts = text.split(',');
  const layers: Layer[] = [];
  let depth = 0;
  for (const [index, part] of parts.entries()) {
    const [, name = '', thickness] = /^([a-z-]+)(?::(\d+(?:\.\d+)?))?$/.exec(part.trim()) ?? [];
    const isLast = index + 1 === parts.length;
    if (!(name in TISSUES) || isLast !== (thickness === undefined)) return undefined;
    depth += Number(thickness ?? Number.POSITIVE_INFINITY);
    layers.push({ name: name as keyof typeof TISSUES, until: millimetres(depth) });
  }
  return layers;
}

const complaint = (option: string, en: string, pl: string): PlanError => ({ field: `--${option}`, text: { en, pl } });

function complain(errors: readonly PlanError[], { error }: Surroundings) {
  for (const { field, text } of errors) error(`${field} ${text.en}\n`);
  error('See: cryopath freeze space --help\n');
  return EXIT.usage;
}

const textOf = (moments: readonly Moment[]): string =>
  [
    '   time             isotherm     volume        ice',
    '      s                 degC        mm3        mm3',
    ...moments.flatMap(({ at_s: at, cycle, phase, ice_mm3: ice, isotherms }) =>
      isotherms.map(({ temperature_degC: temperature, volume_mm3: volume }, index) =>
        [
          (index === 0 ? `${at.toFixed(0).padStart(7)} ${phase} ${cycle}` : '').padEnd(17),
          temperature.toFixed(0).padStart(11),
          volume.toFixed(0).padStart(11),
          index === 0 ? ice.toFixed(0).padStart(11) : '',
        ]
          .join('')
          .trimEnd(),
      ),
    ),
    '',
    'Illustrative: it knows neither this patient’s tissue nor this device. The physician decides.',
    '',
  ].join('\n');
