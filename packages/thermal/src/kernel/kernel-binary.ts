import {
  PLAIN,
  RELAXED,
  VOXELS_PLAIN,
  VOXELS_RELAXED,
  VOXELS_SHARED,
  VOXELS_SHARED_RELAXED,
} from './kernels.generated.ts';

/** What this engine can run of (r, z): with relaxed SIMD (a multiply-add that is rounded once), with plain SIMD, or not at all. Compiled once. */
export const kernelModule = firstThatRuns(RELAXED, PLAIN);

/** The same for voxels. */
export const voxelModule = firstThatRuns(VOXELS_RELAXED, VOXELS_PLAIN);

/** The same for voxels in memory that threads share. */
export const sharedVoxelModule = firstThatRuns(VOXELS_SHARED_RELAXED, VOXELS_SHARED);

function firstThatRuns(...binaries: readonly string[]): () => WebAssembly.Module | undefined {
  let module: WebAssembly.Module | null | undefined;
  return () => {
    if (module === undefined) module = binaries.map(compiled).find((one) => one !== undefined) ?? null;
    return module ?? undefined;
  };
}

function compiled(base64: string): WebAssembly.Module | undefined {
  const binary = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  // An engine without the instructions refuses the whole module; that is the test for them.
  return WebAssembly.validate(binary) ? new WebAssembly.Module(binary) : undefined;
}
