import { fma, thetaOf } from './vector';

/**
 * The sweep of SPEC.md, section 7, on a voxel grid in f32. Rows of x lie side by side, `row` floats apart, planes `plane` floats apart, with a ghost round
 * everything that keeps its theta. Vectors whose four voxels are one tissue come in runs; a vector of several tissues is a run of its own, computed one by one.
 *
 * Everything that goes over the grid takes a part of it: planes, or corrected voxels, from one to another. Threads take a part each and write
 * nothing that another reads or writes meanwhile, and no sum crosses parts, so that the answer is the same to the bit however many there are.
 */

let rows: i32 = 0;
let row: usize = 0;
let plane: usize = 0;
let first: usize = 0;
/** By voxel, bytes from the array's start; tissues are u8. */
let enthalpy: usize = 0;
let remainder: usize = 0;
let source: usize = 0;
let least: usize = 0;
let leastUnfrozen: usize = 0;
let tissue: usize = 0;
/** Tissues: 16 floats each: f1 f2 m1 m2 u0 u1 full ks cs kl cl range blood arterial metabolism slope. */
let table: usize = 0;
let solidus: usize = 0;
/** Faces between two tissues: pairs of i32 byte offsets, the first voxel's plane rising; where each plane's begin, i32; what each changed, f32. */
let faces: usize = 0;
let faceStarts: usize = 0;
let changes: usize = 0;
/** 1 / h^2. */
let scale: f32 = 0;

export function place(rowCount: i32, rowFloats: i32, planeFloats: i32, firstFloat: i32, scaleOf: f32): void {
  rows = rowCount;
  row = <usize>rowFloats << 2;
  plane = <usize>planeFloats << 2;
  first = <usize>firstFloat << 2;
  scale = scaleOf;
}

export function arrays(
  enthalpyAt: usize,
  remainderAt: usize,
  sourceAt: usize,
  leastAt: usize,
  leastUnfrozenAt: usize,
  tissueAt: usize,
  tableAt: usize,
  solidusAt: usize,
  facesAt: usize,
  faceStartsAt: usize,
  changesAt: usize,
): void {
  enthalpy = enthalpyAt;
  remainder = remainderAt;
  source = sourceAt;
  least = leastAt;
  leastUnfrozen = leastUnfrozenAt;
  tissue = tissueAt;
  table = tableAt;
  solidus = solidusAt;
  faces = facesAt;
  faceStarts = faceStartsAt;
  changes = changesAt;
}

// @ts-ignore: decorator
@inline
function scalarTheta(entry: usize, h: f32): f32 {
  const frozen = h * (load<f32>(entry) + load<f32>(entry, 4) * h);
  const mushy = h * (load<f32>(entry, 8) + load<f32>(entry, 12) * h);
  const unfrozen = load<f32>(entry, 16) + load<f32>(entry, 20) * h;
  return min(frozen, max(mushy, unfrozen));
}

// @ts-ignore: decorator
@inline
function tableOf(cell: usize): usize {
  return table + (<usize>load<u8>(tissue + (cell >> 2)) << 6);
}

/** What changes in one vector; O is u8 for the first of two side by side, v128 for the second. */
// @ts-ignore: decorator
@inline
function changeAt<O>(theta: usize, delta: usize, before: usize, source: usize, MU: v128, NU: v128, GAIN: v128, SIX: v128): v128 {
  const across = v128.add<f32>(v128.load(theta - 4, sizeof<O>() & 16), v128.load(theta, (sizeof<O>() & 16) + 4));
  const along = v128.add<f32>(v128.load(theta - row, sizeof<O>() & 16), v128.load(theta + row, sizeof<O>() & 16));
  const over = v128.add<f32>(v128.load(theta - plane, sizeof<O>() & 16), v128.load(theta + plane, sizeof<O>() & 16));
  const flow = fma<f32>(SIX, v128.load(theta, sizeof<O>() & 16), v128.add<f32>(v128.add<f32>(across, along), over));
  const history = fma<f32>(MU, v128.load(delta, sizeof<O>() & 16), v128.mul<f32>(NU, v128.load(before, sizeof<O>() & 16)));
  // GAIN carries 1 / h^2; the sources are divided by it when they are made.
  return fma<f32>(GAIN, v128.add<f32>(flow, v128.load(source, sizeof<O>() & 16)), history);
}

