import { PLAIN, RELAXED } from './kernels.generated.ts';

/** What this engine can run: relaxed SIMD (a multiply-add that is rounded once), plain SIMD, or neither. Compiled once. */
export function kernelModule(): WebAssembly.Module | undefined {
  if (module === undefined) module = compiled(RELAXED) ?? compiled(PLAIN) ?? null;
  return module ?? undefined;
}

let module: WebAssembly.Module | null | undefined;

function compiled(base64: string): WebAssembly.Module | undefined {
  const binary = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  // An engine without the instructions refuses the whole module; that is the test for them.
  return WebAssembly.validate(binary) ? new WebAssembly.Module(binary) : undefined;
}
