import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMMANDS } from './commands.ts';
import { run } from './run.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cryopath-freeze-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function called(...words: string[]) {
  let out = '';
  let error = '';
  const code = await run(COMMANDS, ['freeze', ...words], {
    environment: {},
    out: (text) => {
      out += text;
    },
    error: (text) => {
      error += text;
    },
    isWatched: false,
  });
  return { code, out, error };
}

const QUICK = ['--cycles', '1', '--freeze', '30', '--thaw', '10', '--cell', '0.5', '--reach', '15'];

test('a script reads radius, length, volume and power of each isotherm, at cycle ends and asked times', async () => {
  const file = join(folder, 'field.vtk');
  const { code, out } = await called(...QUICK, '--at', '15', '--isotherms', '-1,-20', '--json', '--vtk', file);
  const answer = JSON.parse(out) as {
    moments: { at_s: number; power_W: number; isotherms: Record<string, number>[] }[];
  };
  expect([code, answer.moments.map(({ at_s }) => at_s)]).toEqual([0, [15, 30, 40]]);
  expect(answer.moments[1]?.power_W).toBeGreaterThan(3);
  expect(answer.moments[1]?.isotherms[1]).toMatchObject({
    temperature_degC: -20,
    radius_mm: expect.any(Number),
    length_mm: expect.any(Number),
    volume_mm3: expect.any(Number),
  });
  expect(readFileSync(file, 'utf8')).toMatch(/^# vtk DataFile Version 3\.0\n[\s\S]*SCALARS temperature_degC double 1/);
});

test('a band of uncertainty is drawn from a seed, the same each time', async () => {
  const words = [...QUICK, '--isotherms', '-20', '--samples', '8', '--seed', '5', '--json'];
  const { code, out } = await called(...words);
  const answer = JSON.parse(out) as {
    moments: { isotherms: { radius_mm: number; radius_mm_90: [number, number] }[] }[];
  };
  const [low = 9, high = 0] = answer.moments[0]?.isotherms[0]?.radius_mm_90 ?? [];
  expect(code).toBe(0);
  expect(high - low).toBeGreaterThan(0.05);
  expect((await called(...words)).out).toBe(out);
});

test('a measurement in a bath gives a resistance, its uncertainty and what the other sensors say', async () => {
  const file = join(folder, 'bath.json');
  const readings = Array.from({ length: 20 }, (_, at) => [at * 3, Math.max(-70, 20 - at * 15), 20 - at * 3, 20 - at]);
  const sensors = [1.8, 3].map((radius, index) => ({
    name: `${radius} mm`,
    radius_mm: radius,
    height_mm: 3,
    fit: index === 0,
  }));
  const measurement = {
    probe: { radius_mm: 0.75, activeLength_mm: 6 },
    bath: { tissue: 'gel', initial_degC: 20 },
    sensors,
    readings,
  };
  writeFileSync(file, JSON.stringify(measurement));
  const { code, out } = await called('calibrate', file);
  expect(code).toBe(0);
  expect(out).toMatch(/^Contact resistance \d\.\d\de-\d \+- \d\.\de-\d m2K\/W\n1\.8 mm +fitted[\s\S]*3 mm +predicted/);
  writeFileSync(file, '{}');
  expect((await called('calibrate', file)).error).toContain('readings is missing.');
  expect((await called('calibrate', join(folder, 'none.json'))).code).toBe(2);
});

const SPACE = ['space', '--voxel', '0.8', '--voxels', '24', '--cycles', '1', '--freeze', '20', '--thaw', '5'];

test('in space two threads say what one says, and layers of two tissues freeze more than the one and less than the other', async () => {
  const words = [...SPACE, '--layers', 'fat:9,muscle', '--json'];
  const [one, two] = [await called(...words), await called(...words, '--threads', '2')];
  expect([two.code, two.out]).toEqual([0, one.out]);
  const ice = async (layers: string) => {
    const { out } = await called(...SPACE, '--layers', layers, '--json');
    return (JSON.parse(out) as { moments: { ice_mm3: number }[] }).moments[0]?.ice_mm3 ?? 0;
  };
  const [fat, muscle] = [await ice('fat'), await ice('muscle')];
  const mixed = (JSON.parse(one.out) as { moments: { at_s: number; ice_mm3: number }[] }).moments;
  expect(mixed.map(({ at_s }) => at_s)).toEqual([20, 25]);
  expect(muscle).toBeGreaterThan(20);
  // The border lies through the active length.
  const part = ((mixed[0]?.ice_mm3 ?? 0) - muscle) / (fat - muscle);
  expect(part).toBeGreaterThan(0.1);
  expect(part).toBeLessThan(0.9);
});

test('a person reads a table, and that it is illustrative', async () => {
  const { code, out } = await called(...QUICK);
  expect(code).toBe(0);
  expect(out).toContain('The physician decides.');
  expect(out).toMatch(/30 freeze 1 +-1 +\d+\.\d\d/);
});

test.each([
  [['--radius', '-1'], 'probe.radius must be'],
  [['--temperature', '200'], 'probe.cooling.temperature must be'],
  [['--radius', 'NaN'], '--radius must be a number'],
  [['--cell', '0.0001'], 'grid.cell must be'],
  [['--freeze', '0'], 'cycles[0].freeze must be'],
  [['--cycles', '0'], '--cycles must be'],
  [['--tissue', 'cheese'], '--tissue must be one of'],
  [['--shaft', 'warm'], '--shaft must be'],
  [['--at', '10,x'], '--at must be'],
  [['--samples', 'many'], 'samples must be'],
  [['space', '--threads', '0'], '--threads must be'],
  [['space', '--layers', 'fat,muscle'], '--layers must be'],
  [['space', '--voxel', 'x'], 'spacing must be'],
  [['space', '--voxels', '3'], 'voxels[0] must be'],
])('%j is a wrong call that says which field', async (words, complaint) => {
  const { code, out, error } = await called(...words);
  expect([code, out]).toEqual([2, '']);
  expect(error).toContain(complaint);
});

test('a file that cannot be written is a failure, told', async () => {
  const { code, error } = await called(...QUICK, '--vtk', join(folder, 'no', 'such', 'folder.vtk'));
  expect(code).toBe(1);
  expect(error).toContain('cannot be written');
});
