import { fma, joined, scaledTheta, sum } from './vector';

/**
 * The sweep and the settling of SPEC.md, sections 3 and 4, for (r, z). Theta lies column after column, `stride` bytes apart; a vector holds rows side by
 * side. Columns are taken from the axis outwards, two at a time: what flows between the two stays in registers, what flows out of the second is kept in a
 * line for the next. New theta takes the place of the old at once; of the old one only the row before is still asked for, and that is in a register.
 * Rows come in eights, and the tip lies between two eights: no vector is beside the probe and under it.
 *
 * What else a vector of cells has lies in a record of its own, and what a vector of rows has in another, so that few addresses serve everything.
 * Enthalpy and deltas are in units of 1 / f1: the frozen branch is then the number itself.
 */

/** A record of cells: two deltas, which change roles at every stage, enthalpy, source. A record of rows: heat from within, up, down, height. */
const RECORD: usize = 64;
const ENTHALPY: usize = 32;
const SOURCE: usize = 48;
const UP: usize = 16;
const DOWN: usize = 32;
const HEIGHT: usize = 48;
/** Records are four times as long as the vector of theta they belong to. */
const LONGER: usize = 2;

let columns: i32 = 0;
let stride: usize = 0;
let depth: usize = 0;
let tip: usize = 0;
let inner: i32 = 0;
let theta: usize = 0;
let cells: usize = 0;
let lines: usize = 0;
let wall: usize = 0;
let outward: usize = 0;
let inverseArea: usize = 0;
let area: usize = 0;
let enthalpy: usize = 0;
let remainder: usize = 0;
let least: usize = 0;
let leastUnfrozen: usize = 0;
let dwell: usize = 0;

let f1: f64 = 0;
let f2: f64 = 0;
let m1: f64 = 0;
let m2: f64 = 0;
let u0: f64 = 0;
let u1: f64 = 0;
let full: f64 = 0;
let solidus: f64 = 0;
let liquidus: f64 = 0;
let unfrozenHeat: f64 = 0;

let blood: f64 = 0;
let arterial: f64 = 0;
let metabolism: f64 = 0;
let dwellBelow: f64 = 0;
let stasis: bool = false;

/** Sizes in cells and rows; `bytes` a number takes. */
export function place(columnCount: i32, strideRows: i32, rowsInEights: i32, tipRow: i32, innerColumns: i32, bytes: i32): void {
  columns = columnCount;
  stride = strideRows * bytes;
  depth = rowsInEights * bytes;
  tip = tipRow * bytes;
  inner = innerColumns;
}

export function arrays(
  thetaAt: usize,
  cellsAt: usize,
  linesAt: usize,
  wallAt: usize,
  outwardAt: usize,
  inverseAreaAt: usize,
  areaAt: usize,
  enthalpyAt: usize,
  remainderAt: usize,
  leastAt: usize,
  leastUnfrozenAt: usize,
  dwellAt: usize,
): void {
  theta = thetaAt;
  cells = cellsAt;
  lines = linesAt;
  wall = wallAt;
  outward = outwardAt;
  inverseArea = inverseAreaAt;
  area = areaAt;
  enthalpy = enthalpyAt;
  remainder = remainderAt;
  least = leastAt;
  leastUnfrozen = leastUnfrozenAt;
  dwell = dwellAt;
}

/** Branches of theta as functions of enthalpy (SPEC.md, 2), and what temperature needs. */
export function phase(
  frozen1: f64,
  frozen2: f64,
  mushy1: f64,
  mushy2: f64,
  unfrozen0: f64,
  unfrozen1: f64,
  fullAt: f64,
  solidusAt: f64,
  liquidusAt: f64,
  unfrozenHeatAt: f64,
): void {
  f1 = frozen1;
  f2 = frozen2 / (frozen1 * frozen1);
  m1 = mushy1 / frozen1;
  m2 = mushy2 / (frozen1 * frozen1);
  u0 = unfrozen0;
  u1 = unfrozen1 / frozen1;
  full = fullAt * frozen1;
  solidus = solidusAt;
  liquidus = liquidusAt;
  unfrozenHeat = unfrozenHeatAt * frozen1;
}

