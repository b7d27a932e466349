/*
 * The scheme of packages/thermal/SPEC.md in plain C, for the compiler to vectorise as it can: the yardstick of the benchmark.
 * usage: super-steps <columns> <rows> <f32|f64>  reads the case from stdin, in text:
 *   inner tip shaft, phase (f1 f2 m1 m2 u0 u1 full solidus liquidus cl), blood arterial, start, wall conductance, end conductance,
 *   columns x (outward inverse area), rows x (up down height), steps x (seconds, stages, on, level of theta at the wall)
 * Prints CPU seconds, cell-stages, frozen volume in mm3 and the enthalpy's sum, so that what was timed can be compared.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

int main(void) {
  long columns = number(), rows = number(), inner = number(), tip = number(), shaft = number();
  real f1 = number(), f2 = number(), m1 = number(), m2 = number(), u0 = number(), u1 = number();
  double full = number(), solidus = number(), liquidus = number(), cl = number(), blood = number(), arterial = number();
  double start = number(), wallg = number(), endg = number();
  long stride = ((rows + 1 + 15) / 16) * 16, size = (columns + 1) * stride;
  real *outward = line(columns, 0), *inverse = line(columns, 0), *area = line(columns, 0);
  real *up = line(stride, 0), *down = line(stride, 0), *height = line(stride, 0), *flux = line(stride, 0);
  for (long i = 0; i < columns; i++) { outward[i] = number(); inverse[i] = number(); area[i] = number(); }
  for (long j = 0; j < rows; j++) { up[j] = number(); down[j] = number(); height[j] = number(); }
  long steps = number();
  double *list = malloc(4 * steps * sizeof(double));
  for (long i = 0; i < 4 * steps; i++) list[i] = number();
  double theta0 = theta_of(start, f1, f2, m1, m2, u0, u1);
  real *theta = line(size + 16, theta0) + 16, *next = line(size + 16, theta0) + 16;
  real *d = line(size, 0), *b = line(size, 0), *h = line(size, start), *rest = line(size, 0), *s = line(size, 0);
  double began = seconds_now(), count = 0;
  for (long k = 0; k < steps; k++) {
    double dt = list[4 * k];
    long stages = list[4 * k + 1];
    int on = list[4 * k + 2];
    real level = list[4 * k + 3];
    double w = 2.0 / ((double)stages * stages + stages);
    for (long g = 1; g <= stages; g++) {
      real mu = g == 1 ? 0 : (2.0 * g - 1) / g, nu = g <= 2 ? 0 : (1.0 - g) / g;
      real gain = (g == 1 ? 1 : (2.0 * g - 1) / g) * w * dt;
      for (long i = 0; i < inner; i++) {
        real *own = theta + i * stride + tip - 1;
        own[1] = on ? own[0] - endg * (own[0] - level) / up[tip - 1] : own[0];
      }
      memset(flux, 0, stride * sizeof(real));
      for (long i = 0; i < columns; i++) {
        if (i == inner) {
          for (long j = tip; j < stride; j++) flux[j] = on && j < shaft ? (real)wallg * (theta[inner * stride + j] - level) : 0;
        }
        long end = i < inner ? tip : rows;
        real out = outward[i], inv = inverse[i];
        real *restrict t = theta + i * stride, *restrict n = next + i * stride, *restrict dd = d + i * stride;
        real *restrict bb = b + i * stride, *restrict hh = h + i * stride, *restrict ss = s + i * stride, *restrict ff = flux;
        const real *restrict e = theta + (i + 1) * stride;
#pragma GCC ivdep
        for (long j = 0; j < end; j++) {
          real own = t[j], outflow = out * (e[j] - own);
          real rate = up[j] * (t[j + 1] - own) + down[j] * (t[j - 1] - own) + (outflow - ff[j]) * inv + ss[j];
          ff[j] = outflow;
          real change = mu * dd[j] + nu * bb[j] + gain * rate;
          bb[j] = change;
          n[j] = theta_of(hh[j] + change, f1, f2, m1, m2, u0, u1);
        }
      }
      real *x = d; d = b; b = x;
      x = theta; theta = next; next = x;
      count += columns * rows;
    }
    for (long i = 0; i < columns; i++) {
      long end = i < inner ? tip : rows;
      for (long j = 0; j < end; j++) {
        long c = i * stride + j;
        real change = d[c] + rest[c], old = h[c], now = old + change;
        rest[c] = change - (now - old);
        h[c] = now;
        real x = now / (real)full;
        x = x < 0 ? 0 : x > 1 ? 1 : x;
        real mushy = solidus + now * (real)((liquidus - solidus) / full), warm = (real)(liquidus - full / cl) + now * (real)(1 / cl);
        s[c] = x * (real)blood * ((real)arterial - (mushy > warm ? mushy : warm));
      }
    }
  }
  double took = seconds_now() - began, volume = 0;
  for (long i = 0; i < columns; i++)
    for (long j = 0; j < (i < inner ? tip : rows); j++) {
      double x = h[i * stride + j] / full;
      volume += (x < 0 ? 1 : x > 1 ? 0 : 1 - x) * area[i] * height[j];
    }
  printf("%.6f %.0f %.6f\n", took, count, volume * 2 * 3.14159265358979 * 1e9);
  return 0;
}
