export { type Configuration, type ConfigurationFaults, configurationOf, isFaulty } from './configuration.ts';
export { createLog, type Log, silentLog } from './log.ts';
export type { IncomingRequest, RequesterOf } from './sign-in/requester-of.ts';
export { type RunningServer, type StartOptions, startServer } from './start-server.ts';
export { systemClock } from './system-clock.ts';