export function tissue(bloodHeat: f64, arterialAt: f64, metabolicHeat: f64, dwellBelowEnthalpy: f64, hasStasis: bool): void {
  blood = bloodHeat;
  arterial = arterialAt;
  metabolism = metabolicHeat;
  dwellBelow = dwellBelowEnthalpy * f1;
  stasis = hasStasis;
}

/**
 * Notes the change of one vector of cells from what flows into and out of it. P is u8 where the first delta of a record is the present one, v128 where the
 * second is; O is u8 for the first vector of a turn of the loop, v128 for the next.
 */
// @ts-ignore: decorator
@inline
function change<T, P, O>(t: usize, cell: usize, own: v128, up: v128, down: v128, net: v128, inverse: v128, NU: v128, GAIN: v128): void {
  let rate = fma<T>(up, v128.sub<T>(v128.load(t, (sizeof<O>() & 16) + 16 + sizeof<T>()), own), v128.load(cell, SOURCE + (sizeof<O>() & 16) * 4));
  rate = fma<T>(down, v128.sub<T>(v128.load(t, (sizeof<O>() & 16) + 16 - sizeof<T>()), own), rate);
  rate = fma<T>(net, inverse, rate);
  const delta = v128.load(cell, (sizeof<P>() & 16) + (sizeof<O>() & 16) * 4);
  const before = v128.load(cell, 16 - (sizeof<P>() & 16) + (sizeof<O>() & 16) * 4);
  // mu + nu = 1.
  v128.store(cell, fma<T>(GAIN, rate, fma<T>(NU, v128.sub<T>(before, delta), delta)), 16 - (sizeof<P>() & 16) + (sizeof<O>() & 16) * 4);
}

/** A vector of a column and the one beside it in the next; `t`, `next` and `after` are 16 bytes early. */
// @ts-ignore: decorator
@inline
function changeTwo<T, P, O>(t: usize, next: usize, after: usize, cell: usize, cellOfNext: usize, line: usize, out: v128, inverse: v128, outOfNext: v128, inverseOfNext: v128, NU: v128, GAIN: v128): void {
  const own = v128.load(t, (sizeof<O>() & 16) + 16);
  const east = v128.load(next, (sizeof<O>() & 16) + 16);
  const between = v128.mul<T>(out, v128.sub<T>(east, own));
  const beyond = v128.mul<T>(outOfNext, v128.sub<T>(v128.load(after, (sizeof<O>() & 16) + 16), east));
  const net = v128.sub<T>(between, v128.load(line, (sizeof<O>() & 16) * 4));
  v128.store(line, beyond, (sizeof<O>() & 16) * 4);
  const up = v128.load(line, UP + (sizeof<O>() & 16) * 4);
  const down = v128.load(line, DOWN + (sizeof<O>() & 16) * 4);
  change<T, P, O>(t, cell, own, up, down, net, inverse, NU, GAIN);
  change<T, P, O>(next, cellOfNext, east, up, down, v128.sub<T>(beyond, between), inverseOfNext, NU, GAIN);
}

/** The last column where their number is odd. */
// @ts-ignore: decorator
@inline
function changeOne<T, P, O>(t: usize, next: usize, cell: usize, line: usize, out: v128, inverse: v128, NU: v128, GAIN: v128): void {
  const own = v128.load(t, (sizeof<O>() & 16) + 16);
  const beyond = v128.mul<T>(out, v128.sub<T>(v128.load(next, (sizeof<O>() & 16) + 16), own));
  const net = v128.sub<T>(beyond, v128.load(line, (sizeof<O>() & 16) * 4));
  v128.store(line, beyond, (sizeof<O>() & 16) * 4);
  change<T, P, O>(t, cell, own, v128.load(line, UP + (sizeof<O>() & 16) * 4), v128.load(line, DOWN + (sizeof<O>() & 16) * 4), net, inverse, NU, GAIN);
}

/** New theta in the place of the old; B is v128 where the frozen branch is bent. */
// @ts-ignore: decorator
@inline
function renew<T, P, O, B>(t: usize, cell: usize, F2: v128, M1: v128, M2: v128, U0: v128, U1: v128): void {
  const h = v128.add<T>(v128.load(cell, ENTHALPY + (sizeof<O>() & 16) * 4), v128.load(cell, 16 - (sizeof<P>() & 16) + (sizeof<O>() & 16) * 4));
  v128.store(t, scaledTheta<T, B>(h, F2, M1, M2, U0, U1), sizeof<O>() & 16);
}

