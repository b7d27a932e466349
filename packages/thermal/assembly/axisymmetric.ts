import { fma, sum, thetaOf } from './vector';

/**
 * The sweep and the settling of SPEC.md, sections 3 and 4, for (r, z). Columns lie one after another, `stride` bytes apart; a vector holds rows side by
 * side. Columns are taken from the axis outwards; the heat through their outer faces is kept in a line for the next, so that it is computed once.
 * Rows come in eights, and the tip lies between two eights: no vector is beside the probe and under it.
 */

let columns: i32 = 0;
let stride: usize = 0;
let depth: usize = 0;
let tip: usize = 0;
let inner: i32 = 0;
let enthalpy: usize = 0;
let remainder: usize = 0;
let source: usize = 0;
let wall: usize = 0;
let outward: usize = 0;
let inverseArea: usize = 0;
let area: usize = 0;
let up: usize = 0;
let down: usize = 0;
let height: usize = 0;
let least: usize = 0;
let leastUnfrozen: usize = 0;
let dwell: usize = 0;
let flux: usize = 0;

let f1: f64 = 0;
let f2: f64 = 0;
let m1: f64 = 0;
let m2: f64 = 0;
let u0: f64 = 0;
let u1: f64 = 0;
let full: f64 = 0;

/** Sizes in cells and rows; `bytes` a number takes. */
export function place(columnCount: i32, strideRows: i32, rowsInEights: i32, tipRow: i32, innerColumns: i32, bytes: i32): void {
  columns = columnCount;
  stride = strideRows * bytes;
  depth = rowsInEights * bytes;
  tip = tipRow * bytes;
  inner = innerColumns;
}

export function arrays(
  enthalpyAt: usize,
  remainderAt: usize,
  sourceAt: usize,
  wallAt: usize,
  outwardAt: usize,
  inverseAreaAt: usize,
  areaAt: usize,
  upAt: usize,
  downAt: usize,
  heightAt: usize,
  leastAt: usize,
  leastUnfrozenAt: usize,
  dwellAt: usize,
  fluxAt: usize,
): void {
  enthalpy = enthalpyAt;
  remainder = remainderAt;
  source = sourceAt;
  wall = wallAt;
  outward = outwardAt;
  inverseArea = inverseAreaAt;
  area = areaAt;
  up = upAt;
  down = downAt;
  height = heightAt;
  least = leastAt;
  leastUnfrozen = leastUnfrozenAt;
  dwell = dwellAt;
  flux = fluxAt;
}

export function phase(frozen1: f64, frozen2: f64, mushy1: f64, mushy2: f64, unfrozen0: f64, unfrozen1: f64, fullAt: f64): void {
  f1 = frozen1;
  f2 = frozen2;
  m1 = mushy1;
  m2 = mushy2;
  u0 = unfrozen0;
  u1 = unfrozen1;
  full = fullAt;
}

/** One vector of a column: the first of a turn of the loop for O = u8, the second, 16 bytes on, for O = v128. */
// @ts-ignore: decorator
@inline
function turn<T, O>(pt: usize, pe: usize, pn: usize, pd: usize, pb: usize, ph: usize, ps: usize, pf: usize, pu: usize, pw: usize, out: v128, inverse: v128, MU: v128, NU: v128, GAIN: v128, F1: v128, F2: v128, M1: v128, M2: v128, U0: v128, U1: v128): void {
  const own = v128.load(pt, (sizeof<O>() & 16) + 16);
  const flux = v128.mul<T>(out, v128.sub<T>(v128.load(pe, sizeof<O>() & 16), own));
  let rate = v128.mul<T>(v128.load(pu, sizeof<O>() & 16), v128.sub<T>(v128.load(pt, (sizeof<O>() & 16) + 16 + sizeof<T>()), own));
  rate = fma<T>(v128.load(pw, sizeof<O>() & 16), v128.sub<T>(v128.load(pt, (sizeof<O>() & 16) + 16 - sizeof<T>()), own), rate);
  rate = fma<T>(v128.sub<T>(flux, v128.load(pf, sizeof<O>() & 16)), inverse, rate);
  v128.store(pf, flux, sizeof<O>() & 16);
  rate = v128.add<T>(rate, v128.load(ps, sizeof<O>() & 16));
  const change = fma<T>(GAIN, rate, fma<T>(MU, v128.load(pd, sizeof<O>() & 16), v128.mul<T>(NU, v128.load(pb, sizeof<O>() & 16))));
  v128.store(pb, change, sizeof<O>() & 16);
  v128.store(pn, thetaOf<T>(v128.add<T>(v128.load(ph, sizeof<O>() & 16), change), F1, F2, M1, M2, U0, U1), sizeof<O>() & 16);
}

