/** `npm run kernels -w @cryopath/thermal`: compiles assembly/ into src/kernel/kernels.generated.ts, in which a browser and Node find it alike. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedKernels } from './generated-kernels.ts';

writeFileSync(join(import.meta.dirname, '../src/kernel/kernels.generated.ts'), await generatedKernels());
