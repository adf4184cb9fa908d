import { PLATFORM, type Storage, type Stores, type Trail } from '../storage/storage.ts';
import { type DueTenant, PURGE_LEASE } from '../storage/tenant/purge.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { Lease } from './lease.ts';

const INTERVAL_MS = 600_000;
/** Longer than an interval, so that the work stays with one replica. */
const LEASE_MS = 900_000;
/** Tenants of one run; the others wait for the next. */
const TENANTS_MAX = 20;
/** Rows of one transaction: each is a revision, and none may keep a statement longer than services may wait. */
const BATCH_ROWS = 2_000;
/** Transactions of one run for one tenant; what is left waits for the next. */
const BATCHES_MAX = 1_000;
const ACTOR = { name: 'system', authenticatedBy: 'system' } as const;

export interface TenantPurgeParts {
  readonly storage: Storage;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'purgedRows'>;
}

/**
 * Removes tenants whose grace period is over, when this replica has the lease: their log is redacted, their rows go in
 * batches, and the tenant goes last. A run that ends in the middle is gone on with by the next.
 */
export class TenantPurge {
  readonly #parts: TenantPurgeParts;
  readonly #lease: Lease;

  constructor(parts: TenantPurgeParts) {
    this.#parts = parts;
    this.#lease = new Lease(parts.storage, PURGE_LEASE, LEASE_MS);
  }

  /** Gives whether this replica had the lease. @throws Error when the lease was lost in between; nothing more is removed then */
  async purge(batch: number = BATCH_ROWS): Promise<boolean> {
    if ((await this.#lease.acquire()) === undefined) return false;
    const due = await this.#parts.storage.read(PLATFORM, ({ tenantPurges }) =>
      tenantPurges.listDue(TENANTS_MAX),
    );
    for (const tenant of due) {
      if (!(await this.#begin(tenant))) continue;
      await this.#redact(tenant.id, batch);
      await this.#remove(tenant, batch);
    }
    return true;
  }

  /** Looks every ten minutes. Returns the way to stop, which lets another replica go on at once. */
  start(): () => Promise<void> {
    const timer = setInterval(() => {
      this.purge().catch((error: unknown) =>
        this.#parts.logger.warn({ error }, 'tenants could not be purged; it tries again'),
      );
    }, INTERVAL_MS);
    timer.unref();
    return async () => {
      clearInterval(timer);
      await this.#lease.release().catch(() => {});
    };
  }

  /**
   * Puts the end of the tenant's log into that of the platform before anything goes: from then on it can be told whether what is left
   * of it is all. Gives whether its rows may go.
   */
  async #begin(tenant: DueTenant): Promise<boolean> {
    if (tenant.isBegun) return true;
    const { storage, logger } = this.#parts;
    const { id: tenantId, name, deletedAt } = tenant;
    const { value } = await storage.transaction(PLATFORM, ACTOR, async (stores, trail) => {
      if (!(await stores.tenantPurges.isReleased(tenantId))) return 'served' as const;
      if (!(await stores.tenantPurges.begin(tenantId))) return 'restored' as const;
      const chainHead = await stores.audit.closeChain(tenantId);
      trail.entries.push({
        tenantId: null,
        action: 'tenant.purge',
        object: `tenant/${tenantId}`,
        changes: {
          name: [name, null],
          deletedAt: [deletedAt.toISOString(), null],
          chainSequence: [null, String(chainHead.sequence)],
          chainHash: [null, chainHead.hash],
        },
      });
      return 'begun' as const;
    });
    if (value === 'served')
      logger.warn({ tenantId }, 'nodes may still hold a deleted tenant; its rows stay until then');
    return value === 'begun';
  }

  async #redact(tenantId: string, batch: number): Promise<void> {
    for (let after: bigint | undefined = 0n; after !== undefined; ) {
      const from: bigint = after;
      after = await this.#step((token, stores) =>
        stores.tenantPurges.redactAudit(token, tenantId, { after: from, batch }),
      );
    }
  }

  async #remove({ id: tenantId, name }: DueTenant, batch: number): Promise<void> {
    const { logger, metrics } = this.#parts;
    let rowCount = 0;
    for (let batches = 0; batches < BATCHES_MAX; batches += 1) {
      const removed = await this.#step(async (token, stores, trail) => {
        const count = await stores.tenantPurges.removeRows(token, tenantId, batch);
        if (count === 0)
          trail.entries.push({
            tenantId: null,
            action: 'tenant.purged',
            object: `tenant/${tenantId}`,
            changes: { name: [name, null] },
          });
        return count;
      });
      metrics.purgedRows.inc(removed);
      rowCount += removed;
      if (removed > 0) continue;
      logger.info({ tenantId, rowCount }, 'a deleted tenant was purged');
      return;
    }
  }

  /** One transaction of the holder of the lease, which keeps it for another while. */
  async #step<T>(work: (token: bigint, stores: Stores, trail: Trail) => Promise<T>): Promise<T> {
    const token = await this.#lease.acquire();
    if (token === undefined) throw new Error('another replica has the lease of the purge');
    const { value } = await this.#parts.storage.transaction(PLATFORM, ACTOR, (stores, trail) =>
      work(token, stores, trail),
    );
    return value;
  }
}
