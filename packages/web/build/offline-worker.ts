import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** Pages that are kept beside everything that they load: the app, and the guide in both languages. */
const PAGES = ['/app/', '/en/', '/pl/'];

/** The freeze planner and its model are a clinic's with its network: a patient's device need not keep them. */
const OF_THE_PLANNER = /^assets\/(planner-page|freezing-step|use-prediction|freeze-worker)-/;

/** Writes `/worker.js` with the names of all files that the app needs without a network. */
export function offlineWorker(): Plugin {
  return {
    name: 'cryopath:offline-worker',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const files = [
          ...PAGES,
          ...Object.keys(bundle)
            .filter((name) => name.startsWith('assets/') && !OF_THE_PLANNER.test(name))
            .map((name) => `/${name}`),
        ].toSorted();
        const hash = createHash('sha256');
        for (const each of Object.values(bundle)) {
          hash.update(each.fileName).update(each.type === 'asset' ? each.source : each.code);
        }
        const source = readFileSync(new URL('../src/device/worker.js', import.meta.url), 'utf8')
          .replace('__FILES__', () => JSON.stringify(files))
          .replace('__VERSION__', () => JSON.stringify(hash.digest('hex').slice(0, 16)));
        this.emitFile({ type: 'asset', fileName: 'worker.js', source });
      },
    },
  };
}
