import { writeFile } from 'node:fs/promises';
import {
  banding,
  type FreezeMoment,
  type FreezePlan,
  type FreezePrediction,
  freezing,
  type IsothermBand,
  vtkOf,
} from '@cryopath/thermal';
import { systemClock } from '../system-clock.ts';
import { type Command, EXIT, type Options, type Surroundings } from './command.ts';
import { planFromWords } from './freeze-plan-words.ts';
import { progress } from './progress.ts';

export const freeze: Command = {
  name: 'freeze',
  summary: 'Predicts how far the cold of a probe reaches, over time.',
  usage: '[--temperature <degC>] [--freeze <s>] [--json] …',
  details: [
    'Bioheat with phase change round one probe, axisymmetric; docs/thermal.md has the equations, and cryopath freeze verify checks them against exact solutions.',
    'A prediction is illustrative: it knows neither this patient’s tissue nor this device. The physician decides.',
  ],
  options: {
    radius: { type: 'string', describe: 'Of the probe, mm. Default 0.85.' },
    active: { type: 'string', describe: 'Length that cools, from the tip, mm. Default 10.' },
    temperature: { type: 'string', describe: 'Of the cooled surface, degC. Default -70.' },
    'time-constant': { type: 'string', describe: 'With which it gets there, s. Default 5.' },
    contact: { type: 'string', describe: 'Resistance between probe and tissue, m2K/W. Default 0.' },
    shaft: {
      type: 'string',
      describe: 'insulated (default), heated:<degC>, or conducting:<W m/K>:<J/(m K)>: k A and rho c A of its metal.',
    },
    cycles: { type: 'string', describe: 'How many freezes, each with a thaw after it. Default 2.' },
    freeze: { type: 'string', describe: 'Length of a freeze, s. Default 120.' },
    thaw: { type: 'string', describe: 'Length of a thaw, s. Default 45.' },
    tissue: { type: 'string', describe: 'soft-tissue (default), muscle, fat, bone, fluid, skin, gel.' },
    perfusion: { type: 'string', describe: 'Instead of the tissue’s, 1/s.' },
    stasis: { type: 'boolean', describe: 'Blood stays away from what was frozen once.' },
    initial: { type: 'string', describe: 'Temperature at the start, degC. Default 37.' },
    isotherms: { type: 'string', describe: 'Which are measured, degC. Default -1,-8,-20,-40.' },
    at: { type: 'string', describe: 'Times at which they are, s, beside the end of each freeze and thaw.' },
    cell: { type: 'string', describe: 'Size of the cells round the probe, mm. Default 0.2.' },
    reach: { type: 'string', describe: 'How far the tissue reaches, mm. Default 30.' },
    samples: {
      type: 'string',
      describe: 'How often to draw tissue, contact and temperature for the band of uncertainty. Default 0: none.',
    },
    seed: { type: 'string', describe: 'Of the draws: the same gives the same. Default 1.' },
    json: { type: 'boolean', describe: 'One JSON object.' },
    vtk: { type: 'string', describe: 'A file for the field at the end, VTK legacy format.' },
  },
  words: { least: 0, most: 0 },
  readsSettings: false,
  async run(_words, options, surroundings) {
    const read = planFromWords(options);
    if ('errors' in read) return complain(read.errors, surroundings);
    const shown = progress(systemClock, surroundings);
    const started = systemClock.monotonic();
    const steps = freezing(read.plan);
    let step = steps.next();
    while (step.done !== true) {
      shown.at(`${Math.floor(step.value * 100)} % of ${endOf(read.plan)} s`);
      step = steps.next();
    }
    if (!step.value.ok) return complain(step.value.errors, surroundings);
    const prediction = step.value.value;
    const took = (systemClock.monotonic() - started) / 1000;
    const band = bandOf(read.plan, options, (part) => shown.at(`${Math.floor(part * 100)} % of the samples`));
    if ('errors' in band) return complain(band.errors, surroundings);
    const { cells, steps: count, stages } = prediction.cost;
    shown.done(`${cells} cells, ${count} steps, ${stages} stages in ${took.toFixed(2)} s.`);
    surroundings.out(options.json === true ? jsonOf(read.plan, prediction, band) : textOf(read.plan, prediction, band));
    if (typeof options.vtk === 'string') {
      try {
        await writeFile(options.vtk, vtkOf(prediction.run.kernel));
      } catch (error) {
        surroundings.error(`${options.vtk} cannot be written: ${(error as Error).message}\n`);
        return EXIT.failed;
      }
    }
    return EXIT.done;
  },
};

