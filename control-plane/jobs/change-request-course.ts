import type { ChangeRequest } from '../domain/change-request.ts';
import { isIncomplete } from '../domain/review/course/emergency.ts';
import type { Storage } from '../storage/storage.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { Lease } from './lease.ts';

const LEASE = 'change_request_course';
const INTERVAL_MS = 5_000;
/** Longer than an interval, so that the work stays with one replica. */
const LEASE_MS = 20_000;

/** The lease as the database knows it. */
interface Fence {
  readonly lease: string;
  readonly token: bigint;
}

/** What the clock does with requests, each in a transaction of its own that names the lease. */
export interface ChangeCourse {
  readonly changeSchedules: {
    listDue(): Promise<readonly string[]>;
    applyDue(id: string, fence: Fence): Promise<'applied' | 'returned' | 'settled'>;
  };
  readonly emergencyChanges: {
    listDue(): Promise<readonly string[]>;
    revertDue(id: string, fence: Fence): Promise<ChangeRequest | undefined>;
    countInForce(): Promise<number>;
  };
  readonly suspendedChanges: {
    listDue(): Promise<readonly string[]>;
    resumeDue(id: string, fence: Fence): Promise<void>;
  };
}

export interface ChangeRequestCourseParts {
  readonly storage: Storage;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'emergencyChanges' | 'emergencyReverts' | 'scheduledChanges'>;
  readonly services: ChangeCourse;
}

/**
 * Makes scheduled changes in their window, takes back what was made in an emergency and not ratified, and resumes what was
 * suspended, when this replica has the lease. One that fails does not keep the others from their turn.
 */
export class ChangeRequestCourse {
  readonly #parts: ChangeRequestCourseParts;
  readonly #lease: Lease;

  constructor(parts: ChangeRequestCourseParts) {
    this.#parts = parts;
    this.#lease = new Lease(parts.storage, LEASE, LEASE_MS);
  }

  /** Gives whether this replica had the lease. */
  async run(): Promise<boolean> {
    const { metrics, services } = this.#parts;
    const token = await this.#lease.acquire();
    if (token === undefined) {
      metrics.emergencyChanges.set(0);
      return false;
    }
    const fence = { lease: LEASE, token };
    const { changeSchedules, emergencyChanges, suspendedChanges } = services;
    await this.#each(await emergencyChanges.listDue(), async (id) => {
      const reverted = await emergencyChanges.revertDue(id, fence);
      if (reverted !== undefined) this.#tell(reverted);
    });
    await this.#each(await changeSchedules.listDue(), async (id) => {
      const outcome = await changeSchedules.applyDue(id, fence);
      if (outcome !== 'settled') metrics.scheduledChanges.inc({ outcome });
    });
    await this.#each(await suspendedChanges.listDue(), (id) =>
      suspendedChanges.resumeDue(id, fence),
    );
    metrics.emergencyChanges.set(await emergencyChanges.countInForce());
    return true;
  }

  /** Looks every five seconds. Returns the way to stop, which lets another replica go on at once. */
  start(): () => Promise<void> {
    let running: Promise<void> | undefined;
    const timer = setInterval(() => {
      running ??= this.#runOnce().finally(() => {
        running = undefined;
      });
    }, INTERVAL_MS);
    timer.unref();
    return async () => {
      clearInterval(timer);
      await running;
      await this.#lease.release().catch(() => {});
    };
  }

  async #runOnce(): Promise<void> {
    try {
      await this.run();
    } catch (error) {
      this.#warn(error);
    }
  }

  async #each(ids: readonly string[], work: (id: string) => Promise<void>): Promise<void> {
    for (const id of ids) await work(id).catch((error: unknown) => this.#warn(error, id));
  }

  #tell({ id, tenantId, emergency, note }: ChangeRequest): void {
    const { logger, metrics } = this.#parts;
    const isWhole = emergency === null || !isIncomplete(emergency);
    metrics.emergencyReverts.inc({ outcome: isWhole ? 'whole' : 'incomplete' });
    const told = { changeRequestId: id, tenantId, note };
    if (isWhole) logger.warn(told, 'a change that was made in an emergency was taken back');
    else logger.error(told, 'a change that was made in an emergency is not all taken back');
  }

  #warn(error: unknown, changeRequestId?: string): void {
    const told = { error, changeRequestId };
    this.#parts.logger.warn(told, 'a change request could not be brought on; it tries again');
  }
}
