import type { ApiKey, Application, Tenant } from '../../policy/resource.ts';
import type { Snapshot } from '../config/snapshot.ts';
import { GatewayError } from '../errors.ts';
import type { Clock } from '../upstream/clock.ts';
import type { Stage } from './exchange.ts';

/** Who calls, as far as a key tells. */
export interface Caller {
  readonly key: ApiKey;
  readonly tenant: Tenant;
  readonly application: Application;
}

/**
 * Finds out who calls. Reads `credential`; sets `key`, `tenant`, `application`.
 *
 * @throws GatewayError missing_key, unknown_key, key_expired, tenant_suspended
 */
export function authenticate(clock: Clock): Stage {
  return (exchange) => {
    const { snapshot, credential } = exchange;
    const { key, tenant, application } = findCaller(snapshot, credential, clock.unixMs());
    exchange.key = key;
    exchange.tenant = tenant;
    exchange.application = application;
  };
}

/**
 * Who a presented key belongs to. A key holds up to and excluding its `notAfterMs`.
 *
 * @throws GatewayError missing_key, unknown_key, key_expired, tenant_suspended
 */
export function findCaller(
  snapshot: Snapshot,
  credential: string | undefined,
  nowMs: number,
): Caller {
  if (credential === undefined || credential === '') {
    const sentence = 'Send a key, as "authorization: Bearer <key>" or as "x-api-key: <key>".';
    throw new GatewayError('missing_key', sentence);
  }
  const key = findKey(snapshot, credential);
  const tenant = key && snapshot.tenants.get(key.tenantId);
  const application = key && snapshot.applications.get(key.applicationId);
  if (key === undefined || tenant === undefined || application === undefined) {
    const sentence = 'No key is known by this value: check it, or create a new one.';
    throw new GatewayError('unknown_key', sentence);
  }
  if (key.notAfterMs !== undefined && nowMs >= key.notAfterMs) {
    throw new GatewayError('key_expired', 'The key has expired: create a new one.');
  }
  if (tenant.suspended) {
    const sentence = 'The tenant of this key is suspended; ask the operators of the gateway.';
    throw new GatewayError('tenant_suspended', sentence);
  }
  return { key, tenant, application };
}

function findKey(snapshot: Snapshot, credential: string): ApiKey | undefined {
  for (const hash of snapshot.hasher.hashes(credential)) {
    const key = snapshot.keysByHash.get(hash);
    if (key !== undefined) return key;
  }
  return undefined;
}
