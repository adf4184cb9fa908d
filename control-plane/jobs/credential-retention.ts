import { PLATFORM, type Storage } from '../storage/storage.ts';
import type { Logger } from '../telemetry/logger.ts';
import { Lease } from './lease.ts';

/** Name of the lease whose holder drops; the function in the database asks for the same. */
const LEASE = 'credential_retention';
const INTERVAL_MS = 60_000;
/** Longer than an interval, so that the work stays with one replica. */
const LEASE_MS = 90_000;
const ACTOR = { name: 'system', authenticatedBy: 'system' } as const;

export interface CredentialRetentionParts {
  readonly storage: Storage;
  readonly logger: Logger;
}

/**
 * Drops the previous generations of credentials that are past their time, when this replica has the lease. Each run is a
 * revision, so that nodes drop them too, and is in the audit log.
 */
export class CredentialRetention {
  readonly #parts: CredentialRetentionParts;
  readonly #lease: Lease;

  constructor(parts: CredentialRetentionParts) {
    this.#parts = parts;
    this.#lease = new Lease(parts.storage, LEASE, LEASE_MS);
  }

  /** Gives whether this replica had the lease. @throws Error when the lease was lost in between; nothing is dropped then */
  async drop(): Promise<boolean> {
    const token = await this.#lease.acquire();
    if (token === undefined) return false;
    await this.#parts.storage.transaction(PLATFORM, ACTOR, async (stores, trail) => {
      for (const id of await stores.providerCredentials.dropExpired(token))
        trail.entries.push({
          tenantId: null,
          action: 'provider.expire-previous-credential',
          object: `provider/${id}`,
          changes: { previousCredential: [null, 'removed'] },
        });
    });
    return true;
  }

  /** Drops each minute. Returns the way to stop, which lets another replica go on at once. */
  start(): () => Promise<void> {
    const timer = setInterval(() => {
      this.drop().catch((error: unknown) =>
        this.#parts.logger.warn(
          { error },
          'previous generations of credentials could not be dropped; it tries again',
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
