/*
 * What this machine can do at most: 128-bit multiply-adds and additions of f32, half and half and independent of one another
 * (operations a second), and the triad a = b + s c over arrays of 64 MiB (bytes a second, three streams).
 */
#include <immintrin.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}
int main(void) {
  __m128 a[5], b[5], m = _mm_set1_ps(0.999f), c = _mm_set1_ps(1e-3f);
  for (int i = 0; i < 5; i++) a[i] = b[i] = _mm_set1_ps((float)i);
  double best = 0;
  for (int round = 0; round < 7; round++) {
    double t = now();
    long n = 20000000;
    for (long k = 0; k < n; k++) {
#define TURN(i) a[i] = _mm_fmadd_ps(a[i], m, c); b[i] = _mm_add_ps(b[i], c);
      TURN(0) TURN(1) TURN(2) TURN(3) TURN(4)
      __asm__ volatile("" : "+x"(a[0]), "+x"(a[1]), "+x"(a[2]), "+x"(a[3]), "+x"(a[4]), "+x"(b[0]), "+x"(b[1]), "+x"(b[2]), "+x"(b[3]), "+x"(b[4]));
    }
    double rate = 10.0 * n / (now() - t);
    if (rate > best) best = rate;
  }
  long n = 16 << 20;
  float *x = malloc(n * 4), *y = malloc(n * 4), *z = malloc(n * 4);
  for (long i = 0; i < n; i++) { x[i] = 0; y[i] = i; z[i] = 1; }
  double triad = 0;
  for (int round = 0; round < 7; round++) {
    double t = now();
    for (long i = 0; i < n; i++) x[i] = y[i] + 0.5f * z[i];
    __asm__ volatile("" : : "r"(x) : "memory");
    double rate = 12.0 * n / (now() - t);
    if (rate > triad) triad = rate;
  }
  printf("%.6e %.6e %g\n", best, triad, (double)_mm_cvtss_f32(_mm_add_ps(a[0], b[0])));
  return 0;
}
