import type { Kernel } from '../scheme/kernel.ts';
import { temperatureOf } from '../tissue/phase-change.ts';

/**
 * The field as a VTK file (legacy format 3.0, rectilinear grid, x = distance from the axis, y = height above the tip, mm): temperature,
 * lowest temperature and seconds below -20 degC by cell. Cells of the probe hold NaN.
 */
export function vtkOf(kernel: Kernel): string {
  const { lattice, phase } = kernel.setting;
  const { columns, rows, radialFaces, axialFaces, place } = lattice;
  const axis = (name: string, faces: Float64Array) =>
    `${name}_COORDINATES ${faces.length} double\n${Array.from(faces, (face) => (face * 1e3).toPrecision(8)).join(' ')}`;
  const values = (name: string, of: (cell: number) => number) => {
    const lines: string[] = [];
    for (let row = 0; row < rows; row += 1) {
      const line: string[] = [];
      for (let column = 0; column < columns; column += 1)
        line.push(column < place.columns && row >= place.tip ? 'nan' : of(column * kernel.stride + row).toPrecision(6));
      lines.push(line.join(' '));
    }
    return `SCALARS ${name} double 1\nLOOKUP_TABLE default\n${lines.join('\n')}`;
  };
  return [
    '# vtk DataFile Version 3.0',
    'Freeze predicted by Cryopath',
    'ASCII',
    'DATASET RECTILINEAR_GRID',
    `DIMENSIONS ${columns + 1} ${rows + 1} 1`,
    axis('X', radialFaces),
    axis('Y', axialFaces),
    'Z_COORDINATES 1 double\n0',
    `CELL_DATA ${columns * rows}`,
    values('temperature_degC', (cell) => temperatureOf(phase, kernel.enthalpy[cell] as number)),
    values('lowest_temperature_degC', (cell) => temperatureOf(phase, kernel.least[cell] as number)),
    values('seconds_below_minus_20_degC', (cell) => kernel.dwell[cell] as number),
    '',
  ].join('\n');
}
