/*
 * The same lattice and tissue as super-steps.c, stepped by explicit Euler at its limit: what one would write first.
 * usage: explicit-euler <seconds a step>   reads the case of super-steps.c from stdin (its steps only tell the freezes and thaws).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <math.h>
#include <time.h>
#ifndef REAL
#define REAL float
#endif
typedef REAL real;
static double seconds_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}
static double number(void) {
  double x;
  if (scanf("%lf", &x) != 1) exit(2);
  return x;
}
static real *line(long n, double fill) {
  real *p = aligned_alloc(64, ((n * sizeof(real) + 63) / 64) * 64);
  for (long i = 0; i < n; i++) p[i] = (real)fill;
  return p;
}
static inline real theta_of(real h, real f1, real f2, real m1, real m2, real u0, real u1) {
  real frozen = h * (f1 + f2 * h), mushy = h * (m1 + m2 * h), unfrozen = u0 + u1 * h;
  real warm = mushy > unfrozen ? mushy : unfrozen;
  return frozen < warm ? frozen : warm;
}
static void column(long end, real out, real inv, real dt, const real *restrict t, const real *restrict e, real *restrict n, real *restrict h,
                   const real *restrict s, real *restrict f, const real *restrict up, const real *restrict down, real f1, real f2, real m1,
                   real m2, real u0, real u1) {
  for (long j = 0; j < end; j++) {
    real own = t[j], outflow = out * (e[j] - own);
    real rate = up[j] * (t[j + 1] - own) + down[j] * (t[j - 1] - own) + (outflow - f[j]) * inv + s[j];
    f[j] = outflow;
    h[j] += dt * rate;
    n[j] = theta_of(h[j], f1, f2, m1, m2, u0, u1);
  }
}
int main(int argc, char **argv) {
  double dt = atof(argv[1]);
  long columns = number(), rows = number(), inner = number(), tip = number(), shaft = number();
  real f1 = number(), f2 = number(), m1 = number(), m2 = number(), u0 = number(), u1 = number();
  double full = number(), solidus = number(), liquidus = number(), cl = number(), blood = number(), arterial = number();
  double start = number(), wallg = number(), endg = number();
  long stride = ((rows + 1 + 15) / 16) * 16, size = (columns + 1) * stride;
  real *outward = line(columns, 0), *inverse = line(columns, 0), *area = line(columns, 0);
  real *up = line(stride, 0), *down = line(stride, 0), *height = line(stride, 0), *flux = line(stride, 0);
  for (long i = 0; i < columns; i++) { outward[i] = number(); inverse[i] = number(); area[i] = number(); }
  for (long j = 0; j < rows; j++) { up[j] = number(); down[j] = number(); height[j] = number(); }
  double theta0 = theta_of(start, f1, f2, m1, m2, u0, u1);
  real *theta = line(size + 16, theta0) + 16, *next = line(size + 16, theta0) + 16, *h = line(size, start), *s = line(size, 0);
  double began = seconds_now(), count = 0;
  long steps = (long)ceil(600 / dt);
  for (long k = 0; k < steps; k++) {
    double now = fmod(k * dt, 300);
    int on = now < 180;
    double wall = -70 + 107 * exp(-now / 5);
    real level = (wall - solidus) * 2.0;
    for (long i = 0; i < inner; i++) {
      real *own = theta + i * stride + tip - 1;
      own[1] = on ? own[0] - endg * (own[0] - level) / up[tip - 1] : own[0];
    }
    memset(flux, 0, stride * sizeof(real));
    for (long i = 0; i < columns; i++) {
      if (i == inner)
        for (long j = tip; j < stride; j++) flux[j] = on && j < shaft ? (real)wallg * (theta[inner * stride + j] - level) : 0;
      column(i < inner ? tip : rows, outward[i], inverse[i], dt, theta + i * stride, theta + (i + 1) * stride, next + i * stride, h + i * stride,
             s + i * stride, flux, up, down, f1, f2, m1, m2, u0, u1);
    }
    real *x = theta; theta = next; next = x;
    count += columns * rows;
    // The blood changes slowly: every fiftieth step is enough for it.
    if (k % 50 == 0)
      for (long c = 0; c < columns * stride; c++) {
        real y = h[c] / (real)full;
        y = y < 0 ? 0 : y > 1 ? 1 : y;
        real mushy = solidus + h[c] * (real)((liquidus - solidus) / full), warm = (real)(liquidus - full / cl) + h[c] * (real)(1 / cl);
        s[c] = y * (real)blood * ((real)arterial - (mushy > warm ? mushy : warm));
      }
  }
  double took = seconds_now() - began, volume = 0;
  for (long i = 0; i < columns; i++)
    for (long j = 0; j < (i < inner ? tip : rows); j++) {
      double y = h[i * stride + j] / full;
      volume += (y < 0 ? 1 : y > 1 ? 0 : 1 - y) * area[i] * height[j];
    }
  printf("%.6f %.0f %.6f\n", took, count, volume * 2 * 3.14159265358979 * 1e9);
  return 0;
}