/** Temperature above the solidus of the voxel's tissue. */
// @ts-ignore: decorator
@inline
function above(entry: usize, h: f32): f32 {
  const full = load<f32>(entry, 24);
  if (h <= 0) return h / load<f32>(entry, 32);
  if (h < full) return (h / full) * load<f32>(entry, 44);
  return load<f32>(entry, 44) + (h - full) / load<f32>(entry, 40);
}

// @ts-ignore: decorator
@inline
function conductivity(entry: usize, h: f32): f32 {
  const full = load<f32>(entry, 24);
  const ks = load<f32>(entry, 28);
  if (h <= 0) return ks + ks * ((load<f32>(entry, 60) * h) / load<f32>(entry, 32));
  const kl = load<f32>(entry, 36);
  return h < full ? ks + (kl - ks) * (h / full) : kl;
}

/**
 * Faces of one plane between two tissues, where theta of one is nothing to the other: heat goes by the two halves in series, and the sweep's own difference
 * is taken back. Notes by face what that changes in its first voxel; the second has the opposite. `delta` is what the sweep reads.
 */
// @ts-ignore: decorator
@inline
function exchange(z: i32, theta: usize, delta: usize, weight: f32, hasDelta: bool): void {
  const to = load<i32>(faceStarts + (<usize>z << 2), 4);
  for (let at = load<i32>(faceStarts + (<usize>z << 2)); at < to; at++) {
    const a = <usize>load<i32>(faces + (<usize>at << 3));
    const b = <usize>load<i32>(faces + (<usize>at << 3), 4);
    const ofA = tableOf(a);
    const ofB = tableOf(b);
    const hA = load<f32>(enthalpy + a) + (hasDelta ? load<f32>(delta + a) : 0);
    const hB = load<f32>(enthalpy + b) + (hasDelta ? load<f32>(delta + b) : 0);
    const tA = above(ofA, hA) + load<f32>(solidus + (<usize>load<u8>(tissue + (a >> 2)) << 2));
    const tB = above(ofB, hB) + load<f32>(solidus + (<usize>load<u8>(tissue + (b >> 2)) << 2));
    const kA = conductivity(ofA, hA);
    const kB = conductivity(ofB, hB);
    const heat = ((kA * kB * 2) / (kA + kB)) * (tB - tA);
    store<f32>(changes + (<usize>at << 2), weight * (heat - (load<f32>(theta + b) - load<f32>(theta + a))));
  }
}

/** A stage on planes `from` to `to`, whose runs begin at `runs`; while a plane is at hand, also what flows between its tissues. `hasDelta`: not the first of a step. */
export function sweep(from: i32, to: i32, runs: usize, theta: usize, next: usize, delta: usize, before: usize, mu: f32, nu: f32, gain: f32, hasDelta: bool): void {
  const MU = f32x4.splat(mu);
  const NU = f32x4.splat(nu);
  const GAIN = f32x4.splat(gain * scale);
  const SIX = f32x4.splat(-6);
  let run = runs;
  for (let z: i32 = from; z < to; z++) {
    for (let y: i32 = 0; y < rows; y++) {
      let cell = first + <usize>z * plane + <usize>y * row;
      for (;;) {
        const count = load<i32>(run);
        if (count == 0) break;
        const kind = load<i32>(run, 4);
        run += 8;
        const end = cell + (<usize>count << 4);
        // First what changes, then theta of it: neither waits long for its own last.
        let at = cell;
        for (const pairs = cell + (<usize>(count >> 1) << 5); at < pairs; at += 32) {
          v128.store(before + at, changeAt<u8>(theta + at, delta + at, before + at, source + at, MU, NU, GAIN, SIX));
          v128.store(before + at, changeAt<v128>(theta + at, delta + at, before + at, source + at, MU, NU, GAIN, SIX), 16);
        }
        if (count & 1) v128.store(before + at, changeAt<u8>(theta + at, delta + at, before + at, source + at, MU, NU, GAIN, SIX));
        if (kind >= 0) {
          const entry = table + (<usize>kind << 6);
          const F1 = v128.load32_splat(entry);
          const F2 = v128.load32_splat(entry, 4);
          const M1 = v128.load32_splat(entry, 8);
          const M2 = v128.load32_splat(entry, 12);
          const U0 = v128.load32_splat(entry, 16);
          const U1 = v128.load32_splat(entry, 20);
          for (; cell < end; cell += 16)
            v128.store(next + cell, thetaOf<f32>(v128.add<f32>(v128.load(enthalpy + cell), v128.load(before + cell)), F1, F2, M1, M2, U0, U1));
        } else {
          for (; cell < end; cell += 4) store<f32>(next + cell, scalarTheta(tableOf(cell), load<f32>(enthalpy + cell) + load<f32>(before + cell)));
        }
      }
      run += 8;
    }
    exchange(z, theta, delta, gain * scale, hasDelta);
  }
}

