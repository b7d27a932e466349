import { defineConfig } from 'vitest/config';
import { protocolModule } from './packages/web/build/protocol-module.ts';

export default defineConfig({
  // The screens’ logic takes the compiled protocol from where the build puts it.
  plugins: [protocolModule()],
  test: {
    include: ['packages/*/src/**/*.test.ts', 'packages/*/test/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: ['packages/record/test/global.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
