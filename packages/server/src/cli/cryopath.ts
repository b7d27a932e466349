#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// What Node makes of our sources is kept between starts, which halves the time of a start. It lies beside the installed packages, where only who may change
// the program may write; where nobody may, Node goes on without.
enableCompileCache(fileURLToPath(new URL('../../../../node_modules/.cache/cryopath', import.meta.url)));

// That Node calls a feature experimental which a package asks about is nothing that whoever runs this can act on.
process.removeAllListeners('warning');
process.on('warning', ({ name, message }) => {
  if (name !== 'ExperimentalWarning') process.stderr.write(`${name}: ${message}\n`);
});

const { main } = await import('./main.ts');
await main();
