import { PLATFORM, type Storage } from '../storage/storage.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { Lease } from './lease.ts';

const LEASE = 'grant_reminder';
const INTERVAL_MS = 600_000;
/** Longer than an interval, so that the work stays with one replica. */
const LEASE_MS = 900_000;
const ACTOR = { name: 'system', authenticatedBy: 'system' } as const;

export interface GrantReminderParts {
  readonly storage: Storage;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'grantsEnding'>;
}

/**
 * Notes which grants end soon, when this replica has the lease. A notice is unique by grant and end, so a replica that has lost
 * the lease without knowing writes nothing twice.
 */
export class GrantReminder {
  readonly #parts: GrantReminderParts;
  readonly #lease: Lease;

  constructor(parts: GrantReminderParts) {
    this.#parts = parts;
    this.#lease = new Lease(parts.storage, LEASE, LEASE_MS);
  }

  /** Gives whether this replica had the lease. */
  async remind(now: Date): Promise<boolean> {
    const { storage, metrics } = this.#parts;
    if ((await this.#lease.acquire()) === undefined) {
      metrics.grantsEnding.set(0);
      return false;
    }
    const { value } = await storage.transaction(PLATFORM, ACTOR, async ({ grantNotices }) => {
      await grantNotices.write(now);
      return grantNotices.countEnding(now);
    });
    metrics.grantsEnding.set(value);
    return true;
  }

  /** Reminds at once and every ten minutes. Returns the way to stop, which lets another replica go on at once. */
  start(): () => Promise<void> {
    const run = () => {
      this.remind(new Date()).catch((error: unknown) =>
        this.#parts.logger.warn(
          { error },
          'grants that end soon could not be noted; it tries again',
        ),
      );
    };
    run();
    const timer = setInterval(run, INTERVAL_MS);
    timer.unref();
    return async () => {
      clearInterval(timer);
      await this.#lease.release().catch(() => {});
    };
  }
}