// @ts-ignore: decorator
@inline
function sweep<T, P, B>(nu: f64, gain: f64): void {
  const NU = v128.splat<T>(<T>nu);
  const GAIN = v128.splat<T>(<T>(gain * f1));
  const F2 = v128.splat<T>(<T>f2);
  const M1 = v128.splat<T>(<T>m1);
  const M2 = v128.splat<T>(<T>m2);
  const U0 = v128.splat<T>(<T>u0);
  const U1 = v128.splat<T>(<T>u1);
  const endOfLines = lines + (depth << LONGER);
  for (let line = lines; line < endOfLines; line += RECORD) v128.store(line, v128.splat<T>(0));
  let column: i32 = 0;
  while (column < columns) {
    const isInside = column < inner && tip < depth;
    if (column == inner && tip < depth) {
      // Beside the probe what comes from within is what the wall takes.
      let line = lines + (tip << LONGER);
      for (let row = wall + tip; line < endOfLines; row += 16) {
        v128.store(line, v128.load(row));
        line += RECORD;
      }
    }
    const isLast = column + 1 == (isInside ? inner : columns);
    const from = theta + <usize>column * stride;
    const height = isInside ? tip : depth;
    const records = cells + ((<usize>column * stride) << LONGER);
    const out = v128.splat<T>(load<T>(outward + <usize>column * sizeof<T>()));
    const inverse = v128.splat<T>(load<T>(inverseArea + <usize>column * sizeof<T>()));
    let t = from - 16;
    let next = t + stride;
    const end = t + height;
    let cell = records;
    let line = lines;
    if (isLast) {
      for (; t < end; t += 32) {
        changeOne<T, P, u8>(t, next, cell, line, out, inverse, NU, GAIN);
        changeOne<T, P, v128>(t, next, cell, line, out, inverse, NU, GAIN);
        next += 32;
        cell += 2 * RECORD;
        line += 2 * RECORD;
      }
    } else {
      let after = next + stride;
      let cellOfNext = cell + (stride << LONGER);
      const outOfNext = v128.splat<T>(load<T>(outward + <usize>column * sizeof<T>(), sizeof<T>()));
      const inverseOfNext = v128.splat<T>(load<T>(inverseArea + <usize>column * sizeof<T>(), sizeof<T>()));
      for (; t < end; t += 32) {
        changeTwo<T, P, u8>(t, next, after, cell, cellOfNext, line, out, inverse, outOfNext, inverseOfNext, NU, GAIN);
        changeTwo<T, P, v128>(t, next, after, cell, cellOfNext, line, out, inverse, outOfNext, inverseOfNext, NU, GAIN);
        next += 32;
        after += 32;
        cell += 2 * RECORD;
        cellOfNext += 2 * RECORD;
        line += 2 * RECORD;
      }
    }
    const taken = isLast ? 1 : 2;
    for (let one: i32 = 0; one < taken; one++) {
      t = from + <usize>one * stride;
      cell = records + ((<usize>one * stride) << LONGER);
      for (const top = t + height; t < top; t += 32) {
        renew<T, P, u8, B>(t, cell, F2, M1, M2, U0, U1);
        renew<T, P, v128, B>(t, cell, F2, M1, M2, U0, U1);
        cell += 2 * RECORD;
      }
    }
    column += taken;
  }
}

/** A stage; `isSecond` where the second delta of a record is the present one. */
export function sweep32(nu: f64, gain: f64, isSecond: bool): void {
  if (f2 != 0) {
    if (isSecond) sweep<f32, v128, v128>(nu, gain);
    else sweep<f32, u8, v128>(nu, gain);
  } else if (isSecond) sweep<f32, v128, u8>(nu, gain);
  else sweep<f32, u8, u8>(nu, gain);
}
export function sweep64(nu: f64, gain: f64, isSecond: bool): void {
  if (isSecond) sweep<f64, v128, v128>(nu, gain);
  else sweep<f64, u8, v128>(nu, gain);
}