/**
 * Corrected voxels take what their faces changed, and their theta is made anew. By voxel: byte offset, and where in `entries` its faces begin (the next
 * one's beginning is their end); an entry is twice the face, and one more where the voxel is its second.
 */
export function correct(from: i32, to: i32, cells: usize, entries: usize, delta: usize, next: usize): void {
  for (let at: i32 = from; at < to; at++) {
    const cell = <usize>load<i32>(cells + (<usize>at << 3));
    const end = load<i32>(cells + (<usize>at << 3), 12);
    let own = load<f32>(delta + cell);
    for (let entry = load<i32>(cells + (<usize>at << 3), 4); entry < end; entry++) {
      const face = load<i32>(entries + (<usize>entry << 2));
      const change = load<f32>(changes + (<usize>(face >> 1) << 2));
      own += face & 1 ? -change : change;
    }
    store<f32>(delta + cell, own);
    store<f32>(next + cell, scalarTheta(tableOf(cell), load<f32>(enthalpy + cell) + own));
  }
}

/** The end of a step on planes `from` to `to`, as in (r, z): the change is taken, with what rounding leaves kept; lowest noted; sources made, by h^2. */
export function settle(from: i32, to: i32, runs: usize, delta: usize, stasis: bool): void {
  let run = runs;
  const ZERO = f32x4.splat(0);
  const ONE = f32x4.splat(1);
  for (let z: i32 = from; z < to; z++) {
    for (let y: i32 = 0; y < rows; y++) {
      let cell = first + <usize>z * plane + <usize>y * row;
      for (;;) {
        const count = load<i32>(run);
        if (count == 0) break;
        const kind = load<i32>(run, 4);
        run += 8;
        const end = cell + (<usize>count << 4);
        for (; cell < end; cell += 16) {
          const old = v128.load(enthalpy + cell);
          const change = v128.add<f32>(v128.load(delta + cell), v128.load(remainder + cell));
          const now = v128.add<f32>(old, change);
          v128.store(remainder + cell, v128.sub<f32>(change, v128.sub<f32>(now, old)));
          v128.store(enthalpy + cell, now);
          v128.store(least + cell, v128.pmin<f32>(v128.load(least + cell), now));
          if (kind >= 0) {
            const entry = table + (<usize>kind << 6);
            const full = load<f32>(entry, 24);
            let fraction = v128.pmin<f32>(ONE, v128.pmax<f32>(ZERO, v128.mul<f32>(now, f32x4.splat(1 / full))));
            if (stasis) {
              fraction = v128.pmin<f32>(fraction, v128.load(leastUnfrozen + cell));
              v128.store(leastUnfrozen + cell, fraction);
            }
            const base = load<f32>(solidus + (<usize>kind << 2));
            const range = load<f32>(entry, 44);
            const cl = load<f32>(entry, 40);
            const mushy = fma<f32>(f32x4.splat(range / full), now, f32x4.splat(base));
            const unfrozen = fma<f32>(f32x4.splat(1 / cl), now, f32x4.splat(base + range - full / cl));
            const warmth = fma<f32>(
              v128.load32_splat(entry, 48),
              v128.sub<f32>(v128.load32_splat(entry, 52), v128.pmax<f32>(mushy, unfrozen)),
              v128.load32_splat(entry, 56),
            );
            v128.store(source + cell, v128.mul<f32>(v128.mul<f32>(fraction, warmth), f32x4.splat(1 / scale)));
          } else {
            for (let lane: usize = 0; lane < 16; lane += 4) {
              const one = cell + lane;
              const entry = tableOf(one);
              const h = load<f32>(enthalpy + one);
              let fraction = min<f32>(1, max<f32>(0, h / load<f32>(entry, 24)));
              if (stasis) {
                fraction = min<f32>(fraction, load<f32>(leastUnfrozen + one));
                store<f32>(leastUnfrozen + one, fraction);
              }
              const t = above(entry, max<f32>(h, 0)) + load<f32>(solidus + (<usize>load<u8>(tissue + (one >> 2)) << 2));
              store<f32>(source + one, (fraction * (load<f32>(entry, 48) * (load<f32>(entry, 52) - t) + load<f32>(entry, 56))) / scale);
            }
          }
        }
      }
      run += 8;
    }
  }
}
