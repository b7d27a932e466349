import { resolve } from 'node:path';

/** What the service is told by its environment. Everything here is said in one table, from which `--help` prints. */
export interface Configuration {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly publicUrl: string | undefined;
  readonly allowedHosts: readonly string[];
  readonly trustProxy: readonly string[];
  readonly clinicZone: string;
  readonly connections: number;
  readonly diskReserveMb: number;
  readonly resourceLimitMb: number;
  readonly bundleLimitMb: number;
  readonly metricsToken: string | undefined;
  readonly metricsOpen: 'no' | 'machine';
  readonly shutdownSeconds: number;
}

/** One environment variable: what it means, what it is when nobody says, and how it is read. */
interface Setting<Value> {
  readonly variable: string;
  readonly description: string;
  /** What stands for a variable that is not set; undefined means "none". */
  readonly fallback: string | undefined;
  /** @returns the value, or a Refusal that says what it must be */
  read(text: string): Value | Refusal;
}

/** Ends the sentence "PORT must be …". */
class Refusal {
  readonly mustBe: string;
  constructor(mustBe: string) {
    this.mustBe = mustBe;
  }
}

type Settings = { readonly [Name in keyof Configuration]: Setting<Exclude<Configuration[Name], undefined>> };

const whole = (from: number, to: number) => (text: string) => {
  const value = Number(text);
  const fits = /^\d+$/.test(text) && value >= from && value <= to;
  return fits ? value : new Refusal(`a whole number from ${from} to ${to}`);
};

const list = (text: string): readonly string[] =>
  text
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== '');

const SETTINGS: Settings = {
  port: {
    variable: 'PORT',
    description: 'Port to listen on. 0 takes any free one.',
    fallback: '8080',
    read: whole(0, 65_535),
  },
  host: {
    variable: 'HOST',
    description:
      'Address to listen on. 0.0.0.0 opens the service to the network: put TLS in front of it and set PUBLIC_URL.',
    fallback: '127.0.0.1',
    read: (text) => (/^[\w.:-]+$/.test(text) ? text : new Refusal('an address or a host name')),
  },
  dataDir: {
    variable: 'DATA_DIR',
    description: 'Folder for the embedded database, keys and audit roots.',
    fallback: '.data',
    read: (text) => resolve(text),
  },
  databaseUrl: {
    variable: 'DATABASE_URL',
    description:
      'A PostgreSQL (15 or newer) of your own instead of the embedded one: postgres://user:password@host/database',
    fallback: undefined,
    read: (text) =>
      /^postgres(?:ql)?:\/\//.test(text) && URL.canParse(text)
        ? text
        : new Refusal('a URL that begins with postgres://'),
  },
  publicUrl: {
    variable: 'PUBLIC_URL',
    description:
      'Where people and programs reach the service: scheme and host, such as https://clinic.example. It stands in every link.',
    fallback: undefined,
    read: readOrigin,
  },
  allowedHosts: {
    variable: 'ALLOWED_HOSTS',
    description: 'Further host names (with port, if any) to answer under, separated by commas.',
    fallback: '',
    read: list,
  },
  trustProxy: {
    variable: 'TRUST_PROXY',
    description: 'Addresses of proxies whose X-Forwarded-For is believed, separated by commas.',
    fallback: '',
    read: list,
  },
  clinicZone: {
    variable: 'CLINIC_ZONE',
    description: "The clinic's time zone: calendar days are counted in it.",
    fallback: 'Europe/Warsaw',
    read: (text) => (isZone(text) ? text : new Refusal('an IANA time zone such as Europe/Warsaw')),
  },
  connections: {
    variable: 'DATABASE_CONNECTIONS',
    description: 'Connections to the database at most.',
    fallback: '10',
    read: whole(2, 1_000),
  },
  diskReserveMb: {
    variable: 'DISK_RESERVE_MB',
    description: 'Free space (MB) below which writes are refused, so that reading goes on. Embedded database only.',
    fallback: '256',
    read: whole(16, 1_000_000),
  },
  resourceLimitMb: {
    variable: 'RESOURCE_LIMIT_MB',
    description: 'Largest body (MB) that holds one resource.',
    fallback: '4',
    read: whole(1, 64),
  },
  bundleLimitMb: {
    variable: 'BUNDLE_LIMIT_MB',
    description: 'Largest body (MB) that holds a transaction or a batch.',
    fallback: '64',
    read: whole(1, 256),
  },
  metricsToken: {
    variable: 'METRICS_TOKEN',
    description: 'Bearer token for /metrics. Without it nobody may look.',
    fallback: undefined,
    read: (text) => (/^[!-~]{16,}$/.test(text) ? text : new Refusal('at least 16 visible characters without spaces')),
  },
  metricsOpen: {
    variable: 'METRICS_OPEN',
    description:
      'Set to "machine" it lets who asks from this machine see /metrics without a token. Not where a proxy runs on it: what a proxy passes on comes from this machine too.',
    fallback: 'no',
    read: (text) => (text === 'no' || text === 'machine' ? text : new Refusal('no or machine')),
  },
  shutdownSeconds: {
    variable: 'SHUTDOWN_SECONDS',
    description: 'How long requests under way may go on when the service is told to stop.',
    fallback: '10',
    read: whole(0, 300),
  },
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that is wrong with an environment, in words, one sentence each. */
export interface ConfigurationFaults {
  readonly faults: readonly string[];
}

/** The configuration out of an environment; an empty variable counts as one that is not set. Wrong values are refused, all at once. */
export function configurationOf(
  environment: Environment,
  overrides: Environment = {},
): Configuration | ConfigurationFaults {
  const faults: string[] = [];
  const entries = Object.entries(SETTINGS).map(([name, setting]: [string, Setting<unknown>]) => {
    const { variable, fallback } = setting;
    const text = overrides[variable] || environment[variable] || fallback;
    if (text === undefined) return [name, undefined];
    const value = setting.read(text);
    // The value itself is not repeated: it may be a password or a token.
    if (value instanceof Refusal) faults.push(`${variable} must be ${value.mustBe}.`);
    return [name, value];
  });
  return faults.length > 0 ? { faults } : (Object.fromEntries(entries) as Configuration);
}

export const isFaulty = (read: Configuration | ConfigurationFaults): read is ConfigurationFaults => 'faults' in read;

/** The table for `--help`. */
export const settingsHelp = (): readonly {
  readonly variable: string;
  readonly description: string;
  readonly fallback: string;
}[] =>
  Object.values(SETTINGS).map(({ variable, description, fallback }) => ({
    variable,
    description,
    fallback: fallback === undefined || fallback === '' ? 'none' : fallback,
  }));

function readOrigin(text: string): string | Refusal {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isOrigin =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === '/' &&
    url.search === '' &&
    url.username === '';
  return isOrigin ? url.origin : new Refusal('scheme and host only, such as https://clinic.example');
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
