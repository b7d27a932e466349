import {
  type Celsius,
  celsius,
  DEFAULT_PLAN,
  type FreezePlan,
  millimetres,
  type PlanError,
  type Probe,
  seconds,
  squareMetreKelvinsPerWatt,
  TISSUES,
} from '@cryopath/thermal';
import type { Options } from './command.ts';

/** Options of `cryopath freeze` as a plan. What is not said is the default plan's. */
export function planFromWords(options: Options): { plan: FreezePlan } | { errors: readonly PlanError[] } {
  const errors: PlanError[] = [];
  const complain = (option: string, en: string, pl: string) => {
    errors.push({ field: `--${option}`, text: { en, pl } });
  };
  const number = (option: string, fallback: number): number => {
    const text = options[option];
    if (typeof text !== 'string') return fallback;
    const value = Number(text.trim() === '' ? Number.NaN : text);
    if (!Number.isFinite(value))
      complain(option, `must be a number, and is ${text}.`, `musi być liczbą, a jest: ${text}.`);
    return value;
  };
  const list = (option: string): number[] | undefined => {
    const text = options[option];
    if (typeof text !== 'string') return undefined;
    const values = text.split(',').map((part) => Number(part.trim() === '' ? Number.NaN : part));
    if (values.some((value) => !Number.isFinite(value)))
      complain(
        option,
        `must be numbers separated by commas, and is ${text}.`,
        `musi być listą liczb po przecinku, a jest: ${text}.`,
      );
    return values;
  };
  const base = DEFAULT_PLAN;
  const [firstCycle] = base.cycles;
  const tissue = typeof options.tissue === 'string' ? options.tissue : 'soft-tissue';
  const known = tissue in TISSUES ? TISSUES[tissue as keyof typeof TISSUES] : undefined;
  if (known === undefined) {
    const names = Object.keys(TISSUES).join(', ');
    complain('tissue', `must be one of ${names}.`, `musi być jedną z: ${names}.`);
  }
  const cycles = number('cycles', base.cycles.length);
  if (!Number.isInteger(cycles) || cycles < 1 || cycles > 20)
    complain('cycles', 'must be a whole number from 1 to 20.', 'musi być liczbą całkowitą od 1 do 20.');
  const shaft = shaftFrom(options.shaft, complain);
  const freeze = seconds(number('freeze', firstCycle?.freeze ?? 120));
  const thaw = seconds(number('thaw', firstCycle?.thaw ?? 45));
  const isotherms = list('isotherms');
  const plan: FreezePlan = {
    ...base,
    tissue: { ...(known ?? base.tissue), perfusion: number('perfusion', (known ?? base.tissue).perfusion) },
    initial: celsius(number('initial', base.initial)),
    probe: {
      ...base.probe,
      radius: millimetres(number('radius', base.probe.radius)),
      activeLength: millimetres(number('active', base.probe.activeLength)),
      contact: squareMetreKelvinsPerWatt(number('contact', base.probe.contact)),
      cooling: {
        kind: 'temperature',
        temperature: celsius(number('temperature', -70)),
        timeConstant: seconds(number('time-constant', 5)),
      },
      shaft,
    },
    cycles: Array.from({ length: Math.min(20, Math.max(0, Number.isInteger(cycles) ? cycles : 0)) }, () => ({
      freeze,
      thaw,
    })),
    stasis: options.stasis === true,
    isotherms: isotherms === undefined ? base.isotherms : isotherms.map((value): Celsius => celsius(value)),
    times: (list('at') ?? []).map((value) => seconds(value)),
    grid: {
      cell: millimetres(number('cell', base.grid.cell)),
      reach: millimetres(number('reach', base.grid.reach)),
    },
  };
  return errors.length > 0 ? { errors } : { plan };
}

/** `insulated`, `heated:37`, or a steel tube of the probe's usual wall. */
function shaftFrom(text: Options[string], complain: (option: string, en: string, pl: string) => void): Probe['shaft'] {
  if (text === undefined || text === 'insulated') return { kind: 'insulated' };
  const heated = typeof text === 'string' ? /^heated:(-?[\d.]+)$/.exec(text) : null;
  if (heated !== null) return { kind: 'heated', temperature: celsius(Number(heated[1])) };
  const conducting = typeof text === 'string' ? /^conducting:([\d.e-]+):([\d.e-]+)$/.exec(text) : null;
  if (conducting !== null)
    return { kind: 'conducting', conductance: Number(conducting[1]), heatCapacity: Number(conducting[2]) };
  complain(
    'shaft',
    'must be insulated, heated:<degC>, or conducting:<W m/K>:<J/(m K)>.',
    'musi być: insulated, heated:<degC> lub conducting:<W m/K>:<J/(m K)>.',
  );
  return { kind: 'insulated' };
}
