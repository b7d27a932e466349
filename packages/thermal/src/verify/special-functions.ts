/** Error function. Series for small arguments, 1 - erfc otherwise; relative error below 1e-14. Abramowitz and Stegun 7.1.5. */
export function erf(x: number): number {
  if (x < 0) return -erf(-x);
  if (x > 2) return 1 - erfc(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n += 1) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** Complementary error function, without cancellation for large arguments: continued fraction 7.1.14, from its far end. */
export function erfc(x: number): number {
  if (x < 2) return 1 - erf(x);
  let fraction = x;
  for (let n = 120; n >= 1; n -= 1) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}

/** E1(x) for x > 0; Ei(-x) = -E1(x). Series 5.1.11 up to 1, continued fraction 5.1.22 beyond. */
export function exponentialIntegral(x: number): number {
  if (x <= 1) {
    const euler = 0.577_215_664_901_532_9;
    let term = 1;
    let sum = -euler - Math.log(x);
    for (let n = 1; Math.abs(term) > 1e-18; n += 1) {
      term *= -x / n;
      sum -= term / n;
    }
    return sum;
  }
  let fraction = x;
  for (let n = 400; n >= 1; n -= 1) fraction = x + n / (1 + n / fraction);
  return Math.exp(-x) / fraction;
}

/** Zero of a function that changes sign once between two places. @throws when it does not: the caller's bracket is a bug. */
export function zeroBetween(low: number, high: number, f: (x: number) => number): number {
  const rises = f(high) > 0;
  if (f(low) > 0 === rises) throw new Error(`no change of sign between ${low} and ${high}`);
  let below = low;
  let above = high;
  for (let round = 0; round < 200; round += 1) {
    const middle = (below + above) / 2;
    if (middle === below || middle === above) break;
    if (f(middle) > 0 === rises) above = middle;
    else below = middle;
  }
  return (below + above) / 2;
}
