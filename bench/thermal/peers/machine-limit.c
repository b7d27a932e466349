/*
 * What this machine can do at most: 128-bit multiply-adds and additions of f32, half and half, in so many independent chains that none waits for its own
 * last (operations a second), and the triad a = b + s c over arrays of 64 MiB (bytes a second, three streams).
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}
int main(void) {
  double best = 0;
  for (int round = 0; round < 7; round++) {
    double t = now();
    long n = 20000000;
    __asm__ volatile("vpxor %%xmm14, %%xmm14, %%xmm14\n vpxor %%xmm15, %%xmm15, %%xmm15\n" ::: "xmm14", "xmm15");
    for (long k = 0; k < n; k++) {
#define TURN(a, b) "vfmadd132ps %%xmm14, %%xmm15, %%xmm" #a "\n vaddps %%xmm15, %%xmm" #b ", %%xmm" #b "\n"
      // All sixteen registers by name: a compiler would keep some in memory.
      __asm__ volatile(TURN(0, 1) TURN(2, 3) TURN(4, 5) TURN(6, 7) TURN(8, 9) TURN(10, 11) TURN(12, 13)::
                           : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
    }
    double rate = 14.0 * n / (now() - t);
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
  printf("%.6e %.6e\n", best, triad);
  return 0;
}
