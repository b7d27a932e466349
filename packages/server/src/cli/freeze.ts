import { writeFile } from 'node:fs/promises';
import { type FreezeMoment, type FreezePlan, type FreezePrediction, freezing, vtkOf } from '@cryopath/thermal';
import { systemClock } from '../system-clock.ts';
import { type Command, EXIT, type Surroundings } from './command.ts';
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
    const { cells, steps: count, stages } = prediction.cost;
    shown.done(`${cells} cells, ${count} steps, ${stages} stages in ${took.toFixed(2)} s.`);
    surroundings.out(options.json === true ? jsonOf(read.plan, prediction) : textOf(read.plan, prediction));
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

const endOf = ({ cycles }: FreezePlan): number => cycles.reduce((sum, cycle) => sum + cycle.freeze + cycle.thaw, 0);

/** Names carry their units, so that a script cannot mistake one. */
function jsonOf(plan: FreezePlan, { moments, balance, cost }: FreezePrediction): string {
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

function textOf({ tissue, probe }: FreezePlan, { moments, balance }: FreezePrediction): string {
  return [
    `Probe ${2 * probe.radius} mm across, ${probe.activeLength} mm active, in ${tissue.name}.`,
    '',
    '   time             isotherm   radius   length  beyond tip     volume   power',
    '      s                 degC       mm       mm          mm        mm3       W',
    ...moments.flatMap(linesOf),
    '',
    `Energy: ${balance.lost.toFixed(1)} J left the tissue, ${balance.intoProbe.toFixed(1)} J into the probe, ${balance.fromBlood.toFixed(1)} J came with the blood; the books differ by ${balance.relativeError.toExponential(1)}.`,
    'Illustrative: it knows neither this patient’s tissue nor this device. The physician decides.',
    '',
  ].join('\n');
}

function linesOf({ at, cycle, phase, isEnd, power, isotherms }: FreezeMoment): string[] {
  return isotherms.map(({ temperature, radius, length, beyondTip, volume }, index) => {
    const when = index === 0 ? `${at.toFixed(0).padStart(7)} ${isEnd ? `${phase} ${cycle}` : ''}` : '';
    const drawn = index === 0 ? power.toFixed(2) : '';
    return [
      when.padEnd(17),
      temperature.toFixed(0).padStart(11),
      radius.toFixed(2).padStart(9),
      length.toFixed(2).padStart(9),
      beyondTip.toFixed(2).padStart(12),
      volume.toFixed(0).padStart(11),
      drawn.padStart(8),
    ]
      .join('')
      .trimEnd();
  });
}
