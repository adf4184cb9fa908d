import type { Budget } from '../../../policy/budget.ts';
import type { Limit } from '../../../policy/limit.ts';
import type { ApiKey, Application, Grant, Tenant } from '../../../policy/resource.ts';
import type { TokenIssuer } from '../../../policy/token/token-issuer.ts';
import { ForkableMap } from '../../../proto/forkable-map.ts';
import { KeyIndex } from '../key/key-index.ts';
import type { SlicedWork } from '../slices.ts';
import type { ReadyTokenIssuer } from '../snapshot.ts';
import type { Fault } from './fault.ts';
import type { LazyRoute } from './lazy-route.ts';
import type { TenantPart } from './tenant-part.ts';

/** The maps that calls look up what tenants own in. */
export interface SnapshotMaps {
  readonly tenants: ForkableMap<Tenant>;
  readonly applications: ForkableMap<Application>;
  readonly keysByHash: KeyIndex;
  readonly grants: ForkableMap<readonly Grant[]>;
  readonly routesByName: ForkableMap<ReadonlyMap<string, LazyRoute>>;
  readonly routes: ForkableMap<LazyRoute>;
  readonly tokenIssuers: ForkableMap<ReadyTokenIssuer>;
  readonly limits: ForkableMap<readonly Limit[]>;
  readonly budgets: ForkableMap<readonly Budget[]>;
}

/** A tenant whose part is another one than before; undefined where there is none. */
export interface PartChange {
  readonly tenantId: string;
  readonly before: TenantPart | undefined;
  readonly after: TenantPart | undefined;
}

/** `clash`: two tenants hold a key of the same hash, or take the same tokens, so that nobody can say whose call it would be. */
export type MergeResult =
  | { readonly kind: 'merged'; readonly maps: SnapshotMaps }
  | { readonly kind: 'clash'; readonly fault: Fault };

/** Maps with nothing in them. */
export function emptyMaps(): SnapshotMaps {
  return {
    tenants: new ForkableMap(),
    applications: new ForkableMap(),
    keysByHash: new KeyIndex(),
    grants: new ForkableMap(),
    routesByName: new ForkableMap(),
    routes: new ForkableMap(),
    tokenIssuers: new ForkableMap(),
    limits: new ForkableMap(),
    budgets: new ForkableMap(),
  };
}

/** The maps with these parts in place of those before; `maps` stay as they are. */
export function* mergeParts(
  maps: SnapshotMaps,
  changes: readonly PartChange[],
): SlicedWork<MergeResult> {
  const merged = fork(maps);
  // Everything old is out before anything new is in: a key may move from one tenant to another.
  for (const change of changes) {
    yield;
    if (change.before !== undefined) yield* take(merged, change, change.before);
  }
  for (const change of changes) {
    yield;
    const fault = change.after && (yield* put(merged, change, change.after));
    if (fault !== undefined) return { kind: 'clash', fault };
  }
  return { kind: 'merged', maps: merged };
}

function fork(maps: SnapshotMaps): SnapshotMaps {
  return {
    tenants: maps.tenants.fork(),
    applications: maps.applications.fork(),
    keysByHash: maps.keysByHash.fork(),
    grants: maps.grants.fork(),
    routesByName: maps.routesByName.fork(),
    routes: maps.routes.fork(),
    tokenIssuers: maps.tokenIssuers.fork(),
    limits: maps.limits.fork(),
    budgets: maps.budgets.fork(),
  };
}

/** Whether the keys stay in their map: a change of what tenants share leaves them all where they are. */
function keepsKeys({ before, after }: PartChange): boolean {
  return before?.domain === after?.domain;
}

function* take(maps: SnapshotMaps, change: PartChange, part: TenantPart): SlicedWork<void> {
  const { tenantId } = change;
  maps.tenants.delete(tenantId);
  maps.grants.delete(tenantId);
  maps.routesByName.delete(tenantId);
  maps.limits.delete(tenantId);
  maps.budgets.delete(tenantId);
  for (const id of part.applications.keys()) maps.applications.delete(id);
  for (const { id } of part.routesByName.values()) maps.routes.delete(id);
  for (const place of part.tokenIssuers.keys()) maps.tokenIssuers.delete(place);
  if (!keepsKeys(change)) yield* maps.keysByHash.remove(part.domain);
}

function* put(
  maps: SnapshotMaps,
  change: PartChange,
  part: TenantPart,
): SlicedWork<Fault | undefined> {
  const { tenantId } = change;
  maps.tenants.set(tenantId, part.tenant);
  maps.grants.set(tenantId, part.grants);
  maps.routesByName.set(tenantId, part.routesByName);
  if (part.limits.length > 0) maps.limits.set(tenantId, part.limits);
  if (part.budgets.length > 0) maps.budgets.set(tenantId, part.budgets);
  for (const [id, application] of part.applications) maps.applications.set(id, application);
  for (const ready of part.routesByName.values()) maps.routes.set(ready.id, ready);
  for (const [place, ready] of part.tokenIssuers) {
    if (maps.tokenIssuers.has(place)) return tokenClashOf(ready.issuer);
    maps.tokenIssuers.set(place, ready);
  }
  if (keepsKeys(change)) return undefined;
  const clashing = yield* maps.keysByHash.add(part.domain);
  return clashing && clashOf(clashing);
}

function tokenClashOf({ id, tenantId }: TokenIssuer): Fault {
  const message = 'a token issuer of another tenant has its issuer and audience';
  return { kind: 'token_issuer', id, tenantId, message };
}

function clashOf({ id, tenantId }: ApiKey): Fault {
  return { kind: 'api_key', id, tenantId, message: 'a key of another tenant has its hash' };
}
