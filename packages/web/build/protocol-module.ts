import type { Plugin } from 'vite';
import { readProtocol } from './protocol-files.ts';

const NAME = 'virtual:protocol';

/** `import protocol from 'virtual:protocol'`: the compiled protocol, so that a browser neither parses nor checks YAML. */
export function protocolModule(): Plugin {
  return {
    name: 'cryopath:protocol-module',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load: (id) =>
      id === `\0${NAME}` ? `export default JSON.parse(${JSON.stringify(JSON.stringify(readProtocol()))})` : undefined,
  };
}
