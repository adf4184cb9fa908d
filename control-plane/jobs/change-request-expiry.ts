import { advance } from '../domain/change-request.ts';
import { PLATFORM, type Storage } from '../storage/storage.ts';
import type { Logger } from '../telemetry/logger.ts';
import { Lease } from './lease.ts';

const LEASE = 'change_request_expiry';
const INTERVAL_MS = 60_000;
/** Longer than an interval, so that the work stays with one replica. */
const LEASE_MS = 90_000;
const ACTOR = { name: 'system', authenticatedBy: 'system' } as const;

export interface ChangeRequestExpiryParts {
  readonly storage: Storage;
  readonly logger: Logger;
}

/**
 * Closes change requests that nobody decided on in time, when this replica has the lease. Nothing hangs from it but what
 * people read: a request past its time is refused by itself.
 */
export class ChangeRequestExpiry {
  readonly #parts: ChangeRequestExpiryParts;
  readonly #lease: Lease;

  constructor(parts: ChangeRequestExpiryParts) {
    this.#parts = parts;
    this.#lease = new Lease(parts.storage, LEASE, LEASE_MS);
  }

  /** Gives whether this replica had the lease. */
  async close(now: Date): Promise<boolean> {
    if ((await this.#lease.acquire()) === undefined) return false;
    await this.#parts.storage.transaction(PLATFORM, ACTOR, async (stores, trail) => {
      for (const request of await stores.changeRequests.lockExpired(now)) {
        const expired = advance(request, 'expire', now);
        await stores.changeRequests.replace(expired);
        trail.entries.push({
          tenantId: request.tenantId,
          action: 'change-request.expire',
          object: `change-request/${request.id}`,
          changes: { state: [request.state, expired.state] },
        });
      }
    });
    return true;
  }

  /** Looks each minute. Returns the way to stop, which lets another replica go on at once. */
  start(): () => Promise<void> {
    const timer = setInterval(() => {
      this.close(new Date()).catch((error: unknown) =>
        this.#parts.logger.warn(
          { error },
          'change requests past their time could not be closed; it tries again',
        ),
      );
    }, INTERVAL_MS);
    timer.unref();
    return async () => {
      clearInterval(timer);
      await this.#lease.release().catch(() => {});
    };
  }
}
