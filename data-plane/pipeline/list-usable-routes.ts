import { mayCallRoute, mayPerform } from '../../policy/authorise.ts';
import type { Route } from '../../policy/resource.ts';
import { listTargetIds } from '../../policy/strategy/candidate.ts';
import type { Snapshot } from '../config/snapshot.ts';
import { GatewayError } from '../errors.ts';
import type { Caller, NoteUse } from './authenticate.ts';
import { findCaller } from './authenticate.ts';
import { isGranted, requireOperation } from './authorise.ts';
import type { Arrival } from './exchange.ts';
import type { TokenDesk } from './token/token-desk.ts';

/** When and where a list is asked for. */
export interface Asking {
  /** Unix milliseconds. */
  readonly nowMs: number;
  readonly door: Arrival['door'];
  readonly noteUse: NoteUse;
}

/**
 * The routes that the key or token may use at this moment for at least one of its workloads: those for chat first, then by name.
 * Who asks has used it.
 *
 * @throws GatewayError not_ready, operation_not_allowed, and what `authenticate` throws
 */
export function listUsableRoutes(
  held: { readonly snapshot: Snapshot | undefined; readonly tokens: TokenDesk },
  credential: string | undefined,
  { nowMs, door, noteUse }: Asking,
): readonly Route[] {
  const snapshot = requireReady(held.snapshot);
  const caller = findCaller({ snapshot, tokens: held.tokens }, credential, nowMs);
  noteUse(caller, door, nowMs);
  requireOperation(caller.key, caller.token, 'model_list');
  const routes: Route[] = [];
  for (const { route } of snapshot.routesByName.get(caller.tenant.id)?.values() ?? []) {
    if (isUsable(snapshot, caller, { route, nowMs })) routes.push(route);
  }
  return routes.sort(byOperationThenName);
}

/** @throws GatewayError not_ready */
export function requireReady(snapshot: Snapshot | undefined): Snapshot {
  if (snapshot === undefined) throw notReady();
  return snapshot;
}

/** What a node answers before it holds a configuration. */
export function notReady(): GatewayError {
  const sentence = 'This node holds no configuration yet; send the call again soon.';
  return new GatewayError('not_ready', sentence, { retryAfterS: 1 });
}

function isUsable(
  snapshot: Snapshot,
  { key, application }: Caller,
  { route, nowMs }: { readonly route: Route; readonly nowMs: number },
): boolean {
  if (!mayCallRoute(key, route.name) || !mayPerform(key, route.operation)) return false;
  for (const id of listTargetIds(route.policy.rules)) {
    const target = snapshot.targets.get(id);
    if (target === undefined) continue;
    for (const workload of key.workloads) {
      if (isGranted(snapshot, { application, workload, nowMs }, target)) return true;
    }
  }
  return false;
}

function byOperationThenName(one: Route, other: Route): number {
  if (one.operation !== other.operation) return one.operation === 'chat' ? -1 : 1;
  return one.name < other.name ? -1 : 1;
}
