import { expect, test } from 'vitest';
import {
  type Configuration,
  type ConfigurationFaults,
  configurationOf,
  isFaulty,
  settingsHelp,
} from './configuration.ts';

const read = (environment: Record<string, string>): Configuration => {
  const configuration = configurationOf(environment);
  if (isFaulty(configuration)) throw new Error(configuration.faults.join(' '));
  return configuration;
};

test('an empty environment gives a service for this machine alone', () => {
  expect(read({})).toMatchObject({ port: 8080, host: '127.0.0.1', clinicZone: 'Europe/Warsaw', diskReserveMb: 256 });
  expect(read({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 8080, databaseUrl: undefined });
});

test('lists are taken apart, and hosts are compared in lower case', () => {
  expect(read({ ALLOWED_HOSTS: 'A.example, b.example:8443,' }).allowedHosts).toEqual(['a.example', 'b.example:8443']);
});

test.each([
  ['PORT', '70000'],
  ['PORT', '80a'],
  ['PORT', '-1'],
  ['HOST', 'not a host'],
  ['DATABASE_URL', 'mysql://host/database'],
  ['PUBLIC_URL', 'https://clinic.example/path'],
  ['PUBLIC_URL', 'clinic.example'],
  ['PUBLIC_URL', 'ftp://clinic.example'],
  ['CLINIC_ZONE', 'Europe/Nowhere'],
  ['DATABASE_CONNECTIONS', '1'],
  ['METRICS_TOKEN', 'short'],
  ['METRICS_OPEN', 'yes'],
  ['BUNDLE_LIMIT_MB', '1e3'],
])('%s=%s is refused in words', (variable, value) => {
  const { faults } = configurationOf({ [variable]: value }) as ConfigurationFaults;
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(new RegExp(`^${variable} must be .+\\.$`));
});

test('a refused secret is not repeated on the screen', () => {
  const { faults } = configurationOf({
    METRICS_TOKEN: 'hunter2',
    DATABASE_URL: 'mysql://u:swordfish@h/d',
  }) as ConfigurationFaults;
  expect(faults.join()).not.toMatch(/hunter2|swordfish/);
});

test('all faults are told at once', () => {
  expect((configurationOf({ PORT: 'x', CLINIC_ZONE: 'y' }) as ConfigurationFaults).faults).toHaveLength(2);
});

test('every setting has a sentence for --help', () => {
  const help = settingsHelp();
  expect(help.map(({ variable }) => variable)).toContain('DATA_DIR');
  expect(help.filter(({ description }) => !/^[A-Z].*[.\w]$/.test(description))).toEqual([]);
});
