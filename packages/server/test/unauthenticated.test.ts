import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusalCode } from './clinic.ts';
import { type SignInClinic, signInClinic } from './sign-in-clinic.ts';

let clinic: SignInClinic;
beforeAll(async () => {
  clinic = await signInClinic();
});
afterAll(() => clinic.close());

/** Everything that is answered without anybody being signed in, and why. What is not here must answer 401. */
const PUBLIC: Readonly<Record<string, string>> = {
  'GET /fhir/metadata': 'what the interface can do (R4 http.html, "capabilities")',
  'GET /.well-known/smart-configuration': 'where programs sign in',
  'GET /fhir/.well-known/smart-configuration': 'where programs sign in',
  'GET /health': 'for load balancers',
  'GET /health/live': 'for load balancers',
  'GET /health/ready': 'for load balancers',
  'GET /metrics': 'by token, or from the machine itself where it is configured',
  'GET /sign-in/page.css': 'the style of the pages of sign-in',
  'GET /sign-in/': 'the form of staff',
  'GET /sign-in/invitation/:token': 'one page, the same for every invitation',
  'GET /sign-in/link/:token': 'one page, the same for every link',
  'POST /sign-in/link/:token': 'signs in',
  'POST /sign-in/password': 'signs in',
  'POST /sign-in/passkey': 'signs in',
  'POST /sign-in/passkey/options': 'signs in',
  'POST /sign-in/invitation/:token': 'signs in',
  'POST /sign-in/invitation/:token/authenticator': 'needs the invitation',
  'POST /sign-in/invitation/:token/passkey': 'signs in',
  'POST /sign-in/invitation/:token/passkey/options': 'needs the invitation',
  'POST /oauth/token': 'signs in programs',
};

/** The routes as Fastify knows them: whoever adds one cannot forget to be in this list. */
function routes(): readonly { readonly method: string; readonly url: string }[] {
  const path: string[] = [];
  return clinic.app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const found = /^([│ ]*)[└├]── (\S*)(?: \(([A-Z, ]+)\))?/.exec(line);
      if (!found) return [];
      const [, indent = '', part = '', methods = ''] = found;
      const depth = indent.length / 4;
      path.length = depth;
      path[depth] = part;
      return methods
        .split(', ')
        .filter((method) => method !== '' && method !== 'HEAD' && method !== 'OPTIONS')
        .map((method) => ({ method, url: path.join('') }));
    });
}

test('every route wants to know who asks, but those that are listed', async () => {
  const all = routes();
  expect(all.length).toBeGreaterThan(50);
  const open: string[] = [];
  for (const { method, url } of all) {
    const address = url.replace(':type', 'Patient').replace(/:(?:id|version|token)/g, '1');
    const answer = await clinic.call(method as 'GET', address, { body: {}, from: `192.0.2.${open.length + 1}` });
    const code = refusalCode(answer.statusCode >= 400 && answer.body.startsWith('{') ? answer : NOT_REFUSED);
    const isClosed = (answer.statusCode === 401 && code === 'CRYO-401') || answer.statusCode === 405;
    if (!isClosed) open.push(`${method} ${url}`);
  }
  expect(open.filter((route) => !(route in PUBLIC)).sort()).toEqual([]);
  const known = new Set(all.map(({ method, url }) => `${method} ${url}`));
  expect(Object.keys(PUBLIC).filter((route) => !known.has(route))).toEqual([]);
});
const NOT_REFUSED = { json: () => ({ resourceType: '' }) } as never;
