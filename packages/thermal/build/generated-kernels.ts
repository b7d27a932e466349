import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const assembly = join(import.meta.dirname, '../assembly');

const FLAGS =
  '-O3 --noAssert --runtime stub --uncheckedBehavior always --enable simd --importMemory --noExportMemory --initialMemory 0 --outFile kernel.wasm'.split(
    ' ',
  );

/** For memory that threads share: its greatest size is part of the module (MOST_PAGES in voxel/simd-engine.ts). */
const SHARED = ['--sharedMemory', '--enable', 'threads', '--maximumMemory', '16384'] as const;

/** The text of src/kernel/kernels.generated.ts as the sources in assembly/ make it. */
export async function generatedKernels(): Promise<string> {
  const texts = [
    ['PLAIN', 'axisymmetric.ts', []],
    ['RELAXED', 'axisymmetric.ts', ['--enable', 'relaxed-simd']],
    ['VOXELS_PLAIN', 'voxels.ts', []],
    ['VOXELS_RELAXED', 'voxels.ts', ['--enable', 'relaxed-simd']],
    ['VOXELS_SHARED', 'voxels.ts', SHARED],
    ['VOXELS_SHARED_RELAXED', 'voxels.ts', [...SHARED, '--enable', 'relaxed-simd']],
  ] as const;
  const lines = [
    '// Compiled from assembly/ by `npm run kernels -w @cryopath/thermal`; a test compiles it anew and compares.',
  ];
  for (const [name, entry, features] of texts) {
    const binary = await compiled(entry, features);
    lines.push(`export const ${name} =\n  '${Buffer.from(binary).toString('base64')}';`);
  }
  return `${lines.join('\n')}\n`;
}

async function compiled(entry: string, features: readonly string[]): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main([entry, ...FLAGS, ...features], {
    readFile: (name: string) => {
      try {
        return readFileSync(join(assembly, name), 'utf8');
      } catch {
        return null;
      }
    },
    writeFile: (_name: string, contents: string | Uint8Array) => {
      if (typeof contents !== 'string') binary = contents;
    },
    listFiles: () => [],
  } as never);
  if (error !== null || binary === undefined) throw new Error(`${error?.message ?? 'nothing was compiled'}\n${stderr}`);
  return binary;
}