// @ts-ignore: decorator
@inline
function sweep<T>(theta: usize, next: usize, delta: usize, before: usize, mu: f64, nu: f64, gain: f64): void {
  const MU = v128.splat<T>(<T>mu);
  const NU = v128.splat<T>(<T>nu);
  const GAIN = v128.splat<T>(<T>gain);
  const F1 = v128.splat<T>(<T>f1);
  const F2 = v128.splat<T>(<T>f2);
  const M1 = v128.splat<T>(<T>m1);
  const M2 = v128.splat<T>(<T>m2);
  const U0 = v128.splat<T>(<T>u0);
  const U1 = v128.splat<T>(<T>u1);
  memory.fill(flux, 0, depth);
  for (let column: i32 = 0; column < columns; column++) {
    // Beside the probe what comes from within is what the wall takes.
    if (column == inner && tip < depth) memory.copy(flux + tip, wall + tip, depth - tip);
    const end = column < inner && tip < depth ? tip : depth;
    const offset = <usize>column * stride;
    const out = v128.splat<T>(load<T>(outward + <usize>column * sizeof<T>()));
    const inverse = v128.splat<T>(load<T>(inverseArea + <usize>column * sizeof<T>()));
    let pt = theta + offset - 16;
    let pe = theta + offset + stride;
    let pn = next + offset;
    let pd = delta + offset;
    let pb = before + offset;
    let ph = enthalpy + offset;
    let ps = source + offset;
    let pf = flux;
    let pu = up;
    let pw = down;
    for (let at: usize = 0; at < end; at += 32) {
      turn<T, u8>(pt, pe, pn, pd, pb, ph, ps, pf, pu, pw, out, inverse, MU, NU, GAIN, F1, F2, M1, M2, U0, U1);
      turn<T, v128>(pt, pe, pn, pd, pb, ph, ps, pf, pu, pw, out, inverse, MU, NU, GAIN, F1, F2, M1, M2, U0, U1);
      pt += 32;
      pe += 32;
      pn += 32;
      pd += 32;
      pb += 32;
      ph += 32;
      ps += 32;
      pf += 32;
      pu += 32;
      pw += 32;
    }
  }
}

export function sweep32(theta: usize, next: usize, delta: usize, before: usize, mu: f64, nu: f64, gain: f64): void {
  sweep<f32>(theta, next, delta, before, mu, nu, gain);
}
export function sweep64(theta: usize, next: usize, delta: usize, before: usize, mu: f64, nu: f64, gain: f64): void {
  sweep<f64>(theta, next, delta, before, mu, nu, gain);
}

/**
 * The end of a step: enthalpy takes the change (in f32 with what rounding left over kept for the next), the lowest and the time below are
 * noted, and the sources of the step to come are made. @returns the heat of the sources of the step that ended, by radian and second.
 */
// @ts-ignore: decorator
@inline
function settle<T>(delta: usize, seconds: f64, dwellBelow: f64, blood: f64, arterial: f64, metabolism: f64, solidus: f64, liquidus: f64, unfrozenHeat: f64, stasis: bool): f64 {
  const ZERO = v128.splat<T>(0);
  const ONE = v128.splat<T>(1);
  const TINY = v128.splat<T>(<T>1e-20);
  const SECONDS = v128.splat<T>(<T>seconds);
  const LIMIT = v128.splat<T>(<T>dwellBelow);
  const PER_FULL = v128.splat<T>(<T>(1 / full));
  const SLOPE_M = v128.splat<T>(<T>((liquidus - solidus) / full));
  const SOLIDUS = v128.splat<T>(<T>solidus);
  const SLOPE_U = v128.splat<T>(<T>(1 / unfrozenHeat));
  const U = v128.splat<T>(<T>(liquidus - full / unfrozenHeat));
  const BLOOD = v128.splat<T>(<T>blood);
  const ARTERIAL = v128.splat<T>(<T>arterial);
  const METABOLISM = v128.splat<T>(<T>metabolism);
  let heat: f64 = 0;
  for (let column: i32 = 0; column < columns; column++) {
    let total = ZERO;
    const end = column < inner && tip < depth ? tip : depth;
    const base = <usize>column * stride;
    for (let at: usize = 0; at < end; at += 16) {
      const cell = base + at;
      const old = v128.load(enthalpy + cell);
      const change = v128.add<T>(v128.load(delta + cell), v128.load(remainder + cell));
      const now = v128.add<T>(old, change);
      v128.store(remainder + cell, v128.sub<T>(change, v128.sub<T>(now, old)));
      v128.store(enthalpy + cell, now);
      v128.store(least + cell, v128.pmin<T>(v128.load(least + cell), now));
      const low = v128.pmin<T>(old, now);
      const span = v128.pmax<T>(v128.abs<T>(v128.sub<T>(now, old)), TINY);
      const part = v128.pmin<T>(ONE, v128.div<T>(v128.sub<T>(LIMIT, low), span));
      const spent = v128.and(v128.lt<T>(low, LIMIT), v128.mul<T>(SECONDS, part));
      v128.store(dwell + cell, v128.add<T>(v128.load(dwell + cell), spent));
      total = fma<T>(v128.load(source + cell), v128.load(height + at), total);
      let fraction = v128.pmin<T>(ONE, v128.pmax<T>(ZERO, v128.mul<T>(now, PER_FULL)));
      if (stasis) {
        fraction = v128.pmin<T>(fraction, v128.load(leastUnfrozen + cell));
        v128.store(leastUnfrozen + cell, fraction);
      }
      const temperature = v128.pmax<T>(fma<T>(SLOPE_M, now, SOLIDUS), fma<T>(SLOPE_U, now, U));
      const warmth = fma<T>(BLOOD, v128.sub<T>(ARTERIAL, temperature), METABOLISM);
      v128.store(source + cell, v128.mul<T>(fraction, warmth));
    }
    const own: f64 = sizeof<T>() == 4 ? <f64>load<f32>(area + (<usize>column << 2)) : load<f64>(area + (<usize>column << 3));
    heat += sum<T>(total) * own;
  }
  return heat;
}

export function settle32(delta: usize, seconds: f64, dwellBelow: f64, blood: f64, arterial: f64, metabolism: f64, solidus: f64, liquidus: f64, unfrozenHeat: f64, stasis: bool): f64 {
  return settle<f32>(delta, seconds, dwellBelow, blood, arterial, metabolism, solidus, liquidus, unfrozenHeat, stasis);
}
export function settle64(delta: usize, seconds: f64, dwellBelow: f64, blood: f64, arterial: f64, metabolism: f64, solidus: f64, liquidus: f64, unfrozenHeat: f64, stasis: bool): f64 {
  return settle<f64>(delta, seconds, dwellBelow, blood, arterial, metabolism, solidus, liquidus, unfrozenHeat, stasis);
}
