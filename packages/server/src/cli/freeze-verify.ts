import { type VerificationFigure, verification } from '@cryopath/thermal';
import { systemClock } from '../system-clock.ts';
import { type Command, EXIT } from './command.ts';
import { progress } from './progress.ts';

/** Cells between origin and front: the error falls with them. */
const CELLS = { quick: 80, thorough: 160 } as const;

export const freezeVerify: Command = {
  name: 'freeze verify',
  summary: 'Holds the prediction of freezes against exact solutions.',
  usage: '[--thorough] [--json]',
  details: [
    'V1 plane, V2 line, V3 point in (r, z), V4 steady sphere with perfusion, V5 quasi-steady sphere and cylinder: our number, the exact one, the error and what it may be. Code 3 when one is worse.',
  ],
  options: {
    thorough: { type: 'boolean', describe: 'On twice as fine a grid; about a minute.' },
    json: { type: 'boolean', describe: 'A JSON array.' },
  },
  words: { least: 0, most: 0 },
  readsSettings: false,
  async run(_words, options, surroundings) {
    const shown = progress(systemClock, surroundings);
    const figures: VerificationFigure[] = [];
    if (options.json !== true) surroundings.out(`${HEAD}\n`);
    for (const figure of verification({ cells: options.thorough === true ? CELLS.thorough : CELLS.quick })) {
      figures.push(figure);
      if (options.json !== true) surroundings.out(`${lineOf(figure)}\n`);
      shown.at(`${figures.length} figures`);
    }
    if (options.json === true) surroundings.out(`${JSON.stringify(figures, null, 2)}\n`);
    const worse = figures.filter(({ error, allowed }) => !(error <= allowed));
    shown.done(`${figures.length} figures, ${worse.length} outside what is allowed.`);
    return worse.length === 0 ? EXIT.done : EXIT.refused;
  },
};

const HEAD = `${'case'.padEnd(6)}${'quantity'.padEnd(50)}${'ours'.padStart(12)}${'exact'.padStart(12)}${'error'.padStart(10)}${'allowed'.padStart(9)}`;

function lineOf({ case: name, quantity, unit, ours, exact, error, allowed }: VerificationFigure): string {
  const verdict = error <= allowed ? '' : '  WORSE';
  return `${name.padEnd(6)}${`${quantity}, ${unit}`.padEnd(50)}${ours.toFixed(6).padStart(12)}${exact.toFixed(6).padStart(12)}${`${(error * 100).toFixed(3)} %`.padStart(10)}${`${(allowed * 100).toFixed(1)} %`.padStart(9)}${verdict}`;
}
