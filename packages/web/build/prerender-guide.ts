import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { createServer } from 'vite';
import { readProtocol } from './protocol-files.ts';
import { scopedName } from './scoped-name.ts';

const LANGUAGES = ['en', 'pl'] as const;

/**
 * Turns the built template guide.html into /en/ and /pl/, whole pages that need no JavaScript, and index.html into the choice
 * between them.
 */
export function prerenderGuide(): Plugin {
  return {
    name: 'cryopath:prerender-guide',
    apply: 'build',
    enforce: 'post',
    // The guide's classes stand only in its markup, so the bundler sees nobody use them and would leave their rules out.
    transform(code, id) {
      return id.endsWith('.module.css') ? { code, map: null, moduleSideEffects: 'no-treeshake' } : null;
    },
    async generateBundle(_, bundle) {
      const protocol = readProtocol();
      const { renderGuide, renderChooser } = await loadRenderer();
      const take = (fileName: string): string => {
        const asset = bundle[fileName];
        if (asset?.type !== 'asset') this.error(`${fileName} was not built`);
        delete bundle[fileName];
        return String(asset.source);
      };
      const template = take('guide.html');
      for (const language of LANGUAGES) {
        const page = fill(template.replace('<html lang="en">', `<html lang="${language}">`), {
          title: escaped(protocol.guide.title[language]),
          description: escaped(protocol.guide.description[language]),
          content: renderGuide(protocol, language),
        });
        this.emitFile({ type: 'asset', fileName: `${language}/index.html`, source: page });
      }
      const chooser = fill(take('index.html'), { title: 'Cryopath', content: renderChooser() });
      this.emitFile({ type: 'asset', fileName: 'index.html', source: chooser });
    },
  };
}

/** Loads the React components of the guide as Vite would for a browser, in Node. */
async function loadRenderer(): Promise<typeof import('../src/guide/render.tsx')> {
  const server = await createServer({
    configFile: false,
    root: fileURLToPath(new URL('..', import.meta.url)),
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    css: { modules: { generateScopedName: scopedName } },
  });
  try {
    return (await server.ssrLoadModule('/src/guide/render.tsx')) as typeof import('../src/guide/render.tsx');
  } finally {
    await server.close();
  }
}

/** Fills `{name}`. A function as replacement, because a text may hold `$&`. */
const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(title|description|content)\}/g, (whole, name: string) => values[name] ?? whole);

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
