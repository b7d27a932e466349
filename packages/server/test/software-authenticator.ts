import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A device with one passkey, in software: it makes ES256 keys and signs as WebAuthn 2 says. What a test wants wrong can be told. */
export interface SoftwareAuthenticator {
  readonly id: string;
  create(options: CreationOptions, wrong?: Wrong): object;
  get(options: RequestOptions, wrong?: Wrong): object;
}

interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id?: string };
  readonly user: { readonly id: string };
}

interface RequestOptions {
  readonly challenge: string;
  readonly rpId?: string;
}

export interface Wrong {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  /** What the device counted; else one more each time. */
  readonly counter?: number;
  /** The owner was not asked for finger or PIN. */
  readonly unverified?: boolean;
  readonly userHandle?: string;
  readonly badSignature?: boolean;
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const ATTESTED = 0x40;

export function softwareAuthenticator(origin: string): SoftwareAuthenticator {
  const credentialId = randomBytes(32);
  const id = credentialId.toString('base64url');
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let counter = 0;
  let userHandle = '';

  const clientData = (type: string, challenge: string, wrong: Wrong): Buffer =>
    Buffer.from(
      JSON.stringify({
        type: wrong.type ?? type,
        challenge: wrong.challenge ?? challenge,
        origin: wrong.origin ?? origin,
        crossOrigin: false,
      }),
    );

  const authenticatorData = (rpId: string, flags: number, wrong: Wrong, attested = Buffer.alloc(0)): Buffer => {
    const counted = Buffer.alloc(4);
    counter = wrong.counter ?? counter + 1;
    counted.writeUInt32BE(counter);
    const verified = wrong.unverified ? 0 : USER_VERIFIED;
    const rpHash = createHash('sha256')
      .update(wrong.rpId ?? rpId)
      .digest();
    return Buffer.concat([rpHash, Buffer.from([flags | USER_PRESENT | verified]), counted, attested]);
  };

  return {
    id,
    create({ challenge, rp, user }, wrong = {}) {
      userHandle = user.id;
      const { x = '', y = '' } = keys.publicKey.export({ format: 'jwk' });
      // COSE_Key: EC2, ES256, P-256.
      const cose = cbor(
        new Map<number, number | Buffer>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, Buffer.from(x, 'base64url')],
          [-3, Buffer.from(y, 'base64url')],
        ]),
      );
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credentialId.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, cose]);
      const authData = authenticatorData(rp.id ?? '', ATTESTED, wrong, attested);
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map<string, unknown>()],
        ['authData', authData],
      ]);
      return {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientData('webauthn.create', challenge, wrong).toString('base64url'),
          attestationObject: cbor(attestation).toString('base64url'),
          transports: ['internal'],
        },
      };
    },
    get({ challenge, rpId = '' }, wrong = {}) {
      const client = clientData('webauthn.get', challenge, wrong);
      const authData = authenticatorData(rpId, 0, wrong);
      const signed = Buffer.concat([authData, createHash('sha256').update(client).digest()]);
      const signature = sign('sha256', wrong.badSignature ? Buffer.concat([signed, signed]) : signed, keys.privateKey);
      return {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: signature.toString('base64url'),
          userHandle: wrong.userHandle ?? userHandle,
        },
      };
    },
  };
}

type Cbor = number | string | Buffer | Map<number, number | Buffer> | Map<string, unknown>;

/** As much of CBOR (RFC 8949) as a passkey needs: small integers, texts, bytes, maps. */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const entries = [...value].flatMap(([key, each]) => [cbor(key), cbor(each as Cbor)]);
  return Buffer.concat([head(5, value.size), ...entries]);
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  return Buffer.from([(major << 5) | 25, length >> 8, length & 0xff]);
}
