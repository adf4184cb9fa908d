import { demandAt, type RuledKind } from '../../domain/approval-rule.ts';
import { DomainError, type Fault, invalid, invalidInput } from '../../domain/errors.ts';
import { type Limit, reviseLimit } from '../../domain/limit.ts';
import { restorePrices } from '../../domain/price/price.ts';
import { namedByExceptions } from '../../domain/prompt/rule-exception.ts';
import { type PromptPolicy, revisePromptPolicy } from '../../domain/prompt-policy.ts';
import { archive } from '../../domain/record.ts';
import { type Route, reviseRoute, targetIdsOf } from '../../domain/route.ts';
import { reviseTarget, type Target } from '../../domain/target.ts';
import type { Head } from '../../storage/configuration/head.ts';
import {
  type Restorable,
  type RestorableKind,
  readRestorable,
} from '../../storage/configuration/restorable.ts';
import type { RowStore } from '../../storage/row-store.ts';
import type { Stores } from '../../storage/storage.ts';
import { holdOutside } from '../review/kind/build-prompt-policy.ts';
import { loadRoutingCatalog } from '../routing-catalog.ts';
import { isAs, type RestoredRow } from './restored-row.ts';

/** Rows that one rollback may change: they are one revision. */
const ROLLBACK_CHANGES_MAX = 1_000;
const RESOURCES_MAX = 100_000;
const PAGE_ROWS = 2_000;
const FAULTS_MAX = 50;

/** Noun -> the kinds of change that a rollback of it is. */
const ruledKinds: Readonly<Record<string, readonly RuledKind[]>> = {
  route: ['route'],
  'prompt-policy': ['prompt_policy'],
  target: ['target', 'price'],
  limit: ['limit'],
};

interface Rows {
  readonly route: Route;
  readonly prompt_policy: PromptPolicy;
  readonly target: Target;
  readonly limit: Limit;
}

/** How rows of a kind are restored. */
interface Kind<Name extends RestorableKind> {
  readonly name: Name;
  readonly store: RowStore<Rows[Name]>;
  readonly ownerOf: (row: Rows[Name]) => string | null;
  readonly restore: (row: Rows[Name], content: Restorable[Name]) => Promise<Rows[Name]>;
  /** What can still be had of the content, where not all of it can. */
  readonly reachable?: (row: Rows[Name], content: Restorable[Name]) => Restorable[Name];
}

/**
 * Finds what must change so that routes, prompt policies, targets and limits are as at a release: what differs is revised, what
 * was archived since comes back, what was made since is archived. Everything is judged by today's rules.
 */
export class Rollback {
  readonly #stores: Stores;
  readonly #at: Head;
  readonly #now: Date;
  readonly #rows: RestoredRow[] = [];
  readonly #faults: Fault[] = [];
  /** Targets as they will be, of those that change. */
  readonly #targets = new Map<string, Target>();

  constructor(stores: Stores, at: Head, now: Date) {
    this.#stores = stores;
    this.#at = at;
    this.#now = now;
  }