function complain(
  errors: readonly { readonly field: string; readonly text: { readonly en: string } }[],
  { error }: Surroundings,
) {
  for (const { field, text } of errors) error(`${field} ${text.en}\n`);
  error('See: cryopath freeze --help\n');
  return EXIT.usage;
}

type Complaint = Parameters<typeof complain>[0];

/** The band that was asked for; empty when none was. */
function bandOf(
  plan: FreezePlan,
  { samples, seed }: Options,
  progressed: (part: number) => void,
): readonly IsothermBand[] | { readonly errors: Complaint } {
  if (samples === undefined || samples === '0') return [];
  const steps = banding(plan, { samples: Number(samples), seed: Number(seed ?? 1) });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value.ok ? step.value.value : { errors: step.value.errors };
    progressed(step.value);
  }
}

const endOf = ({ cycles }: FreezePlan): number => cycles.reduce((sum, cycle) => sum + cycle.freeze + cycle.thaw, 0);

/** Names carry their units, so that a script cannot mistake one. */
function jsonOf(plan: FreezePlan, { moments, balance, cost }: FreezePrediction, band: readonly IsothermBand[]): string {
  const answer = {
    plan,
    moments: moments.map(({ at, cycle, phase, isEnd, power, tip, isotherms }) => ({
      at_s: at,
      cycle,
      phase,
      isEnd,
      power_W: power,
      tip_degC: tip,
      isotherms: isotherms.map(({ temperature, radius, length, beyondTip, volume }) => ({
        ...bandJson(band, at, temperature),
        temperature_degC: temperature,
        radius_mm: radius,
        length_mm: length,
        beyondTip_mm: beyondTip,
        volume_mm3: volume,
      })),
    })),
    energy: {
      lost_J: balance.lost,
      intoProbe_J: balance.intoProbe,
      fromBlood_J: balance.fromBlood,
      relativeError: balance.relativeError,
    },
    cost,
  };
  return `${JSON.stringify(answer, null, 2)}\n`;
}

const found = (band: readonly IsothermBand[], at: number, temperature: number): IsothermBand | undefined =>
  band.find((one) => one.at === at && one.temperature === temperature);

function bandJson(band: readonly IsothermBand[], at: number, temperature: number): object {
  const own = found(band, at, temperature);
  if (own === undefined) return {};
  const { radius, beyondTip } = own;
  return { radius_mm_90: [radius.low, radius.high], beyondTip_mm_90: [beyondTip.low, beyondTip.high] };
}

function textOf(
  { tissue, probe }: FreezePlan,
  { moments, balance }: FreezePrediction,
  band: readonly IsothermBand[],
): string {
  return [
    `Probe ${2 * probe.radius} mm across, ${probe.activeLength} mm active, in ${tissue.name}.`,
    '',
    `   time             isotherm   radius   length  beyond tip     volume   power${band.length > 0 ? '   radius, 9 of 10 samples' : ''}`,
    '      s                 degC       mm       mm          mm        mm3       W',
    ...moments.flatMap((moment) => linesOf(moment, band)),
    '',
    `Energy: ${balance.lost.toFixed(1)} J left the tissue, ${balance.intoProbe.toFixed(1)} J into the probe, ${balance.fromBlood.toFixed(1)} J came with the blood; the books differ by ${balance.relativeError.toExponential(1)}.`,
    'Illustrative: it knows neither this patient’s tissue nor this device. The physician decides.',
    '',
  ].join('\n');
}

function linesOf({ at, cycle, phase, isEnd, power, isotherms }: FreezeMoment, band: readonly IsothermBand[]): string[] {
  return isotherms.map(({ temperature, radius, length, beyondTip, volume }, index) => {
    const when = index === 0 ? `${at.toFixed(0).padStart(7)} ${isEnd ? `${phase} ${cycle}` : ''}` : '';
    const own = found(band, at, temperature);
    const drawn = index === 0 ? power.toFixed(2) : '';
    return [
      when.padEnd(17),
      temperature.toFixed(0).padStart(11),
      radius.toFixed(2).padStart(9),
      length.toFixed(2).padStart(9),
      beyondTip.toFixed(2).padStart(12),
      volume.toFixed(0).padStart(11),
      drawn.padStart(8),
      own === undefined ? '' : `   ${own.radius.low.toFixed(2)} to ${own.radius.high.toFixed(2)}`,
    ]
      .join('')
      .trimEnd();
  });
}
