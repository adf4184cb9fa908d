import type { ApiKey, Application, Tenant } from '../../policy/resource.ts';
import type { Snapshot, VerifiedToken } from '../config/snapshot.ts';
import { GatewayError } from '../errors.ts';
import type { Clock } from '../upstream/clock.ts';
import type { Arrival, Stage } from './exchange.ts';
import { looksLikeJwt } from './token/jwt.ts';
import type { TokenDesk } from './token/token-desk.ts';

/** Who calls, as far as a key or a token tells. */
export interface Caller {
  /** What a call with it may do; of a token what its issuer's configuration says. */
  readonly key: ApiKey;
  /** Undefined for a caller with a key. */
  readonly token: VerifiedToken | undefined;
  readonly tenant: Tenant;
  readonly application: Application;
}

/** By what callers are found. */
export interface CallerSource {
  readonly snapshot: Snapshot;
  readonly tokens: TokenDesk;
}

/** Told that a key or token was presented and taken, whatever becomes of the call. */
export type NoteUse = (
  caller: Pick<Caller, 'key' | 'token'>,
  door: Arrival['door'],
  atUnixMs: number,
) => void;

/**
 * Finds out who calls, and notes that the key or token was used. Reads `credential`; sets `key`, `token`, `tenant`, `application`.
 *
 * @throws GatewayError missing_key, unknown_key, key_expired, tenant_suspended
 */
export function authenticate(clock: Clock, tokens: TokenDesk, noteUse: NoteUse): Stage {
  return (exchange) => {
    const { snapshot, credential } = exchange;
    const source = { snapshot, tokens };
    const caller = recogniseCaller(source, credential, clock.unixMs());
    exchange.key = caller.key;
    exchange.token = caller.token;
    exchange.tenant = caller.tenant;
    exchange.application = caller.application;
    // After the call has its owner: that it was refused so is the tenant's to read.
    requireServed(caller);
    noteUse(caller, exchange.door, exchange.receivedAtMs);
  };
}

/**
 * Who a presented key or token belongs to. A key holds up to and excluding its `notAfterMs`. Why a token is not taken, its
 * caller is not told.
 *
 * @throws GatewayError missing_key, unknown_key, key_expired, tenant_suspended
 */
export function findCaller(
  source: CallerSource,
  credential: string | undefined,
  nowMs: number,
): Caller {
  const caller = recogniseCaller(source, credential, nowMs);
  requireServed(caller);
  return caller;
}

function recogniseCaller(
  { snapshot, tokens }: CallerSource,
  credential: string | undefined,
  nowMs: number,
): Caller {
  if (credential === undefined || credential === '') {
    const sentence = 'Send a key, as "authorization: Bearer <key>" or as "x-api-key: <key>".';
    throw new GatewayError('missing_key', sentence);
  }
  const isToken = snapshot.tokenIssuers.size > 0 && looksLikeJwt(credential);
  const token = isToken ? tokens.find(snapshot, credential, nowMs) : undefined;
  const key = isToken ? token?.key : findKey(snapshot, credential);
  const tenant = key && snapshot.tenants.get(key.tenantId);
  const application = key && snapshot.applications.get(key.applicationId);
  if (key === undefined || tenant === undefined || application === undefined)
    throw new GatewayError('unknown_key', isToken ? UNKNOWN_TOKEN : UNKNOWN_KEY);
  const caller = { key, token, tenant, application };
  requireInForce(caller, nowMs);
  return caller;
}

/** Why a token has ended was said where it was verified. */
function requireInForce({ key, token }: Caller, nowMs: number): void {
  if (token === undefined && key.notAfterMs !== undefined && nowMs >= key.notAfterMs) {
    throw new GatewayError('key_expired', 'The key has expired: create a new one.');
  }
}

function requireServed({ token, tenant }: Caller): void {
  if (!tenant.suspended) return;
  const noun = token === undefined ? 'key' : 'token';
  const sentence = `The tenant of this ${noun} is suspended; ask the operators of the gateway.`;
  throw new GatewayError('tenant_suspended', sentence);
}

const UNKNOWN_KEY = 'No key is known by this value: check it, or create a new one.';
const UNKNOWN_TOKEN =
  'This token is not taken: get a new one, from an issuer and for an audience that the tenant has registered.';

function findKey(snapshot: Snapshot, credential: string): ApiKey | undefined {
  for (const hash of snapshot.hasher.hashes(credential)) {
    const key = snapshot.keysByHash.get(hash);
    if (key !== undefined) return key;
  }
  return undefined;
}