/**
 * The end of a step: enthalpy takes the change (in f32 with what rounding left over kept for the next), the lowest and the time below are
 * noted, and the sources of the step to come are made. @returns the heat of the sources of the step that ended, by radian and second.
 */
// @ts-ignore: decorator
@inline
function settle<T>(isSecond: bool, seconds: f64): f64 {
  const ZERO = v128.splat<T>(0);
  const ONE = v128.splat<T>(1);
  const TINY = v128.splat<T>(<T>1e-20);
  const SECONDS = v128.splat<T>(<T>seconds);
  const LIMIT = v128.splat<T>(<T>dwellBelow);
  const OUTSIDE = v128.splat<T>(<T>(1 / f1));
  const PER_FULL = v128.splat<T>(<T>(1 / full));
  const SLOPE_M = v128.splat<T>(<T>((liquidus - solidus) / full));
  const SOLIDUS = v128.splat<T>(<T>solidus);
  const SLOPE_U = v128.splat<T>(<T>(1 / unfrozenHeat));
  const U = v128.splat<T>(<T>(liquidus - full / unfrozenHeat));
  const BLOOD = v128.splat<T>(<T>blood);
  const ARTERIAL = v128.splat<T>(<T>arterial);
  const METABOLISM = v128.splat<T>(<T>metabolism);
  const present: usize = isSecond ? 16 : 0;
  let heat: f64 = 0;
  for (let column: i32 = 0; column < columns; column++) {
    let total = ZERO;
    const end = column < inner && tip < depth ? tip : depth;
    const base = <usize>column * stride;
    let record = cells + (base << LONGER);
    let line = lines;
    for (let at: usize = 0; at < end; at += 16) {
      const cell = base + at;
      const old = v128.load(record, ENTHALPY);
      const change = v128.add<T>(v128.load(record + present), v128.load(remainder + cell));
      const now = v128.add<T>(old, change);
      v128.store(remainder + cell, v128.sub<T>(change, v128.sub<T>(now, old)));
      v128.store(record, ZERO);
      v128.store(record, ZERO, 16);
      v128.store(record, now, ENTHALPY);
      const outside = v128.mul<T>(now, OUTSIDE);
      v128.store(enthalpy + cell, outside);
      v128.store(least + cell, v128.pmin<T>(v128.load(least + cell), outside));
      const low = v128.pmin<T>(old, now);
      const isLow = v128.lt<T>(low, LIMIT);
      if (v128.any_true(isLow)) {
        const span = v128.pmax<T>(v128.abs<T>(v128.sub<T>(now, old)), TINY);
        const part = v128.pmin<T>(ONE, v128.div<T>(v128.sub<T>(LIMIT, low), span));
        v128.store(dwell + cell, v128.add<T>(v128.load(dwell + cell), v128.and(isLow, v128.mul<T>(SECONDS, part))));
      }
      total = fma<T>(v128.load(record, SOURCE), v128.load(line, HEIGHT), total);
      let fraction = v128.pmin<T>(ONE, v128.pmax<T>(ZERO, v128.mul<T>(now, PER_FULL)));
      if (stasis) {
        fraction = v128.pmin<T>(fraction, v128.load(leastUnfrozen + cell));
        v128.store(leastUnfrozen + cell, fraction);
      }
      const temperature = v128.pmax<T>(fma<T>(SLOPE_M, now, SOLIDUS), fma<T>(SLOPE_U, now, U));
      const warmth = fma<T>(BLOOD, v128.sub<T>(ARTERIAL, temperature), METABOLISM);
      v128.store(record, v128.mul<T>(fraction, warmth), SOURCE);
      record += RECORD;
      line += RECORD;
    }
    const own: f64 = sizeof<T>() == 4 ? <f64>load<f32>(area + (<usize>column << 2)) : load<f64>(area + (<usize>column << 3));
    heat += sum<T>(total) * own;
  }
  return heat;
}

export function settle32(isSecond: bool, seconds: f64): f64 {
  return settle<f32>(isSecond, seconds);
}
export function settle64(isSecond: bool, seconds: f64): f64 {
  return settle<f64>(isSecond, seconds);
}
