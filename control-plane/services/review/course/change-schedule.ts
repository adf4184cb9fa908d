import { advance, type ChangeRequest } from '../../../domain/change-request.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { Permission } from '../../../domain/permission.ts';
import type { Principal } from '../../../domain/principal.ts';
import { type ApplyWindow, isDue, scheduleChange } from '../../../domain/review/course/schedule.ts';
import { PLATFORM, type Storage } from '../../../storage/storage.ts';
import type { Changed, MutationCall } from '../../mutation.ts';
import { Operation } from '../../operation.ts';
import { applyScheduled } from '../apply.ts';
import { decide, hold, replaceRequest, requireAny } from '../decide.ts';
import { kindOf, proposePermissions } from '../kinds.ts';
import { bringOn, type Fence } from './by-clock.ts';

/** When what is to be made. */
export interface Scheduling extends ApplyWindow {
  readonly id: string;
}

/** What became of a scheduled request whose window had begun. */
export type ScheduleOutcome = 'applied' | 'returned' | 'settled';

/** What is read before the change is made. */
interface DueChange {
  readonly request: ChangeRequest;
  readonly scheduler: Principal;
  readonly owned: ReadonlySet<Permission>;
  readonly clock: Date;
}

/** Approved changes that are made within a window, by the clock of the database. */
export class ChangeScheduleService {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /**
   * Has an approved request made within the window, as the caller; one that is scheduled gets another window.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, VERSION_CONFLICT when it is not approved,
   *   IDEMPOTENCY_KEY_REUSED
   */
  schedule(
    operation: Operation,
    call: MutationCall,
    { id, ...window }: Scheduling,
  ): Promise<Changed<ChangeRequest>> {
    requireAny(operation, proposePermissions);
    return decide({ storage: this.#storage, operation }, call, async (context) => {
      const before = await hold(context, id, 'propose');
      const at = { clock: await context.stores.dueChanges.readClock(), now: operation.now };
      const scheduledBy = operation.principal.id;
      const after = scheduleChange(before, { ...window, scheduledBy }, at);
      return { id, request: await replaceRequest(context, 'schedule', { before, after }) };
    });
  }

  /**
   * Leaves a scheduled request approved.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT when it is not scheduled, IDEMPOTENCY_KEY_REUSED
   */
  cancel(operation: Operation, call: MutationCall, id: string): Promise<Changed<ChangeRequest>> {
    requireAny(operation, proposePermissions);
    return decide({ storage: this.#storage, operation }, call, async (context) => {
      const before = await hold(context, id, 'propose');
      const after = advance(before, 'unschedule', operation.now);
      return { id, request: await replaceRequest(context, 'unschedule', { before, after }) };
    });
  }

  /** Ids of scheduled requests whose window has begun; as many as one run takes. */
  listDue(): Promise<readonly string[]> {
    return this.#storage.read(PLATFORM, ({ dueChanges }) => dueChanges.listScheduled());
  }

  /**
   * Makes one that is due, as whoever scheduled it is now, with every check of `applyChange`. When its window has passed,
   * its scheduler may no longer do it, or a rule of today forbids it, it is approved again and says why: never late, and
   * never twice, since the request is held and the lease is named in the same transaction.
   *
   * @throws Error when the lease is lost or the database does not answer: the next run tries again
   */
  async applyDue(id: string, fence: Fence): Promise<ScheduleOutcome> {
    const due = await this.#read(id);
    if (due === undefined) return 'settled';
    const hindrance = findHindrance(due);
    if (hindrance !== undefined) return this.#return(id, fence, hindrance);
    try {
      return await this.#apply(due, fence);
    } catch (error) {
      if (!(error instanceof DomainError) || error.failure.code === 'BUSY') throw error;
      return this.#return(id, fence, `It could not be made: ${error.message}`);
    }
  }

  async #read(id: string): Promise<DueChange | undefined> {
    return this.#storage.read(PLATFORM, async (stores) => {
      const request = await stores.changeRequests.find(id);
      if (request === undefined || request.scheduledBy === null) return undefined;
      const scheduler = await stores.principals.get(request.scheduledBy);
      const owned = await stores.roles.permissionsHeldBy(scheduler);
      return { request, scheduler, owned, clock: await stores.dueChanges.readClock() };
    });
  }

  async #apply(
    { request: { id }, scheduler, owned, clock }: DueChange,
    { lease, token }: Fence,
  ): Promise<ScheduleOutcome> {
    const operation = new Operation(scheduler, 'schedule', clock, { owned, token: undefined });
    const { scope, actor } = operation;
    const { value } = await this.#storage.transaction(scope, actor, async (stores, trail) => {
      await stores.leases.require(lease, token);
      const request = await stores.changeRequests.lock(id, 'update');
      const { version } = await stores.principals.lock(scheduler.id, 'share');
      // Whoever was changed since is read anew by the next run.
      if (version !== scheduler.version) return undefined;
      if (!isDue(request, await stores.dueChanges.readClock())) return undefined;
      return applyScheduled({ operation, stores, trail }, request);
    });
    return value?.request.state === 'applied' ? 'applied' : 'settled';
  }

  #return(id: string, fence: Fence, note: string): Promise<ScheduleOutcome> {
    return bringOn(this.#storage, { id, fence }, async (context, before, clock) => {
      // One past its own time is closed by the job that does so.
      if (before.state !== 'scheduled' || before.expiresAt <= clock) return 'settled';
      const after = advance(before, 'unschedule', clock, note);
      await replaceRequest(context, 'unschedule', { before, after, reason: note });
      return 'returned';
    });
  }
}

/** Why it is not made; undefined when it may be tried. */
function findHindrance({ request, scheduler, owned, clock }: DueChange): string | undefined {
  const { applyUntil, tenantId } = request;
  if (applyUntil !== null && applyUntil <= clock)
    return `Its window passed on ${applyUntil.toISOString()} before it could be made.`;
  const isNear = scheduler.tenantId === null || scheduler.tenantId === tenantId;
  const { proposePermission } = kindOf(request);
  if (scheduler.archivedAt === null && isNear && owned.has(proposePermission)) return undefined;
  return `Who scheduled it does not have ${proposePermission} here any more.`;
}
