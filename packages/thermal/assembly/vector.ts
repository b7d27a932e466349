/** a b + c, rounded once where the machine can (relaxed SIMD), twice where not. */
// @ts-ignore: decorator
@inline
export function fma<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, c);
  return v128.add<T>(v128.mul<T>(a, b), c);
}

/** Kirchhoff variable of an enthalpy (SPEC.md, 2). */
// @ts-ignore: decorator
@inline
export function thetaOf<T>(h: v128, f1: v128, f2: v128, m1: v128, m2: v128, u0: v128, u1: v128): v128 {
  const frozen = v128.mul<T>(h, fma<T>(f2, h, f1));
  const mushy = v128.mul<T>(h, fma<T>(m2, h, m1));
  const unfrozen = fma<T>(u1, h, u0);
  return v128.pmin<T>(frozen, v128.pmax<T>(mushy, unfrozen));
}

/** The same with enthalpy in units of 1 / f1; B is u8 where the frozen branch is straight, v128 where it is bent. */
// @ts-ignore: decorator
@inline
export function scaledTheta<T, B>(h: v128, f2: v128, m1: v128, m2: v128, u0: v128, u1: v128): v128 {
  const mushy = v128.mul<T>(h, fma<T>(m2, h, m1));
  const unfrozen = fma<T>(u1, h, u0);
  const frozen = sizeof<B>() == 16 ? fma<T>(v128.mul<T>(f2, h), h, h) : h;
  return v128.pmin<T>(frozen, v128.pmax<T>(mushy, unfrozen));
}

/** A vector one row lower: what comes last in one and first in the next. */
// @ts-ignore: decorator
@inline
export function joined<T>(before: v128, own: v128): v128 {
  if (sizeof<T>() == 4) return v128.shuffle<f32>(before, own, 3, 4, 5, 6);
  return v128.shuffle<f64>(before, own, 1, 2);
}

// @ts-ignore: decorator
@inline
export function sum<T>(a: v128): f64 {
  let total: f64 = 0;
  if (sizeof<T>() == 4) {
    total =
      <f64>f32x4.extract_lane(a, 0) +
      <f64>f32x4.extract_lane(a, 1) +
      <f64>f32x4.extract_lane(a, 2) +
      <f64>f32x4.extract_lane(a, 3);
  } else {
    total = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
  }
  return total;
}
