import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { offlineWorker } from './build/offline-worker.ts';
import { prerenderGuide } from './build/prerender-guide.ts';
import { protocolModule } from './build/protocol-module.ts';
import { scopedName } from './build/scoped-name.ts';

export default defineConfig({
  plugins: [react(), protocolModule(), prerenderGuide(), offlineWorker()],
  worker: { format: 'es' },
  css: { modules: { generateScopedName: scopedName } },
  build: {
    target: 'es2024',
    // The server's content policy allows no inline scripts, styles or data URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // FHIRPath, in a chunk of its own that nothing waits for to be readable.
    chunkSizeWarningLimit: 1300,
    rolldownOptions: { input: ['index.html', 'guide.html', 'app/index.html', 'gallery/index.html'] },
  },
});
