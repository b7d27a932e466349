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