  /** Rows to write. @throws DomainError VALIDATION_FAILED with every fault: what is missing, what loosens, too much */
  async plan(): Promise<readonly RestoredRow[]> {
    const { routes, promptPolicies, targets } = this.#stores;
    await this.#planKind({
      name: 'target',
      store: targets,
      ownerOf: () => null,
      restore: (row, content) => this.#restoreTarget(row, content),
      reachable: (row, content) => ({
        ...content,
        prices: restorePrices(row.prices, content.prices, this.#now),
      }),
    });
    const routeContents = await this.#planKind({
      name: 'route',
      store: routes,
      ownerOf: ({ tenantId }) => tenantId,
      restore: (row, content) => this.#restoreRoute(row, content),
    });
    const routeIds = new Set(routeContents.keys());
    await this.#planKind({
      name: 'prompt_policy',
      store: promptPolicies,
      ownerOf: ({ tenantId }) => tenantId,
      restore: async (row, content) =>
        revisePromptPolicy({ ...row, archivedAt: null }, content, {
          now: this.#now,
          routeIds,
          outsideKinds: await holdOutside(this.#stores, { ...row, ...content }),
          ...namedBefore(content),
        }),
    });
    await this.#planLimits();
    await this.#requireUnruled();
    if (this.#faults.length > 0) throw invalidInput(this.#faults.slice(0, FAULTS_MAX));
    if (this.#rows.length === 0)
      throw invalid('toRevision', 'Nothing would change: it is all as it was there.');
    if (this.#rows.length > ROLLBACK_CHANGES_MAX)
      throw invalid(
        'toRevision',
        `${this.#rows.length} rows would change; a rollback changes at most ${ROLLBACK_CHANGES_MAX}.`,
      );
    return this.#rows;
  }

  async #planLimits(): Promise<void> {
    await this.#planKind({
      name: 'limit',
      store: this.#stores.limits,
      ownerOf: ({ tenantId }) => tenantId,
      // What it named was its tenant's: of what is archived no call comes.
      restore: async (row, content) =>
        reviseLimit({ ...row, archivedAt: null }, content, {
          now: this.#now,
          routeIds: new Set(content.routeIds),
          applicationIds: new Set(row.applicationId === null ? [] : [row.applicationId]),
        }),
    });
  }

  /** What a rule demands review of is not changed by one person alone. */
  async #requireUnruled(): Promise<void> {
    for (const { noun, tenantId } of this.#rows)
      for (const kind of ruledKinds[noun] ?? []) {
        const rule = await this.#stores.approvalRules.findByKind(tenantId, kind);
        if (rule === undefined || demandAt(rule, 'high').quorum === 0) continue;
        const whose = tenantId === null ? 'the platform' : `tenant ${tenantId}`;
        this.#faults.push({
          path: 'toRevision',
          message: `The approval rule of ${whose} demands review of its ${noun}: propose that change there.`,
        });
      }
  }

  /** What the release had of the kind. */
  async #planKind<Name extends RestorableKind>(
    kind: Kind<Name>,
  ): Promise<ReadonlyMap<string, Restorable[Name]>> {
    const contents = await this.#readContents(kind.name);
    const rows = await this.#readRows(kind, [...contents.keys()]);
    const ended = await this.#listEndedTenants([...rows.values()].map(kind.ownerOf));
    for (const [id, held] of contents) {
      const row = rows.get(id);
      if (row === undefined) {
        this.#fault(kind.name, held.name, 'It is gone from the database, and cannot come back.');
        continue;
      }
      const content = kind.reachable?.(row, held) ?? held;
      const owner = kind.ownerOf(row);
      if ((owner !== null && ended.has(owner)) || isAs(row, content)) continue;
      const restored = await this.#judge(kind, row, content);
      if (restored !== undefined) this.#add(kind, row, restored);
    }
    const since = await this.#stores.releases.listIdsBeside(kind.name, [...contents.keys()]);
    for (const row of (await this.#readRows(kind, since)).values())
      this.#add(kind, row, { ...row, ...archive(row, this.#now) });
    return contents;
  }

  async #readContents<Name extends RestorableKind>(
    kind: Name,
  ): Promise<ReadonlyMap<string, Restorable[Name]>> {
    const contents = new Map<string, Restorable[Name]>();
    for (let afterId: string | undefined = ''; afterId !== undefined; ) {
      const page: readonly { readonly id: string; readonly body: Buffer }[] =
        await this.#stores.resourceVersions.listKind(this.#at, kind, { afterId, limit: PAGE_ROWS });
      for (const { id, body } of page) contents.set(id, readRestorable(kind, body));
      if (contents.size > RESOURCES_MAX)
        throw invalid('toRevision', `A rollback looks at ${RESOURCES_MAX} rows of a kind at most.`);
      afterId = page.length === PAGE_ROWS ? page.at(-1)?.id : undefined;
    }
    return contents;
  }

  async #readRows<Name extends RestorableKind>(
    { store }: Kind<Name>,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, Rows[Name]>> {
    const rows = new Map<string, Rows[Name]>();
    for (let start = 0; start < ids.length; start += PAGE_ROWS)
      for (const row of await store.listByIds(ids.slice(start, start + PAGE_ROWS)))
        rows.set(row.id, row);
    return rows;
  }

  /** Tenants that are archived for good: nothing of theirs reaches a node. */
  async #listEndedTenants(owners: readonly (string | null)[]): Promise<ReadonlySet<string>> {
    const ids = new Set(owners.flatMap((owner) => owner ?? []));
    const tenants = await this.#stores.tenants.listByIds([...ids]);
    return new Set(tenants.filter(({ archivedAt }) => archivedAt !== null).map(({ id }) => id));
  }

  /** Undefined when a rule of today forbids it. */
  async #judge<Name extends RestorableKind>(
    kind: Kind<Name>,
    row: Rows[Name],
    content: Restorable[Name],
  ): Promise<Rows[Name] | undefined> {
    try {
      return await kind.restore(row, content);
    } catch (error) {
      if (!(error instanceof DomainError) || error.failure.code !== 'VALIDATION_FAILED')
        throw error;
      for (const { path, message } of error.failure.faults)
        this.#fault(kind.name, `${content.name}.${path}`, message);
      return undefined;
    }
  }

  async #restoreTarget(row: Target, content: Restorable['target']): Promise<Target> {
    const { providers, models } = this.#stores;
    const provider = await providers.lockForUse(row.providerId);
    const model = await models.lock(row.modelId, 'share');
    if (provider.archivedAt !== null) throw invalid('providerId', 'Its provider is archived.');
    if (model.archivedAt !== null) throw invalid('modelId', 'Its model is archived.');
    const context = { now: this.#now, modelCapabilities: model.capabilities };
    const restored = reviseTarget({ ...row, archivedAt: null }, content, context);
    this.#targets.set(row.id, restored);
    return restored;
  }

  async #restoreRoute(row: Route, content: Restorable['route']): Promise<Route> {
    const targets = await this.#readTargets(targetIdsOf(content.rules));
    // Whoever disabled a target since meant it, and does not stop a rollback.
    const catalog = await loadRoutingCatalog(
      this.#stores,
      targets.map((target) => ({ ...target, enabled: true })),
    );
    const models = [...catalog.models.values()];
    const reached = await this.#readTargets(row.archivedAt === null ? targetIdsOf(row.rules) : []);
    const reachedModelIds = new Set(reached.map(({ modelId }) => modelId));
    const granted = await this.#stores.grants.listGrantedModelIds(row.tenantId, this.#now);
    const loosened = models.filter(({ id }) => !reachedModelIds.has(id) && !granted.has(id));
    if (loosened.length > 0) {
      const names = loosened.map(({ name }) => `"${name}"`).join(', ');
      throw invalid('rules', `It would reach ${names} again without a grant; request one first.`);
    }
    return reviseRoute({ ...row, archivedAt: null }, content, {
      now: this.#now,
      catalog: { ...catalog, grantedModelIds: undefined },
    });
  }

  /** As they will be. */
  async #readTargets(ids: readonly string[]): Promise<readonly Target[]> {
    const rows = await this.#stores.targets.listByIds(ids);
    return rows.map((row) => this.#targets.get(row.id) ?? row);
  }

  #add<Name extends RestorableKind>(kind: Kind<Name>, before: Rows[Name], after: Rows[Name]): void {
    const noun = kind.name.replace('_', '-');
    this.#rows.push({
      object: `${noun}/${after.id}`,
      noun,
      tenantId: kind.ownerOf(after),
      before,
      after,
      write: () => kind.store.replace(after),
    });
  }

  #fault(kind: RestorableKind, name: string, message: string): void {
    this.#faults.push({ path: `${kind.replace('_', '-')}.${name}`, message });
  }
}

/** What a policy named was its tenant's: of an application that is archived no call comes, and an exception ends. */
function namedBefore({ rules, appliesTo }: Restorable['prompt_policy']) {
  const { applicationIds, ownerIds } = namedByExceptions(rules);
  const attached = appliesTo?.applicationIds ?? [];
  return { applicationIds: new Set([...attached, ...applicationIds]), ownerIds };
}
