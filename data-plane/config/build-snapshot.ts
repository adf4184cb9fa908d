import { ForkableMap } from '../../proto/forkable-map.ts';
import { ViewDigest } from '../../proto/view-digest.ts';
import type { Fault } from './build/fault.ts';
import { buildSharedPart, type SharedPart } from './build/shared-part.ts';
import { emptyMaps, mergeParts, type PartChange, type SnapshotMaps } from './build/snapshot-map.ts';
import { buildTenantPart, type JudgedFaults, type TenantPart } from './build/tenant-part.ts';
import { ResourceLookup, TenantLookup } from './lazy/part-lookup.ts';
import type { Position } from './position.ts';
import { type Domain, EMPTY_SET, type ResourceSet, SHARED_DOMAIN } from './resource-store.ts';
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
  /** What it was built from. */
  readonly received: ResourceSet;
  readonly shared: SharedPart;
  /** By tenant id. */
  readonly parts: ForkableMap<TenantPart>;
  readonly maps: SnapshotMaps;
  /** Tenants that stay as they were, with the reasons. */
  readonly heldBack: ReadonlyMap<string, readonly Fault[]>;
}

const NO_FAULTS: readonly Fault[] = [];

/** A rejected build leaves everything as it was. */
export type BuildResult =
  | { readonly kind: 'built'; readonly built: Built }
  | { readonly kind: 'rejected'; readonly faults: readonly Fault[] };

/** What a snapshot is built from. */
export interface BuildInput {
  /** What is enforced so far; undefined at the start. What did not change is taken from it. */
  readonly previous: Built | undefined;
  readonly received: ResourceSet;
  readonly secrets: SecretStore;
  /**
   * What this same program has found of it before, beside the same shared resources and peppers: faults by tenant id, of those that
   * have some. Then nothing of a tenant is read, which is most of the work.
   */
  readonly judged?: ReadonlyMap<string, readonly Fault[]> | undefined;
}

/**
 * Makes ready what was received, in time that grows with what changed. The failure domain is the tenant:
 * when a resource of a tenant is invalid, all of that tenant stays as it was, but for what was taken
 * away from it, and the rest applies; an invalid shared resource rejects the whole.
 */
export function* buildSnapshot(input: BuildInput): SlicedWork<BuildResult> {
  const { previous, received } = input;
  const shared = yield* shareFrom(previous, received.domains.get(SHARED_DOMAIN));
  if (shared.kind === 'invalid') return { kind: 'rejected', faults: shared.faults };
  yield;
  const tenants = yield* buildTenants(input, shared.part);
  const merged = yield* mergeParts(previous?.maps ?? emptyMaps(), tenants.changes);
  if (merged.kind === 'clash') return { kind: 'rejected', faults: [merged.fault] };
  const { maps } = merged;
  const { parts, heldBack } = tenants;
  return {
    kind: 'built',
    built: {
      snapshot: snapshotOf(input, shared.part, { parts, maps }),
      enforced: yield* enforcedSet(received, tenants),
      received,
      shared: shared.part,
      parts,
      maps,
      heldBack,
    },
  };
}

function snapshotOf(
  { received, secrets }: BuildInput,
  { providers, models, targets }: SharedPart,
  { parts, maps }: Pick<Built, 'parts' | 'maps'>,
): Snapshot {
  const { owners, keysByHash, tokenIssuers, limits, budgets } = maps;
  const common = { parts, owners };
  return {
    ...received.position,
    providers,
    models,
    targets,
    tenants: new TenantLookup(parts, ({ tenant }) => tenant),
    grants: new TenantLookup(parts, ({ grants }) => grants),
    routesByName: new TenantLookup(parts, ({ routesByName }) => routesByName),
    applications: new ResourceLookup({
      ...common,
      kind: 'application',
      read: ({ applications }) => applications,
    }),
    routes: new ResourceLookup({
      ...common,
      kind: 'route',
      read: ({ routesById }) => routesById,
    }),
    keysByHash,
    tokenIssuers,
    limits,
    budgets,
    hasher: secrets.hasher,
  };
}

