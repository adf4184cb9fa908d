import {
  createHmac,
  generateKeyPairSync,
  type KeyObject,
  type SignKeyObjectInput,
  sign,
} from 'node:crypto';
import type { TokenIssuer } from '../../proto/generated/gatehouse/config/v1/TokenIssuer.ts';
import { resource, type TestResource } from './configuration.ts';

/** A key pair of an issuer, as nodes and attackers see it. */
export interface TokenSigner {
  readonly keyId: string;
  readonly algorithm: 'RS256' | 'PS256' | 'ES256' | 'EdDSA';
  readonly publicKey: KeyObject;
  /** DER in base64. */
  readonly spki: string;
  readonly sign: (text: string) => Buffer;
}

export const TEST_ISSUER = 'https://login.example.com/realm';
export const TEST_AUDIENCE = 'gatehouse';

const PSS = { padding: 6, saltLength: 32 };
const P1363 = { dsaEncoding: 'ieee-p1363' } as const;

/** With a key of its own, of 2,048 bits unless told otherwise. */
export function createSigner(
  algorithm: TokenSigner['algorithm'],
  { keyId = `${algorithm}-1`, modulusLength = 2_048 } = {},
): TokenSigner {
  const { publicKey, privateKey } =
    algorithm === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : algorithm === 'EdDSA'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('rsa', { modulusLength });
  const how = { PS256: PSS, ES256: P1363, RS256: {}, EdDSA: {} }[algorithm];
  const input: SignKeyObjectInput = { key: privateKey, ...how };
  const digest = algorithm === 'EdDSA' ? null : 'sha256';
  return {
    keyId,
    algorithm,
    publicKey,
    spki: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    sign: (text) => sign(digest, Buffer.from(text), input),
  };
}

type Json = Readonly<Record<string, unknown>>;

/** Header and payload as they go into a token; undefined leaves a member out. */
function encode(part: Json): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** A token that is right at `nowMs`, for an hour at most, unless the claims or the header say otherwise. */
export function makeToken(
  signer: TokenSigner,
  claims: Json = {},
  { header = {}, nowMs = Date.now() }: { readonly header?: Json; readonly nowMs?: number } = {},
): string {
  const iat = Math.floor(nowMs / 1_000);
  const payload = { iss: TEST_ISSUER, aud: TEST_AUDIENCE, sub: 'ada', iat, exp: iat + 600 };
  const head = { alg: signer.algorithm, kid: signer.keyId, typ: 'at+jwt', ...header };
  const text = `${encode(head)}.${encode({ ...payload, ...claims })}`;
  return `${text}.${signer.sign(text).toString('base64url')}`;
}

/** Signs by HMAC-SHA-256 with whatever is taken for a secret. */
export function hmacSigner(keyId: string, secret: string | Buffer): Pick<TokenSigner, 'sign'> {
  return { ...{ keyId }, sign: (text) => createHmac('sha256', secret).update(text).digest() };
}

/** The token issuer of a tenant of `tenantResources`, with these keys. */
export function tokenIssuerResource(
  tenantId: string,
  signers: readonly TokenSigner[],
  change: TokenIssuer = {},
): TestResource {
  return resource(
    'token_issuer',
    { id: `issuer-${tenantId}`, tenantId },
    {
      tenantId,
      name: 'login',
      issuer: TEST_ISSUER,
      audience: TEST_AUDIENCE,
      algorithms: ['ES256', 'EdDSA', 'PS256', 'RS256'],
      leewayS: 60,
      lifetimeSMax: 3_600,
      applicationId: `application-${tenantId}`,
      workloads: ['chat'],
      keys: signers.map(({ keyId, spki }) => ({ keyId, spki })),
      ...change,
    },
  );
}
