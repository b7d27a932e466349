import type { Kernel, Setting } from '../scheme/kernel.ts';
import { scalarKernel } from '../scheme/scalar-kernel.ts';
import { simdKernel } from './simd-kernel.ts';

/** f32 for answers, f64 for the oracle, scalar to be independent of SIMD. */
export type KernelName = 'f32' | 'f64' | 'scalar';

/** The kernel asked for, or the scalar one where it cannot run: they agree, so that only time is lost. */
export const kernelOf =
  (name: KernelName) =>
  (setting: Setting): Kernel =>
    name === 'scalar' ? scalarKernel(setting) : (simdKernel(setting, name) ?? scalarKernel(setting));
