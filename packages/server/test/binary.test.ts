import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusalCode, type TestClinic, testClinic } from './clinic.ts';

let clinic: TestClinic;
let patient: string;
let observation: string;
beforeAll(async () => {
  clinic = await testClinic();
  const idOf = async (path: string, body: object) =>
    ((await clinic.call('doctor', 'POST', `/fhir/${path}`, { body })).json() as { id: string }).id;
  patient = await idOf('Patient', { resourceType: 'Patient', managingOrganization: { reference: 'Organization/c1' } });
  observation = await idOf('Observation', {
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'pain' },
    subject: { reference: `Patient/${patient}` },
  });
});
afterAll(() => clinic.close());

const IMAGE = randomBytes(4_096);

const upload = (bytes: Buffer | string, contentType: string, headers: Record<string, string> = {}, role = 'doctor') =>
  clinic.app.inject({
    method: 'POST',
    url: '/fhir/Binary',
    headers: { host: 'clinic.test', authorization: `Bearer ${role}`, 'content-type': contentType, ...headers },
    payload: bytes,
  });
const about = (reference: string) => ({ 'x-security-context': reference });
const read = (id: string, accept?: string, role = 'doctor', url = `/fhir/Binary/${id}`) =>
  clinic.app.inject({
    method: 'GET',
    url,
    headers: { host: 'clinic.test', authorization: `Bearer ${role}`, ...(accept === undefined ? {} : { accept }) },
  });
async function stored(bytes: Buffer | string = IMAGE, contentType = 'image/png'): Promise<string> {
  const answer = await upload(bytes, contentType, about(`Observation/${observation}`));
  expect(answer.statusCode).toBe(201);
  return (answer.json() as { id: string }).id;
}

describe('the content of a Binary', () => {
  test('comes back as it was sent, byte by byte, under its own media type', async () => {
    const id = await stored();
    for (const accept of [undefined, '*/*', 'image/*', 'image/png', 'text/html, image/png;q=0.5']) {
      const given = await read(id, accept);
      expect([given.statusCode, given.headers['content-type'], given.headers.etag]).toEqual([
        200,
        'image/png',
        'W/"1"',
      ]);
      expect(given.rawPayload.equals(IMAGE), accept ?? 'nothing said').toBe(true);
    }
    const version = await read(id, undefined, 'doctor', `/fhir/Binary/${id}/_history/1`);
    expect(version.rawPayload.equals(IMAGE)).toBe(true);
  });

  test('is base64 in a Binary for who asks for FHIR JSON', async () => {
    const id = await stored();
    const wanted = {
      resourceType: 'Binary',
      contentType: 'image/png',
      securityContext: { reference: `Observation/${observation}` },
      data: IMAGE.toString('base64'),
    };
    for (const accept of ['application/fhir+json', 'application/json', 'application/fhir+json, */*;q=0.1']) {
      const given = await read(id, accept);
      expect(given.headers['content-type']).toBe('application/fhir+json; charset=utf-8');
      expect(given.json()).toMatchObject(wanted);
    }
    expect((await read(id, '*/*', 'doctor', `/fhir/Binary/${id}?_format=json`)).json()).toMatchObject(wanted);
  });

  test('is refused to who takes other types alone', async () => {
    const id = await stored();
    expect(refusalCode(await read(id, 'application/pdf'))).toBe('CRYO-505');
    expect(refusalCode(await read(id, 'image/png;q=0'))).toBe('CRYO-505');
  });

  // H18
  test.each(['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/javascript', 'text/html; charset=utf-8'])(
    'is never shown in our origin, as %s neither',
    async (contentType) => {
      const id = await stored('<script>alert(document.cookie)</script>', contentType);
      const { headers } = await read(id, 'text/html,application/xhtml+xml,*/*;q=0.8');
      expect(headers).toMatchObject({
        'content-type': contentType,
        'content-disposition': 'attachment',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'private, no-store',
      });
    },
  );

  test('lies in the record of what it is about, and is seen by who sees that', async () => {
    const id = await stored();
    expect((await read(id, undefined, `patient:${patient}`)).statusCode).toBe(200);
    for (const stranger of ['patient:p9', 'administrator', 'auditor']) {
      const refused = await read(id, undefined, stranger);
      expect([403, 404]).toContain(refused.statusCode);
      expect(refusalCode(refused)).toMatch(/^CRYO-/);
    }
  });

  test('about what its sender may not see, or cannot be, is refused', async () => {
    for (const context of [
      'Observation/nothing',
      'Patient/nobody',
      'https://x.example/fhir/Patient/1',
      'nonsense',
      '#a',
    ])
      expect((await upload(IMAGE, 'image/png', about(context))).statusCode, context).toBeGreaterThanOrEqual(400);
  });

  test('is nobody’s to send who may not create a Binary', async () => {
    expect((await upload(IMAGE, 'image/png', {}, `patient:${patient}`)).statusCode).toBe(403);
    expect((await upload(IMAGE, 'image/png', {}, 'auditor')).statusCode).toBe(403);
  });

  test('is refused when it is too large, empty, of no type, or of another resource', async () => {
    expect((await upload(Buffer.alloc(4_194_305), 'image/png')).statusCode).toBe(413);
    expect(refusalCode(await upload(Buffer.alloc(0), 'image/png'))).toBe('CRYO-113');
    expect((await upload(IMAGE, 'not a type')).statusCode).toBe(415);
    expect(refusalCode(await upload('{"resourceType":"Patient"}', 'application/fhir+json'))).toBe('CRYO-166');
    const elsewhere = await clinic.app.inject({
      method: 'POST',
      url: '/fhir/Media',
      headers: { host: 'clinic.test', authorization: 'Bearer doctor', 'content-type': 'image/png' },
      payload: IMAGE,
    });
    expect(elsewhere.statusCode).toBe(415);
  });

  test('is replaced by the lead under If-Match, and the version before is kept', async () => {
    const id = await stored();
    const put = (headers: Record<string, string>) =>
      clinic.app.inject({
        method: 'PUT',
        url: `/fhir/Binary/${id}`,
        headers: {
          host: 'clinic.test',
          authorization: 'Bearer lead',
          'content-type': 'image/png',
          ...about(`Observation/${observation}`),
          ...headers,
        },
        payload: Buffer.from('another'),
      });
    expect((await put({})).statusCode).toBe(428);
    expect((await put({ 'if-match': 'W/"1"' })).statusCode).toBe(200);
    expect((await read(id)).body).toBe('another');
    expect((await read(id, undefined, 'doctor', `/fhir/Binary/${id}/_history/1`)).rawPayload.equals(IMAGE)).toBe(true);
  });

  test('is not sent again to who has it, and HEAD tells of it without a body', async () => {
    const id = await stored();
    const again = await clinic.call('doctor', 'GET', `/fhir/Binary/${id}`, { headers: { 'if-none-match': 'W/"1"' } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    const head = await clinic.call('doctor', 'HEAD', `/fhir/Binary/${id}`);
    expect([head.statusCode, head.headers['content-type'], head.body]).toEqual([200, 'image/png', '']);
  });
});
