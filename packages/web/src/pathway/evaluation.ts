// The rule engine stands in a chunk of its own: a page is readable before it has arrived.
export { advise, evaluate } from '@cryopath/pathway';