interface Tenants {
  readonly parts: ForkableMap<TenantPart>;
  readonly heldBack: ReadonlyMap<string, readonly Fault[]>;
  readonly changes: readonly PartChange[];
}

function* shareFrom(previous: Built | undefined, domain: Domain | undefined) {
  if (previous !== undefined && previous.shared.domain === domain)
    return { kind: 'built', part: previous.shared } as const;
  return yield* buildSharedPart(domain);
}

/** Tenants whose part may be another one: all of them when what they share has changed. */
function* tenantsToVisit(
  { previous, received }: BuildInput,
  shared: SharedPart,
): SlicedWork<ReadonlySet<string>> {
  const before = previous?.received ?? EMPTY_SET;
  const visited = new Set<string>();
  const sources = [
    received.domains.keysThatDiffer(before.domains),
    previous?.heldBack.keys() ?? [],
    previous?.shared === shared ? [] : received.domains.keys(),
  ];
  for (const source of sources)
    for (const tenantId of source) {
      visited.add(tenantId);
      yield;
    }
  visited.delete(SHARED_DOMAIN);
  return visited;
}

function* buildTenants(input: BuildInput, shared: SharedPart): SlicedWork<Tenants> {
  const { previous, received, secrets, judged } = input;
  const parts = previous?.parts.fork() ?? new ForkableMap<TenantPart>();
  const heldBack = new Map<string, readonly Fault[]>();
  const changes: PartChange[] = [];
  const peppers = secrets.pepperIds;
  for (const tenantId of yield* tenantsToVisit(input, shared)) {
    yield;
    const before = parts.get(tenantId);
    const domain = received.domains.get(tenantId);
    const { part: after, faults } = yield* partOf({
      tenantId,
      domain,
      shared,
      peppers,
      judged: judged && (judged.get(tenantId) ?? NO_FAULTS),
      before,
    });
    if (faults !== undefined) heldBack.set(tenantId, faults);
    if (after === before) continue;
    changes.push({ tenantId, before, after });
    if (after === undefined) parts.delete(tenantId);
    else parts.set(tenantId, after);
  }
  return { parts, heldBack, changes };
}

interface PartInput {
  readonly tenantId: string;
  readonly domain: Domain | undefined;
  readonly shared: SharedPart;
  readonly peppers: ReadonlySet<string>;
  readonly judged: JudgedFaults;
  readonly before: TenantPart | undefined;
}

interface PartOutput {
  readonly part: TenantPart | undefined;
  /** Why the tenant is held back; undefined when it is not. */
  readonly faults?: readonly Fault[];
}

function* partOf({ before, domain, judged, ...input }: PartInput): SlicedWork<PartOutput> {
  if (domain === undefined) return { part: undefined };
  if (before?.domain === domain) return { part: before.beside(input.shared) };
  const result = yield* buildTenantPart({ ...input, domain }, judged);
  if (result.kind === 'absent') return { part: undefined };
  if (result.kind === 'built') return { part: result.part };
  const { faults } = result;
  if (before === undefined) return { part: undefined, faults };
  return { part: before.beside(input.shared).tighten(domain), faults };
}

function* enforcedSet(
  received: ResourceSet,
  { parts, heldBack }: Tenants,
): SlicedWork<EnforcedSet> {
  const { position } = received;
  if (heldBack.size === 0) return { position, domains: received.domains, digest: received.digest };
  const domains = received.domains.fork();
  const digest = new ViewDigest(received.digest);
  for (const tenantId of heldBack.keys()) {
    const kept = parts.get(tenantId)?.domain;
    for (const domain of [domains.get(tenantId), kept])
      for (const resource of domain?.values() ?? []) {
        digest.toggle(resource);
        yield;
      }
    if (kept === undefined) domains.delete(tenantId);
    else domains.set(tenantId, kept);
  }
  return { position, domains, digest: digest.value() };
}
