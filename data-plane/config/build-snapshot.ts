import { ViewDigest } from '../../proto/view-digest.ts';
import type { Fault } from './build/fault.ts';
import { mergeParts } from './build/merge-parts.ts';
import { buildSharedPart, type SharedPart } from './build/shared-part.ts';
import { buildTenantPart, type TenantPart } from './build/tenant-part.ts';
import type { Position } from './position.ts';
import { type Domain, type ResourceSet, SHARED_DOMAIN } from './resource-store.ts';
import type { SecretStore } from './secret-store.ts';
import type { SlicedWork } from './slices.ts';
import type { Snapshot } from './snapshot.ts';

/** What a node enforces, resource by resource: what it received, with held-back tenants as they were before. */
export interface EnforcedSet {
  readonly position: Position;
  readonly domains: ReadonlyMap<string, Domain>;
  /** 32 bytes over these domains: a held-back resource is not counted. */
  readonly digest: Buffer;
}

/** A snapshot with what the next one is built from. */
export interface Built {
  readonly snapshot: Snapshot;
  readonly enforced: EnforcedSet;
  readonly shared: SharedPart;
  /** By tenant id. */
  readonly parts: ReadonlyMap<string, TenantPart>;
  /** Tenants that stay as they were, with the reasons. */
  readonly heldBack: ReadonlyMap<string, readonly Fault[]>;
}

/** A rejected build leaves everything as it was. */
export type BuildResult =
  | { readonly kind: 'built'; readonly built: Built }
  | { readonly kind: 'rejected'; readonly faults: readonly Fault[] };

/** What a snapshot is built from. */
export interface BuildInput {
  /** What is enforced so far; undefined at the start. Parts that did not change are taken from it. */
  readonly previous: Built | undefined;
  readonly received: ResourceSet;
  readonly secrets: SecretStore;
}

/**
 * Makes ready what was received. The failure domain is the tenant: when a resource of a tenant is invalid, all of that
 * tenant stays as it was and the rest applies; an invalid shared resource rejects the whole.
 */
export function* buildSnapshot(input: BuildInput): SlicedWork<BuildResult> {
  const { previous, received, secrets } = input;
  const shared = shareFrom(previous, received.domains.get(SHARED_DOMAIN));
  if (shared.kind === 'invalid') return { kind: 'rejected', faults: shared.faults };
  yield;
  const tenants = yield* buildTenants(input, shared.part);
  const merged = yield* mergeParts(received.position, shared.part, tenants.parts);
  if (merged.kind === 'clash') return { kind: 'rejected', faults: [merged.fault] };
  const { hasher, credentials } = secrets;
  return {
    kind: 'built',
    built: {
      snapshot: { ...merged.resources, hasher, credentials },
      enforced: enforcedSet(received, tenants),
      shared: shared.part,
      ...tenants,
    },
  };
}

interface Tenants {
  readonly parts: ReadonlyMap<string, TenantPart>;
  readonly heldBack: ReadonlyMap<string, readonly Fault[]>;
}

function shareFrom(previous: Built | undefined, domain: Domain | undefined) {
  if (previous !== undefined && previous.shared.domain === domain)
    return { kind: 'built', part: previous.shared } as const;
  return buildSharedPart(domain);
}

function* buildTenants(
  { previous, received, secrets }: BuildInput,
  shared: SharedPart,
): SlicedWork<Tenants> {
  const parts = new Map<string, TenantPart>();
  const heldBack = new Map<string, readonly Fault[]>();
  const peppers = secrets.pepperIds;
  for (const [tenantId, domain] of received.domains) {
    if (tenantId === SHARED_DOMAIN) continue;
    yield;
    const before = previous?.parts.get(tenantId);
    if (before?.domain === domain && before.shared === shared) {
      parts.set(tenantId, before);
      continue;
    }
    const result = buildTenantPart({ tenantId, domain, shared, peppers });
    if (result.kind === 'built') parts.set(tenantId, result.part);
    if (result.kind !== 'invalid') continue;
    heldBack.set(tenantId, result.faults);
    const kept = before === undefined ? undefined : rebase(before, shared, peppers);
    if (kept !== undefined) parts.set(tenantId, kept);
  }
  return { parts, heldBack };
}

/** The part as it was, beside the shared resources of today; undefined when even that is no longer valid. */
function rebase(
  part: TenantPart,
  shared: SharedPart,
  peppers: ReadonlySet<string>,
): TenantPart | undefined {
  if (part.shared === shared) return part;
  const { domain, tenant } = part;
  const result = buildTenantPart({ tenantId: tenant.id, domain, shared, peppers });
  return result.kind === 'built' ? result.part : undefined;
}

function enforcedSet(received: ResourceSet, { parts, heldBack }: Tenants): EnforcedSet {
  const { position } = received;
  if (heldBack.size === 0) return { position, domains: received.domains, digest: received.digest };
  const domains = new Map(received.domains);
  const digest = new ViewDigest(received.digest);
  for (const tenantId of heldBack.keys()) {
    const kept = parts.get(tenantId)?.domain;
    for (const resource of domains.get(tenantId)?.values() ?? []) digest.toggle(resource);
    for (const resource of kept?.values() ?? []) digest.toggle(resource);
    if (kept === undefined) domains.delete(tenantId);
    else domains.set(tenantId, kept);
  }
  return { position, domains, digest: digest.value() };
}
