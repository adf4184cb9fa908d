import DataLoader from 'dataloader';
import type { AccessToken } from '../domain/access-token.ts';
import type { StageCounts } from '../domain/application.ts';
import type { Impact } from '../domain/impact.ts';
import type { AccountStatement } from '../domain/money/account-statement.ts';
import type { CredentialFacts } from '../domain/provider.ts';
import type { CallerUse } from '../domain/telemetry/caller-use.ts';
import type { HeardReport, TargetHealth } from '../domain/telemetry/target-report.ts';
import type { TokenKeySet } from '../domain/token-issuer.ts';
import type { Operation } from '../services/operation.ts';
import type { Services } from '../services/services.ts';
import type { Head } from '../storage/configuration/head.ts';

interface ById<Row> {
  listByIds(operation: Operation, ids: readonly string[]): Promise<readonly Row[]>;
}

interface FirstRows<Rows, Wish> {
  listFirst(
    operation: Operation,
    ownerIds: readonly string[],
    first: number,
    wish?: Wish,
  ): Promise<ReadonlyMap<string, Rows>>;
}

/** The first rows of a list that each of many owners has; the list as it is without a wish. */
export interface OwnedPage<Wish = undefined> {
  readonly ownerId: string;
  readonly first: number;
  readonly wish?: Wish;
}

/**
 * Loaders for one GraphQL operation. Made anew for each, so that a cached row never outlives the operation nor crosses
 * from one principal to another. A row that is missing or out of scope loads as null.
 */
