import type { CallOptions, Method } from '../clinic.ts';

/** One malformed request, and what its answer must be like. */
export interface Malformed {
  readonly family: string;
  readonly method: Method;
  readonly url: string;
  readonly options: CallOptions & { readonly payload?: Uint8Array };
  /** Whether the answer must name a place: an expression, or line, column and pointer. */
  readonly needsPlace: boolean;
  /** A hostile text can be a lawful search for that text: then it finds nothing, which is an answer too. */
  readonly mayFindNothing: boolean;
}

/** Reproducible numbers: xorshift32. The seed is printed when something fails. */
export function randomFrom(seed: number) {
  let state = seed | 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const pick = <T>(choices: readonly T[]): T => choices[below(choices.length)] as T;
  return { next, below, pick };
}
type Random = ReturnType<typeof randomFrom>;

const OBSERVATION = {
  resourceType: 'Observation',
  id: 'x',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '72514-3' }], text: 'pain' },
  subject: { reference: 'Patient/p1' },
  effectiveDateTime: '2026-03-02T10:00:00+01:00',
  valueQuantity: { value: 7, unit: '{score}', system: 'http://unitsofmeasure.org', code: '{score}' },
};
const PATIENT = {
  resourceType: 'Patient',
  id: 'x',
  active: true,
  name: [{ family: 'Nowak', given: ['Jan'] }],
  gender: 'male',
  birthDate: '1970-01-01',
};

const HOSTILE = [
  "'; drop table resource; --",
  "' or '1'='1",
  '1); delete from version; --',
  "\\'; select pg_sleep(10); --",
  '../../../etc/passwd',
  '<script>alert(1)</script>',
  '%27%20or%201%3D1',
  '$1',
  '\u202e\u0000\ufeff',
  '💣'.repeat(200),
  'a'.repeat(9000),
  '|||',
  ',,,',
  '\\,\\|\\$\\',
  '%',
  '%zz',
  '%c3%28',
  '%ed%a0%80',
  '%00',
  '-1e999',
  'NaN',
  '9'.repeat(400),
  '*',
  '{"$gt":""}',
];

const IMPOSSIBLE_DATES = [
  '2023-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-04-31',
  '26-1-1',
  '2026-1-1',
  '',
  'yesterday',
  '2026-02-30T25:00:00Z',
  '0000-01-01',
  '2026-01-01T10:00:00',
];

/** Bodies that are JSON but not the resource they pretend to be. */
function damagedResource(random: Random): string {
  const resource: Record<string, unknown> = structuredClone(random.pick([OBSERVATION, PATIENT]));
  const isObservation = resource.resourceType === 'Observation';
  const field = random.pick(Object.keys(resource).filter((name) => name !== 'resourceType' && name !== 'id'));
  const wrong = random.pick<unknown>([
    null,
    0,
    -1.5,
    '',
    [],
    {},
    [[]],
    [null],
    { a: { b: {} } },
    'x\u0001y',
    1e308,
    [{}],
    { resourceType: 'Patient' },
  ]);
  switch (random.below(5)) {
    case 0:
      // A boolean stays one: everything else there is wrong.
      resource[field] = typeof wrong === 'string' && typeof resource[field] === 'string' ? null : wrong;
      break;
    case 1:
      resource[isObservation ? 'effectiveDateTime' : 'birthDate'] = random.pick(IMPOSSIBLE_DATES);
      break;
    case 2:
      resource[`${field}x`] = resource[field];
      break;
    case 3:
      if (isObservation) resource.valueString = 'a second value';
      else resource.deceasedBoolean = random.pick([0, 'true', null, []]);
      break;
    default:
      resource[isObservation ? 'status' : 'gender'] = random.pick(['FINAL', 'maybe', ' ', 'final ', 7]);
  }
  return JSON.stringify(resource);
}

