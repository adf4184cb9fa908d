import { RETENTION_LEASE } from '../storage/configuration/retention.ts';
import { PLATFORM, type Storage, type Stores } from '../storage/storage.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { Lease } from './lease.ts';

const INTERVAL_MS = 600_000;
/** Longer than an interval, so that the work stays with one replica. */
const LEASE_MS = 900_000;
/** Rows of one statement. */
const BATCH_ROWS = 5_000;
/** Statements of one run; what is left waits for the next. */
const BATCHES_MAX = 200;
const ACTOR = { name: 'system', authenticatedBy: 'system' } as const;

export interface RetentionParts {
  readonly storage: Storage;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Trims what is past its time, when this replica has the lease. A feed whose place was trimmed reads everything. */
export class ConfigurationRetention {
  readonly #parts: RetentionParts;
  readonly #lease: Lease;

  constructor(parts: RetentionParts) {
    this.#parts = parts;
    this.#lease = new Lease(parts.storage, RETENTION_LEASE, LEASE_MS);
  }

  /** Gives whether this replica had the lease. @throws Error when the lease was lost in between; nothing is trimmed then */
  async trim(): Promise<boolean> {
    const token = await this.#lease.acquire();
    if (token === undefined) return false;
    await this.#trimTable('config_change', ({ configurationRetention }) =>
      configurationRetention.trimChanges(token, BATCH_ROWS),
    );
    await this.#trimTable('release_change', ({ configurationRetention }) =>
      configurationRetention.trimVersions(token, BATCH_ROWS),
    );
    return true;
  }

  /** Trims every ten minutes. Returns the way to stop, which lets another replica go on at once. */
  start(): () => Promise<void> {
    const { logger } = this.#parts;
    const timer = setInterval(() => {
      this.trim().catch((error: unknown) =>
        logger.warn(
          { error },
          'the past of the configuration could not be trimmed; it tries again',
        ),
      );
    }, INTERVAL_MS);
    timer.unref();
    return async () => {
      clearInterval(timer);
      await this.#lease.release().catch(() => {});
    };
  }

  async #trimTable(table: string, work: (stores: Stores) => Promise<number>): Promise<void> {
    const { storage, metrics } = this.#parts;
    for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
      const { value } = await storage.transaction(PLATFORM, ACTOR, work);
      metrics.trimmedRows.inc({ table }, value);
      if (value === 0) return;
    }
  }
}
