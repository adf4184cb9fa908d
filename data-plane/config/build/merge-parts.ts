import type { ApiKey, Application, Grant, Tenant } from '../../../policy/resource.ts';
import type { Position } from '../position.ts';
import type { SlicedWork } from '../slices.ts';
import type { ReadyRoute, Snapshot } from '../snapshot.ts';
import type { Fault } from './fault.ts';
import type { SharedPart } from './shared-part.ts';
import type { TenantPart } from './tenant-part.ts';

/** All of a snapshot that is made of resources. */
export type SnapshotResources = Omit<Snapshot, 'hasher' | 'credentials'>;

/** `clash`: two tenants hold a key of the same hash, so that nobody can say whose call it would be. */
export type MergeResult =
  | { readonly kind: 'merged'; readonly resources: SnapshotResources }
  | { readonly kind: 'clash'; readonly fault: Fault };

/** Puts the parts side by side into the maps that calls look things up in. */
export function* mergeParts(
  position: Position,
  shared: SharedPart,
  parts: ReadonlyMap<string, TenantPart>,
): SlicedWork<MergeResult> {
  const tenants = new Map<string, Tenant>();
  const applications = new Map<string, Application>();
  const keysByHash = new Map<string, ApiKey>();
  const grants = new Map<string, readonly Grant[]>();
  const routesByName = new Map<string, ReadonlyMap<string, ReadyRoute>>();
  const routes = new Map<string, ReadyRoute>();
  for (const [tenantId, part] of parts) {
    yield;
    tenants.set(tenantId, part.tenant);
    grants.set(tenantId, part.grants);
    routesByName.set(tenantId, part.routesByName);
    for (const [id, application] of part.applications) applications.set(id, application);
    for (const ready of part.routesByName.values()) routes.set(ready.route.id, ready);
    for (const [hash, key] of part.keysByHash) {
      if (keysByHash.has(hash)) return { kind: 'clash', fault: clashOf(key) };
      keysByHash.set(hash, key);
    }
  }
  const { providers, models, targets } = shared;
  const catalog = { providers, models, targets };
  const owned = { tenants, applications, keysByHash, grants, routesByName, routes };
  return { kind: 'merged', resources: { ...position, ...catalog, ...owned } };
}

function clashOf({ id, tenantId }: ApiKey): Fault {
  return { kind: 'api_key', id, tenantId, message: 'a key of another tenant has its hash' };
}