/** Texts that are not the JSON that the record reads. */
function damagedText(random: Random): string {
  const text = JSON.stringify(random.pick([OBSERVATION, PATIENT]));
  const inside = text.slice(1, -1);
  const depth = 100 + random.below(200_000);
  switch (random.below(12)) {
    case 0:
      return text.slice(0, 1 + random.below(text.length - 1));
    case 1:
      return `${'['.repeat(depth)}${random.pick(['', ']'.repeat(depth)])}`;
    case 2:
      return `{${inside},"extension":${'[{"extension":'.repeat(depth)}`;
    case 3:
      return `{${inside},${random.pick(['"status":"final"', '"id":"y"', '"name":[]', '"resourceType":"Patient"'])},"resourceType":"Patient"}`;
    case 4:
      return `{${inside},${random.pick(['"__proto__"', '"constructor"', '"prototype"', '"\\u005f_proto__"'])}:{"isAdmin":true}}`;
    case 5:
      return `{${inside},"text":{"status":"generated","div":"${random.pick(['\\ud800', '\\udc00', '\\ud800\\u0041', '\\udfff\\ud800'])}"}}`;
    case 6:
      return `${text}${random.pick(['x', '{}', ']', 'null', '\u0000'])}`;
    case 7:
      return text.replace(/:/, random.pick(['', '::', '=', ':,', ':+']));
    case 8:
      return `{${inside},"a":${random.pick(['01', '.5', '5.', '1e', '+1', 'NaN', 'Infinity', '0x10', '--1', 'tru', 'nul', "'x'"])}}`;
    case 9:
      return `{${inside},"a":"${random.pick(['\u0000', '\n', '\u001f', '\\x', '\\u12', '\\'])}"}`;
    case 10:
      return random.pick([
        'null',
        'true',
        '1',
        '"Patient"',
        '[]',
        '{}',
        ' ',
        '{"resourceType":null}',
        '{"resourceType":["Patient"]}',
        '\ufeff',
      ]);
    default:
      return `{${inside},}`;
  }
}

function damagedBytes(random: Random): Uint8Array {
  const bytes = Buffer.from(JSON.stringify(PATIENT));
  bytes[20 + random.below(bytes.length - 40)] = random.pick([0xc3, 0xff, 0xfe, 0x80, 0xed, 0xf8]);
  return bytes;
}

const PARAMETERS = [
  'family',
  'name',
  '_id',
  '_lastUpdated',
  'birthdate',
  'identifier',
  'gender',
  '_sort',
  '_count',
  '_include',
  '_revinclude',
  '_has:Observation:patient:code',
  '_total',
  '_elements',
  '_summary',
  '_tag',
  '_cursor',
  'general-practitioner',
  'organization.name',
  'name:exact',
  'name:contains',
  'identifier:not',
  'active:missing',
  'nonsense',
  '_filter',
  'family:nonsense',
  '_query',
  '_content',
  '_text',
  '_list',
];

const hostileQuery = (random: Random): string =>
  Array.from({ length: 1 + random.below(3) }, () => {
    const value = random.pick(HOSTILE);
    const name =
      random.below(12) === 0 ? encodeURIComponent(random.pick(HOSTILE).slice(0, 60)) : random.pick(PARAMETERS);
    const prefix = random.pick(['', '', 'ge', 'xx', 'urn:x|', 'Patient/']);
    return `${name}=${random.below(3) === 0 ? value.replaceAll(/[^!-~]|[#&]/g, '') : encodeURIComponent(prefix + value)}`;
  })
    .join('&')
    .slice(0, 12_000);

/** A header's worth of nonsense; `*` alone would make sense in some. */
const bad = (random: Random): string => random.pick(HOSTILE.filter((each) => /^[ -~]{2,200}$/.test(each)));

