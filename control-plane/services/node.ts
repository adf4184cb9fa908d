import {
  type AwaitedEnforcement,
  type Convergence,
  type Enforcement,
  type EnforcementQuestion,
  isConverged,
  isNews,
  judgeConvergence,
  judgeEnforcement,
  type NodeRoll,
} from '../domain/enforcement.ts';
import { invalid } from '../domain/errors.ts';
import type { Node } from '../domain/node.ts';
import type { Principal } from '../domain/principal.ts';
import type { Head } from '../storage/configuration/head.ts';
import type { NodeFilter } from '../storage/node.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import { PLATFORM, type Storage } from '../storage/storage.ts';
import { NodeWatch } from './node-watch.ts';
import type { Operation } from './operation.ts';

/** Longest time that a caller may wait for nodes. */
const AWAIT_TIMEOUT_MS_MAX = 60_000;

/** What a caller of a tenant reads of a revision that is held back. */
const HELD_FOR_TENANTS =
  'Guard rails keep the newest configuration from all nodes; the operators of the platform know why.';

/** How long to wait; the signal ends it when the caller has left. */
export interface Patience {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** From where to follow; the signal ends it. */
export interface Following {
  /** What the follower saw enforced last; undefined at the first time. */
  readonly fromRevision: bigint | undefined;
  readonly signal: AbortSignal;
}

/** Nodes belong to the platform; whoever may read them sees them all, and nothing of a tenant in them. */
export class NodeService {
  readonly #storage: Storage;
  readonly #watch: NodeWatch;

  constructor(storage: Storage) {
    this.#storage = storage;
    this.#watch = new NodeWatch(() => this.#readRoll(new Date()));
  }

  /** @throws DomainError PERMISSION_DENIED */
  async find(operation: Operation, id: string): Promise<Node | undefined> {
    operation.require('node:read');
    const node = await this.#storage.read(PLATFORM, ({ nodes }) => nodes.find(id));
    return node && withoutOtherTenants(operation, node);
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(operation: Operation, filter: NodeFilter, page: PageRequest): Promise<Page<Node>> {
    operation.require('node:read');
    const found = await this.#storage.read(PLATFORM, ({ nodes }) =>
      nodes.list(filter, page, operation.now),
    );
    return { ...found, rows: found.rows.map((node) => withoutOtherTenants(operation, node)) };
  }

  /** Newest committed revision. @throws DomainError PERMISSION_DENIED */
  async head(operation: Operation): Promise<Head> {
    operation.require('node:read');
    return this.#storage.read(PLATFORM, ({ nodes }) => nodes.head());
  }

  /**
   * Who enforces a revision now. A principal of a tenant asks for its own tenant, whatever it names.
   *
   * @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED for a revision that is not committed
   */
  async enforcement(operation: Operation, asked: EnforcementQuestion): Promise<Enforcement> {
    operation.require('node:read');
    const { roll, committedAt } = await this.#storage.read(PLATFORM, async ({ nodes }) => ({
      roll: await nodes.roll(operation.now),
      committedAt: await nodes.findCommittedAt(asked.revision),
    }));
    requireCommitted(asked.revision, roll.head);
    const question = questionOf(operation, asked);
    return withoutOthersFaults(operation, judgeEnforcement(roll, question, committedAt ?? null));
  }

  /**
   * Waits until all live nodes enforce a revision, or the time is up, or the caller leaves.
   *
   * @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED, BUSY when too many wait
   */
  async awaitEnforced(
    operation: Operation,
    asked: EnforcementQuestion,
    { timeoutMs, signal }: Patience,
  ): Promise<AwaitedEnforcement> {
    operation.require('node:read');
    if (timeoutMs < 0 || timeoutMs > AWAIT_TIMEOUT_MS_MAX)
      throw invalid('timeoutMs', `Wait 0 to ${AWAIT_TIMEOUT_MS_MAX} milliseconds.`);
    const deadline = AbortSignal.timeout(timeoutMs);
    const question = questionOf(operation, asked);
    let enforcement = await this.enforcement(operation, question);
    if (isConverged(enforcement.names)) return { converged: true, enforcement };
    const watcher = {
      principalId: operation.principal.id,
      signal: AbortSignal.any([signal, deadline]),
    };
    for await (const roll of this.#watch.follow(watcher)) {
      const judged = judgeEnforcement(roll, question, enforcement.committedAt);
      enforcement = withoutOthersFaults(operation, judged);
      if (isConverged(enforcement.names)) return { converged: true, enforcement };
    }
    return { converged: false, enforcement };
  }

  /**
   * How nodes follow the head, until the signal is aborted: an event for each change, the newest when several came at
   * once. Too many followers end it with BUSY at its first event.
   *
   * @throws DomainError PERMISSION_DENIED
   */
  followConvergence(
    operation: Operation,
    following: Following,
  ): AsyncGenerator<Convergence, void, undefined> {
    operation.require('node:read');
    return this.#convergences(operation.principal, following);
  }

  /** Callers who wait for nodes now. */
  get waitingCount(): number {
    return this.#watch.followerCount;
  }

  /** Answers everybody who waits with what is, and lets nobody wait any more. */
  stopWaiting(): void {
    this.#watch.close();
  }

  async *#convergences(
    { id, tenantId }: Principal,
    { fromRevision, signal }: Following,
  ): AsyncGenerator<Convergence, void, undefined> {
    let last: Convergence | undefined;
    for await (const roll of this.#watch.follow({ principalId: id, signal })) {
      const convergence = judgeConvergence(roll, tenantId ?? undefined);
      const isWorthTelling = isNews(convergence, last, fromRevision);
      last = convergence;
      if (isWorthTelling) yield convergence;
    }
  }

  #readRoll(at: Date): Promise<NodeRoll> {
    return this.#storage.read(PLATFORM, ({ nodes }) => nodes.roll(at));
  }
}

function requireCommitted(revision: bigint, head: Head): void {
  if (revision >= 1n && revision <= head.revision) return;
  throw invalid(
    'revision',
    `There is no revision ${revision}; they go from 1 to ${head.revision}.`,
  );
}

function questionOf({ principal }: Operation, asked: EnforcementQuestion): EnforcementQuestion {
  return { ...asked, tenantId: principal.tenantId ?? asked.tenantId };
}

/** The reasons name resources of all tenants. */
function withoutOthersFaults({ principal }: Operation, enforcement: Enforcement): Enforcement {
  if (principal.tenantId === null || enforcement.heldBecause.length === 0) return enforcement;
  return { ...enforcement, heldBecause: [HELD_FOR_TENANTS] };
}

/** A diagnostic names a tenant and one of its resources, a pool who shares a node: others must not read it. */
function withoutOtherTenants({ principal }: Operation, node: Node): Node {
  if (principal.tenantId === null) return node;
  const diagnostics = node.diagnostics.filter(({ tenantId }) => tenantId === principal.tenantId);
  return { ...node, pool: null, diagnostics };
}