export function createLoaders(operation: Operation, services: Services) {
  let head: Promise<Head> | undefined;
  return {
    /** Newest committed revision, read once an operation. */
    head: () => {
      head ??= services.nodes.head(operation);
      return head;
    },
    tenant: byId(operation, services.tenants),
    application: byId(operation, services.applications),
    applicationPage: firstRows(operation, services.applications),
    /** By tenant. */
    stageCounts: byOwner<StageCounts>(
      (ids) => services.applications.countByStage(operation, ids),
      {},
    ),
    model: byId(operation, services.models),
    target: byId(operation, services.targets),
    ...createReportLoaders(operation, services),
    promptPolicy: byId(operation, services.promptPolicies),
    route: byId(operation, services.routes),
    ...createSpendLoaders(operation, services),
    grant: byId(operation, services.grants),
    changeRequest: byId(operation, services.changeRequests),
    /** By change request. */
    reviews: byParent(
      (ids) => services.changeRequests.listReviews(operation, ids),
      ({ changeRequestId }) => changeRequestId,
    ),
    /** By change request; null for what is not replayed. */
    impact: impactLoader(operation, services),
    /** By request: the copies that shadows made of it. */
    decisionShadows: byParent(
      (ids) => services.decisions.listShadows(operation, ids),
      ({ requestId }) => requestId,
    ),
    quotas: byParent(
      (ids) => services.tenants.listQuotas(operation, ids),
      ({ tenantId }) => tenantId,
    ),
    principal: byId(operation, services.principals),
    role: byId(operation, services.roles),
    accessTokenPage: firstRows(operation, services.accessTokens),
    identityProvider: byId(operation, services.identityProviders),
    /** By identity provider. */
    hasClientSecret: new DataLoader<string, boolean>(async (ids) => {
      const holders = await services.identityProviders.listSecretHolders(operation, ids);
      return ids.map((id) => holders.has(id));
    }),
    /** Null when it was never used. */
    accessTokenUse: lastUse(operation, services.accessTokens),
    ...createKeyLoaders(operation, services),
    ...createDetectorLoaders(operation, services),
    ...createTokenLoaders(operation, services),
    provider: byId(operation, services.providers),
    nodePool: byId(operation, services.nodePools),
    nodePoolTenantPage: firstRows(operation, services.nodePools),
    nodePoolTenantCount: byOwner((ids) => services.nodePools.countTenants(operation, ids), 0),
    /** By provider; null when it has none. */
    providerCredential: new DataLoader<string, CredentialFacts | null>(async (ids) => {
      const facts = await services.providers.listCredentials(operation, ids);
      return ids.map((id) => facts.get(id) ?? null);
    }),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;

function createSpendLoaders(operation: Operation, { limits, budgets }: Services) {
  return {
    limit: byId(operation, limits),
    budget: byId(operation, budgets),
    /** By budget, in the period of a moment. */
    budgetAccounts: firstRows<readonly AccountStatement[], Date>(operation, budgets),
  };
}

function createDetectorLoaders(operation: Operation, { outsideDetectors }: Services) {
  return {
    outsideDetector: byId(operation, outsideDetectors),
    /** By outside detector. */
    hasDetectorCredential: new DataLoader<string, boolean>(async (ids) => {
      const holders = await outsideDetectors.listCredentialHolders(operation, ids);
      return ids.map((id) => holders.has(id));
    }),
  };
}

function createKeyLoaders(operation: Operation, { apiKeys }: Services) {
  return {
    apiKey: byId(operation, apiKeys),
    apiKeyPage: firstRows(operation, apiKeys),
    /** By key; null when it was never used. */
    apiKeyUse: lastCallerUse(operation, apiKeys),
  };
}

function createTokenLoaders(operation: Operation, { tokenIssuers }: Services) {
  return {
    tokenIssuer: byId(operation, tokenIssuers),
    /** By token issuer; null when none of its tokens was ever used. */
    tokenIssuerUse: lastCallerUse(operation, tokenIssuers),
    tokenKeySet: new DataLoader<string, TokenKeySet>(async (ids) => {
      const keySets = await tokenIssuers.describeKeySets(operation, ids);
      return ids.map((id) => keySets.get(id) ?? new Error('a token issuer has no key set'));
    }),
  };
}

function impactLoader(
  operation: Operation,
  { impacts }: Services,
): DataLoader<string, Impact | null> {
  return new DataLoader(async (ids) => {
    const found = await impacts.listByChangeRequests(operation, ids);
    const known = new Map(found.map((impact) => [impact.changeRequestId, impact]));
    return ids.map((id) => known.get(id) ?? null);
  });
}

/** What nodes say of targets. */
function createReportLoaders(operation: Operation, { targetReports }: Services) {
  return {
    targetHealth: new DataLoader<string, TargetHealth>(async (ids) => {
      const healths = await targetReports.judge(operation, ids);
      return ids.map((id) => healths.get(id) ?? new Error('a target was not judged'));
    }),
    /** By target: what nodes say of it that is not well there. */
    targetAtNodes: byParent(
      (ids) => targetReports.listByTargets(operation, ids),
      ({ targetId }) => targetId,
    ),
    /** By node; null when it has said nothing. */
    targetReport: new DataLoader<string, HeardReport | null>(async (ids) => {
      const found = await targetReports.listByNodes(operation, ids);
      const reports = new Map(found.map((report) => [report.nodeId, report]));
      return ids.map((id) => reports.get(id) ?? null);
    }),
  };
}

function byId<Row extends { readonly id: string }>(
  operation: Operation,
  service: ById<Row>,
): DataLoader<string, Row | null> {
  return new DataLoader(async (ids) => {
    const rows = new Map((await service.listByIds(operation, ids)).map((row) => [row.id, row]));
    return ids.map((id) => rows.get(id) ?? null);
  });
}

/** One value an owner; `none` for those that are left out. */
function byOwner<Value>(
  read: (ownerIds: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  none: Value,
): DataLoader<string, Value> {
  return new DataLoader(async (ownerIds) => {
    const values = await read(ownerIds);
    return ownerIds.map((ownerId) => values.get(ownerId) ?? none);
  });
}

/** All first rows of one operation that ask for the same, and equally many rows of it, are read together. */
function firstRows<Rows, Wish = undefined>(
  operation: Operation,
  service: FirstRows<Rows, Wish>,
): DataLoader<OwnedPage<Wish>, Rows, string> {
  const listOf = ({ first, wish }: OwnedPage<Wish>) => `${first}/${JSON.stringify(wish ?? null)}`;
  const keyOf = (one: OwnedPage<Wish>) => `${one.ownerId}/${listOf(one)}`;
  const load = async (wanted: readonly OwnedPage<Wish>[]) => {
    const lists = new Map(wanted.map((one) => [listOf(one), one]));
    const pages = new Map<string, Rows>();
    for (const [list, { first, wish }] of lists) {
      const ownerIds = wanted.filter((one) => listOf(one) === list).map(({ ownerId }) => ownerId);
      const found = await service.listFirst(operation, ownerIds, first, wish);
      for (const [ownerId, page] of found) pages.set(`${ownerId}/${list}`, page);
    }
    return wanted.map((one) => pages.get(keyOf(one)) ?? new Error('a list has no first page'));
  };
  return new DataLoader(load, { cacheKeyFn: keyOf });
}

/** Rows that name a parent, by the parent's id, in the order of the list. */
function byParent<Row>(
  list: (parentIds: readonly string[]) => Promise<readonly Row[]>,
  parentOf: (row: Row) => string,
): DataLoader<string, readonly Row[]> {
  return new DataLoader(async (parentIds) => {
    const rowsByParent = new Map(parentIds.map((id): [string, Row[]] => [id, []]));
    for (const row of await list(parentIds)) rowsByParent.get(parentOf(row))?.push(row);
    return parentIds.map((id) => rowsByParent.get(id) ?? []);
  });
}

function lastCallerUse(
  operation: Operation,
  service: Services['apiKeys' | 'tokenIssuers'],
): DataLoader<string, CallerUse | null> {
  return new DataLoader(async (ids) => {
    const uses = new Map(
      (await service.listUses(operation, ids)).map((use) => [use.id, use] as const),
    );
    return ids.map((id) => uses.get(id) ?? null);
  });
}

function lastUse(
  operation: Operation,
  service: Services['accessTokens'],
): DataLoader<AccessToken, Date | null, string> {
  const load = async (tokens: readonly AccessToken[]) => {
    const uses = await service.listUses(operation, tokens);
    const usedAt = new Map(uses.map((use) => [use.accessTokenId, use.usedAt]));
    return tokens.map(({ id }) => usedAt.get(id) ?? null);
  };
  return new DataLoader(load, { cacheKeyFn: ({ id }) => id });
}