const HEADERS: readonly ((random: Random) => [Method, string, CallOptions])[] = [
  (random) => [
    'PUT',
    '/fhir/Patient/x',
    { body: PATIENT, headers: { 'if-match': random.pick(['*', '1', 'W/"', 'W/"1", W/"2"', 'W/"-1"', bad(random)]) } },
  ],
  (random) => [
    'PUT',
    '/fhir/Patient/x',
    { body: PATIENT, headers: { 'if-none-match': random.pick(['W/"1"', '**', bad(random)]) } },
  ],
  (random) => [
    'POST',
    '/fhir/Patient',
    { body: PATIENT, headers: { 'idempotency-key': random.pick(['', 'a b', 'x'.repeat(300)]) } },
  ],
  (random) => [
    'POST',
    '/fhir/Patient',
    {
      body: PATIENT,
      headers: {
        'content-type': random.pick([
          'text/html',
          'application/fhir+json;charset=utf-16',
          'x',
          'application/json-patch+json',
          ';;;',
          bad(random),
        ]),
      },
    },
  ],
  (random) => [
    'GET',
    '/fhir/Patient',
    { headers: { accept: random.pick(['application/fhir+xml', 'text/html', 'image/*', ';q=', bad(random)]) } },
  ],
  (random) => [
    'PATCH',
    '/fhir/Patient/x',
    {
      body: random.pick<unknown>([
        {},
        [1],
        [null],
        [{ op: 'dance', path: '/a' }],
        [{ op: 'add' }],
        [{ op: 'add', path: 'no-slash', value: 1 }],
      ]),
      headers: { 'content-type': 'application/json-patch+json', 'if-match': 'W/"1"' },
    },
  ],
  (random) => [
    'POST',
    '/fhir',
    {
      body: {
        resourceType: 'Bundle',
        type: random.pick<unknown>(['transaction', 'batch', 'collection', 7]),
        entry: random.pick<unknown>([{}, [null], [{}], [{ request: { method: 'DANCE', url: 'Patient' } }], 'x']),
      },
    },
  ],
];

const ADDRESSES = (random: Random): string =>
  random.pick([
    `/fhir/Patient/${encodeURIComponent(random.pick(HOSTILE)).slice(0, 500)}`,
    `/fhir/Patient/${random.pick(['%', '%zz', '%c3%28', 'a%00b', '%2e%2e%2f', '%ff'])}`,
    `/fhir/${encodeURIComponent(random.pick(HOSTILE)).slice(0, 400)}/x`,
    `/fhir/Patient/x/_history/${random.pick(['0', '-1', '1e9', '99999999999999999999', 'x', '%00', "1'"])}`,
    `/fhir/Patient/x/$${random.pick(['dance', 'everything%00', "everything';"])}`,
    `/fhir/Patient/${'x'.repeat(65 + random.below(3000))}`,
    `/${random.pick(['fhir/Patient/x/y/z', '..%2f..%2fetc%2fpasswd', 'fhir//Patient', '%', 'fhir/Patient/_history/x/y'])}`,
  ]);

/** The nth malformed request of a seed. */
export function malformed(random: Random): Malformed {
  const kind = random.below(100);
  const target = (body: string | Uint8Array): Pick<Malformed, 'method' | 'url'> =>
    random.pick([
      { method: 'POST', url: `/fhir/${String(body).includes('"Observation"') ? 'Observation' : 'Patient'}` },
      { method: 'PUT', url: `/fhir/${String(body).includes('"Observation"') ? 'Observation' : 'Patient'}/x` },
    ] as const);
  if (kind < 30) {
    const body = damagedResource(random);
    return { family: 'resource', ...target(body), options: { body }, needsPlace: true, mayFindNothing: false };
  }
  if (kind < 55) {
    const body = damagedText(random);
    return { family: 'text', ...target(body), options: { body }, needsPlace: false, mayFindNothing: false };
  }
  if (kind < 58) {
    const payload = damagedBytes(random);
    return {
      family: 'bytes',
      method: 'POST',
      url: '/fhir/Patient',
      options: { payload },
      needsPlace: false,
      mayFindNothing: false,
    };
  }
  if (kind < 80) {
    const query = hostileQuery(random);
    if (random.below(4) === 0) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded', prefer: 'handling=strict' };
      return {
        family: 'form',
        method: 'POST',
        url: '/fhir/Patient/_search',
        options: { body: query, headers },
        needsPlace: false,
        mayFindNothing: true,
      };
    }
    const headers = { prefer: random.pick(['handling=strict', 'handling=lenient', 'x']) };
    const url = `/fhir/${random.pick(['Patient', 'Patient', 'Observation', 'Patient/x/$everything', 'Patient/_history', 'AuditEvent'])}?${query}`;
    return { family: 'search', method: 'GET', url, options: { headers }, needsPlace: false, mayFindNothing: true };
  }
  if (kind < 90) {
    const [method, url, options] = random.pick(HEADERS)(random);
    return { family: 'header', method, url, options, needsPlace: false, mayFindNothing: url === '/fhir' };
  }
  return {
    family: 'address',
    method: random.pick(['GET', 'GET', 'DELETE', 'PUT']),
    url: ADDRESSES(random),
    options: {},
    needsPlace: false,
    mayFindNothing: false,
  };
}
