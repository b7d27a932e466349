/**
 * `node bench/thermal/pictures.ts [--field freefem-field.txt]`: draws docs/pictures/thermal-convergence.svg and thermal-isotherms.svg.
 * The isotherms of ours at the end of the second freeze of the timing protocol stand beside FreeFEM's, whose field
 * `bench/thermal/run.ts --freefem 2` leaves behind; without that file only ours are drawn, and the picture says so.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startFreeze } from '../../packages/thermal/src/freeze/freeze-run.ts';
import { isothermLine, kernelOf, seconds } from '../../packages/thermal/src/index.ts';
import {
  lineCase,
  planeCase,
  sphereCase,
  type VerificationFigure,
} from '../../packages/thermal/src/verify/verification.ts';
import { PROTOCOL, protocolLattice } from './protocol.ts';

const { values: options } = parseArgs({ options: { field: { type: 'string', default: 'freefem-field.txt' } } });
const pictures = join(import.meta.dirname, '../../docs/pictures');
const STYLE = 'font-family="sans-serif" font-size="13"';
const COLOURS = ['#0b3c5d', '#b8432f', '#2e7d32', '#6a3d9a'] as const;

writeFileSync(join(pictures, 'thermal-convergence.svg'), convergence());
writeFileSync(join(pictures, 'thermal-isotherms.svg'), isotherms());

/** Error of the front against the exact one at 60 s, on ever finer cells, both axes logarithmic. */
function convergence(): string {
  // The steps are refined with the cells, of which they are of first order.
  const finer = (cells: number) => ({ cells, longest: 4 / cells, kernel: kernelOf('f64') });
  const counts = [16, 24, 32, 48, 64, 96, 128];
  // A sharp front goes from cell to cell: where in its cell it stands shows in the error. Four neighbouring counts are taken together.
  const typical = (run: (cells: number) => Iterable<VerificationFigure>, cells: number, which: number): number => {
    const squares = [0, 1, 2, 3].map((more) => ([...run(cells + more)][which]?.error ?? 0) ** 2);
    return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
  };
  const cases: readonly (readonly [string, (cells: number) => Iterable<VerificationFigure>])[] = [
    ['V1 plane', (cells) => planeCase(finer(cells), 60)],
    ['V2 line', (cells) => lineCase(finer(cells), 60)],
    ['V3 point, (r, z)', (cells) => sphereCase(finer(cells), 60)],
  ];
  const x = (cells: number) => 80 + (440 * Math.log(cells / 16)) / Math.log(8);
  const y = (error: number) => 40 + (300 * (Math.log10(0.1) - Math.log10(Math.max(1e-5, error)))) / 4;
  const parts = cases.map(([name, run], index) => {
    const points = counts
      .map((cells) => typical(run, cells, 1))
      .map((error, at) => [x(counts[at] ?? 16), y(error)] as const);
    const colour = COLOURS[index];
    const dots = points
      .map(([px, py]) => `<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="4" fill="${colour}"/>`)
      .join('');
    const path = points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(' ');
    const key = `<text x="545" y="${70 + index * 22}" fill="${colour}">${name}</text>`;
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots}${key}`;
  });
  const slope = (order: number, from: number) =>
    `<line x1="${x(16)}" y1="${y(from)}" x2="${x(128)}" y2="${y(from / 8 ** order)}" stroke="#999" stroke-dasharray="5 4"/><text x="${x(128) + 6}" y="${y(from / 8 ** order) + 4}" fill="#777">order ${order}</text>`;
  const grid = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5].map(
    (error) =>
      `<line x1="80" x2="520" y1="${y(error)}" y2="${y(error)}" stroke="#ddd"/><text x="70" y="${y(error) + 4}" text-anchor="end">${error * 100} %</text>`,
  );
  const ticks = counts.map((cells) => `<text x="${x(cells)}" y="362" text-anchor="middle">${cells}</text>`);
  return svg('Error against cells', 700, 400, [
    ...grid,
    ...ticks,
    '<text x="300" y="388" text-anchor="middle">cells between origin and front</text>',
    '<text x="80" y="22">Error of the -20 degC isotherm at 60 s, r.m.s. over n to n + 3 cells</text>',
    slope(1, 0.03),
    slope(2, 0.03),
    ...parts,
  ]);
}

/** Ours to the left of the axis, FreeFEM to the right: the same plane, mirrored. */
function isotherms(): string {
  const started = startFreeze(PROTOCOL, { lattice: protocolLattice(), kernel: kernelOf('f32') });
  if (!started.ok) throw new Error('the protocol is refused');
  const run = started.value;
  while (run.at < 480) run.step(seconds(480));
  const field = run.field();
  const extents = run.moment().isotherms;
  const scale = 20;
  const axis = 300;
  const top = (height: number) => 480 - (height + 6) * scale;
  const parts: string[] = [];
  for (const [index, temperature] of [-1, -8, -20, -40].entries()) {
    const colour = COLOURS[index];
    const line = isothermLine(field, temperature as never).map(
      ({ radius, height }) => `${(axis - radius * scale).toFixed(1)},${top(height).toFixed(1)}`,
    );
    line.unshift(`${axis},${top(-(extents[index]?.beyondTip ?? 0)).toFixed(1)}`);
    parts.push(`<polyline points="${line.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`);
    parts.push(`<text x="20" y="${60 + index * 20}" fill="${colour}">${temperature} degC</text>`);
  }
  const hasPeer = existsSync(options.field);
  if (hasPeer) {
    const rows = readFileSync(options.field, 'utf8')
      .trim()
      .split('\n')
      .map((row) => row.trim().split(/\s+/).map(Number));
    for (const [index, temperature] of [-1, -8, -20, -40].entries()) {
      const points = rows.flatMap((row, at) => {
        for (let column = row.length - 2; column >= 0; column -= 1) {
          const [here = 999, next = 999] = [row[column], row[column + 1]];
          if (here <= temperature && next > temperature && next < 900) {
            const radius = 0.05 + 0.1 * (column + (temperature - here) / (next - here));
            return [`${(axis + radius * scale).toFixed(1)},${top(-9.95 + 0.1 * at).toFixed(1)}`];
          }
        }
        return [];
      });
      parts.push(`<polyline points="${points.join(' ')}" fill="none" stroke="${COLOURS[index]}" stroke-width="2"/>`);
    }
  }
  const wall = 0.85 * scale;
  const ruler = [-5, 0, 5, 10, 15].map(
    (height) => `<text x="575" y="${top(height) + 4}" text-anchor="end" fill="#777">${height} mm</text>`,
  );
  return svg('Isotherms of ours and of FreeFEM', 600, 520, [
    `<rect x="${axis - wall}" y="${top(15)}" width="${2 * wall}" height="${5 * scale}" fill="#ddd"/>`,
    `<rect x="${axis - wall}" y="${top(10)}" width="${2 * wall}" height="${10 * scale}" fill="#9db4c8"/>`,
    `<line x1="${axis}" x2="${axis}" y1="40" y2="490" stroke="#bbb" stroke-dasharray="4 4"/>`,
    ...parts,
    ...ruler,
    '<text x="20" y="30">ours, 61 x 144</text>',
    `<text x="580" y="30" text-anchor="end">${hasPeer ? 'FreeFEM' : 'FreeFEM was not run'}</text>`,
    `<text x="${axis}" y="512" text-anchor="middle">end of the second freeze (480 s); probe 1.7 mm, 10 mm active, -70 degC</text>`,
  ]);
}

function svg(title: string, width: number, height: number, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ${STYLE}>\n<title>${title}</title>\n<rect width="${width}" height="${height}" fill="#fff"/>\n${parts.join('\n')}\n</svg>\n`;
}
