import type { Budget } from '../../../policy/budget.ts';
import type { Limit } from '../../../policy/limit.ts';
import type { ApiKey } from '../../../policy/resource.ts';
import type { TokenIssuer } from '../../../policy/token/token-issuer.ts';
import { ForkableMap } from '../../../proto/forkable-map.ts';
import type { ResourceKind } from '../../../proto/resource.ts';
import { KeyIndex } from '../key/key-index.ts';
import { ForkableIndex } from '../packed/forkable-index.ts';
import type { SlicedWork } from '../slices.ts';
import type { ReadyTokenIssuer } from '../snapshot.ts';
import { readBudget } from './budget.ts';
import type { Fault } from './fault.ts';
import { readLimit } from './limit.ts';
import type { TenantPart } from './tenant-part.ts';

/** What calls find without knowing the tenant. */
export interface SnapshotMaps {
  /** Ids of the tenants of applications and routes, by the prints of their keys. */
  readonly owners: ForkableIndex<string>;
  readonly keysByHash: KeyIndex;
  readonly tokenIssuers: ForkableMap<ReadyTokenIssuer>;
  /** Of tenants that have any, in the order of their names, so that every node looks at them alike. */
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

/** Kinds that are looked up by their ids alone. */
const OWNED_KINDS: readonly ResourceKind[] = ['application', 'route'];

/** Maps with nothing in them. */
export function emptyMaps(): SnapshotMaps {
  return {
    owners: new ForkableIndex(),
    keysByHash: new KeyIndex(),
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
  const { owners, keysByHash, tokenIssuers, limits, budgets } = maps;
  return {
    owners: owners.fork(),
    keysByHash: keysByHash.fork(),
    tokenIssuers: tokenIssuers.fork(),
    limits: limits.fork(),
    budgets: budgets.fork(),
  };
}

/** Whether what a tenant owns stays where it is: a change of what tenants share leaves it all in its place. */
function keepsDomain({ before, after }: PartChange): boolean {
  return before?.domain === after?.domain;
}

function* take(maps: SnapshotMaps, change: PartChange, part: TenantPart): SlicedWork<void> {
  for (const place of part.tokenIssuers.keys()) maps.tokenIssuers.delete(place);
  if (keepsDomain(change)) return;
  const { domain } = part;
  for (const kind of OWNED_KINDS)
    for (const start of domain.startsOf(kind))
      maps.owners.delete(domain.printAt(start), change.tenantId);
  maps.limits.delete(change.tenantId);
  maps.budgets.delete(change.tenantId);
  yield* maps.keysByHash.remove(domain);
}

function* put(
  maps: SnapshotMaps,
  change: PartChange,
  part: TenantPart,
): SlicedWork<Fault | undefined> {
  for (const [place, ready] of part.tokenIssuers) {
    if (maps.tokenIssuers.has(place)) return tokenClashOf(ready.issuer);
    maps.tokenIssuers.set(place, ready);
  }
  if (keepsDomain(change)) return undefined;
  const { domain } = part;
  for (const kind of OWNED_KINDS)
    for (const start of domain.startsOf(kind))
      maps.owners.add(domain.printAt(start), change.tenantId);
  const limits = inOrder(domain.ofKind('limit').map(readLimit));
  if (limits.length > 0) maps.limits.set(change.tenantId, limits);
  const budgets = inOrder(domain.ofKind('budget').map(readBudget));
  if (budgets.length > 0) maps.budgets.set(change.tenantId, budgets);
  const clashing = yield* maps.keysByHash.add(domain);
  return clashing && clashOf(clashing);
}

function inOrder<Row extends { readonly name: string }>(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function tokenClashOf({ id, tenantId }: TokenIssuer): Fault {
  const message = 'a token issuer of another tenant has its issuer and audience';
  return { kind: 'token_issuer', id, tenantId, message };
}

function clashOf({ id, tenantId }: ApiKey): Fault {
  return { kind: 'api_key', id, tenantId, message: 'a key of another tenant has its hash' };
}
