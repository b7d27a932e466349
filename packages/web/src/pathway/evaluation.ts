// The rule engine stands in a chunk of its own: a page is readable before it has arrived.
export { default as ownProtocol } from 'virtual:protocol';
export { prepareAdvice } from '../patient/prepare-advice.ts';
export { loadPathway } from './load-pathway.ts';
export { protocolOfVersion } from './protocol-of-version.ts';
