import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { SecretHasher } from '../../secrets/secret-hash.ts';

/** Somebody has this long to sign in at the issuer. */
export const LOGIN_LIFE_MS = 10 * 60_000;

const loginState = z.object({
  identityProviderId: z.uuid(),
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  returnPath: z.string(),
  endsAtMs: z.number(),
});

/**
 * A sign-in under way. It is kept by the browser that began it, and by nobody else: so strangers who begin sign-ins fill
 * no table, and nobody can finish the sign-in of another browser.
 */
export type LoginState = z.infer<typeof loginState>;

/** The value of the cookie: JSON in base64url, and its HMAC. */
export function sealLogin(state: LoginState, hasher: SecretHasher): string {
  const body = Buffer.from(JSON.stringify(state)).toString('base64url');
  return `${body}.${tag(body, hasher).toString('base64url')}`;
}

/** Undefined when it was not sealed here, or is over. */
export function openLogin(
  cookie: string | undefined,
  hasher: SecretHasher,
  now: Date,
): LoginState | undefined {
  const [body = '', shown = ''] = (cookie ?? '').split('.');
  const bytes = Buffer.from(shown, 'base64url');
  const expected = tag(body, hasher);
  if (bytes.length !== expected.length || !timingSafeEqual(bytes, expected)) return undefined;
  const state = loginState.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  return now.getTime() < state.endsAtMs ? state : undefined;
}

function tag(body: string, hasher: SecretHasher): Buffer {
  return hasher.hash(`login/${body}`);
}
