import { advance, type ChangeRequest, requireDigest } from '../../../domain/change-request.ts';
import { DomainError, invalid, invalidInput } from '../../../domain/errors.ts';
import { toGlobalId } from '../../../domain/ids.ts';
import {
  createEmergency,
  EMERGENCY_MINUTES_MAX,
  EMERGENCY_WINDOW_MS,
  type Emergency,
  isIncomplete,
  mayBreakGlass,
  requireSparing,
} from '../../../domain/review/course/emergency.ts';
import { tenantOf } from '../../../domain/review/proposal.ts';
import { checkProse } from '../../../domain/review/prose.ts';
import { requireReviewer } from '../../../domain/review/review.ts';
import { PLATFORM, type Storage } from '../../../storage/storage.ts';
import type { Changed, MutationCall } from '../../mutation.ts';
import type { Operation } from '../../operation.ts';
import { concludeConflict, findFirst, findMove, giveApproval, isSuspended } from '../apply.ts';
import { decide, hold, noteChange, replaceRequest, requireAny } from '../decide.ts';
import type { ChangeContext } from '../governed-kind.ts';
import { kindOf, reviewRights } from '../kinds.ts';
import { bringOn, type Fence } from './by-clock.ts';
import { takeBack } from './take-back.ts';

const BREAK_GLASS = 'change-request:break-glass';
const MINUTE_MS = 60_000;

/** What is made at once, and why it cannot wait. */
export interface EmergencyCall extends Pick<Emergency, 'reason' | 'incidentId'> {
  readonly id: string;
}

/** What the quorum says of it afterwards. */
export interface Ratification {
  readonly id: string;
  readonly digest: string;
  readonly comment: string | null | undefined;
}

/** What is taken back before its time, and why. */
export interface Reversion {
  readonly id: string;
  readonly reason: string;
}

/** Changes that are made before their quorum has seen them, and taken back unless it approves in time. */
export class EmergencyChangeService {
  readonly #storage: Storage;
  readonly #holdMs: number;

  /** @param minutes how long such a change holds; {@link EMERGENCY_MINUTES_MAX} at most */
  constructor(storage: Storage, minutes: number) {
    this.#storage = storage;
    this.#holdMs = Math.min(minutes, EMERGENCY_MINUTES_MAX) * MINUTE_MS;
  }

  /**
   * Makes a change at once, by the rules of this moment but for its quorum. Whoever does it is one of its authors. Again
   * gives the first result.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED also to services, VALIDATION_FAILED for kinds that decide who may do
   *   what, for a row that another such change is in force on, and for a person who did so too often, VERSION_CONFLICT when it is closed or what it changes has moved, IDEMPOTENCY_KEY_REUSED
   */
  apply(
    operation: Operation,
    call: MutationCall,
    { id, ...draft }: EmergencyCall,
  ): Promise<Changed<ChangeRequest>> {
    operation.require(BREAK_GLASS);
    requireHuman(operation);
    return decide({ storage: this.#storage, operation }, call, async (context) => {
      const before = await hold(context, id, 'propose');
      operation.requireFor(BREAK_GLASS, before.tenantId);
      if (before.state === 'applied_emergency')
        return findFirst(context, before, ['change-request.apply-emergency']);
      const broken = advance(before, 'break_glass', operation.now);
      await requireBreakable(context, before);
      requireDigest(before, before.digest);
      const clock = await context.stores.dueChanges.readClock();
      await requireAlone(context, before);
      const emergency = createEmergency({ by: operation.principal.id, ...draft }, clock);
      const movedTo = await findMove(context, before);
      if (movedTo !== undefined) return concludeConflict(context, before, movedTo);
      await kindOf(before).apply(context, before);
      const authors = [...new Set([...before.authors, ...operation.authorIds])];
      const revertAt = new Date(clock.getTime() + this.#holdMs);
      const after = { ...broken, authors, emergency, revertAt };
      const change = { before, after, reason: `${draft.incidentId}: ${draft.reason}` };
      const request = await replaceRequest(context, 'apply-emergency', change);
      await requireRare(context, request, clock);
      return { id, request };
    });
  }

  /**
   * Approves what is in force already; with the last approval that is demanded it stays. Again gives the first result.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED also to authors and to services, VALIDATION_FAILED, VERSION_CONFLICT
   *   when it is not in force or its time is over, IDEMPOTENCY_KEY_REUSED
   */
  ratify(
    operation: Operation,
    call: MutationCall,
    { id, digest, comment }: Ratification,
  ): Promise<Changed<ChangeRequest>> {
    requireAny(operation, reviewRights);
    return decide({ storage: this.#storage, operation }, call, async (context) => {
      const before = await hold(context, id, 'review');
      requireReviewer(before, operation.principal);
      requireDigest(before, digest);
      if (before.state === 'ratified') return findFirst(context, before, ['change-request.ratify']);
      const after = advance(before, 'ratify', operation.now);
      await requireInTime(context, before);
      const { missing, said } = await giveApproval(context, before, comment);
      if (said !== undefined) noteChange(context, 'approve', { before, after: before, ...said });
      if (missing > 0) return { id, request: before };
      return { id, request: await replaceRequest(context, 'ratify', { before, after }) };
    });
  }

  /**
   * Takes a change back before its time, as `revertDue` does. Again gives the first result. For whoever may break the glass,
   * or may review such a change.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED when a rule of today forbids it, VERSION_CONFLICT
   *   when it is not in force, IDEMPOTENCY_KEY_REUSED
   */
  revert(
    operation: Operation,
    call: MutationCall,
    { id, reason }: Reversion,
  ): Promise<Changed<ChangeRequest>> {
    requireAny(operation, [BREAK_GLASS, ...reviewRights]);
    return decide({ storage: this.#storage, operation }, call, async (context) => {
      const mayBreak = operation.may(BREAK_GLASS);
      const before = await hold(context, id, mayBreak ? 'propose' : 'review');
      if (before.state === 'reverted') return findFirst(context, before, ['change-request.revert']);
      const faults = checkProse('reason', reason);
      if (faults.length > 0) throw invalidInput(faults);
      return { id, request: await concludeRevert(context, before, { work: takeBack, reason }) };
    });
  }

  /** Ids of what was not ratified in its time; as many as one run takes. */
  listDue(): Promise<readonly string[]> {
    return this.#storage.read(PLATFORM, ({ dueChanges }) => dueChanges.listUnratified());
  }

  /** How many changes are in force without their quorum. */
  countInForce(): Promise<number> {
    return this.#storage.read(PLATFORM, ({ dueChanges }) => dueChanges.countUnratified());
  }

  /**
   * Takes back what was not ratified in its time: what is still as it was made. What somebody has changed since stays, and
   * the request says which fields; when a rule of today forbids it all, the request says why.
   *
   * @returns undefined when there is nothing to take back any more
   * @throws Error when the lease is lost or the database does not answer: the next run tries again
   */
  async revertDue(id: string, fence: Fence): Promise<ChangeRequest | undefined> {
    try {
      return await this.#revert(id, fence, takeBack);
    } catch (error) {
      if (!(error instanceof DomainError) || error.failure.code === 'BUSY') throw error;
      const fault = error.message;
      return this.#revert(id, fence, async () => ({ leftFields: [], fault }));
    }
  }

  #revert(id: string, fence: Fence, work: typeof takeBack): Promise<ChangeRequest | undefined> {
    return bringOn(this.#storage, { id, fence }, async (context, before, clock) => {
      if (before.revertAt === null || before.revertAt > clock) return undefined;
      const reason = 'It was not ratified in its time';
      return concludeRevert(context, before, { work, reason });
    });
  }
}

/** Takes it back and says what is left. @throws DomainError VERSION_CONFLICT when it is not in force; as `work` does */
async function concludeRevert(
  context: ChangeContext,
  before: ChangeRequest,
  { work, reason }: { readonly work: typeof takeBack; readonly reason: string },
): Promise<ChangeRequest> {
  const reverted = advance(before, 'revert', context.operation.now);
  if (before.emergency === null) throw new Error('the change request lacks its emergency');
  const emergency = { ...before.emergency, ...(await work(context, before)) };
  const note = `${reason.replace(/\.$/, '')}.${sentenceOf(emergency)}`;
  const after = { ...reverted, note, emergency };
  return replaceRequest(context, 'revert', { before, after, reason: note });
}

function sentenceOf(emergency: Emergency): string {
  if (!isIncomplete(emergency)) return '';
  const { leftFields, fault } = emergency;
  return ` It is not all taken back: ${fault ?? `others have changed ${leftFields.join(', ')} since.`}`;
}

function requireHuman({ principal }: Operation): void {
  if (principal.kind === 'human') return;
  throw new DomainError(
    { code: 'PERMISSION_DENIED', permission: BREAK_GLASS },
    'A service cannot break the glass; a person must do it.',
  );
}

async function requireBreakable(context: ChangeContext, request: ChangeRequest): Promise<void> {
  const refuse = (message: string) => {
    throw invalid('changeRequestId', message);
  };
  const isNew = request.baseVersion === 0;
  if (!mayBreakGlass(request)) refuse('Such a change always waits for its quorum.');
  if (isNew && kindOf(request).end === undefined)
    refuse('Something new of this kind could not be taken back; it waits for its quorum.');
  if (await isSuspended(context, request))
    refuse('The tenant is suspended; nothing of it is changed until that is over.');
}

/**
 * What is in force without a quorum is no ground to build on: what the second change would be taken back to is the first. Until
 * the transaction ends nobody else breaks the glass in that tenant.
 */
async function requireAlone({ stores }: ChangeContext, request: ChangeRequest): Promise<void> {
  await stores.parties.lockEmergencies(tenantOf(request));
  const earlier = await stores.changeRequests.findInEmergency(request.subjectId);
  if (earlier === undefined) return;
  throw invalid(
    'changeRequestId',
    `Change request ${toGlobalId('change-request', earlier.id)} is in force here without its quorum: have it ratified, or take it back, first.`,
  );
}

/** Of a change that is written already, and undone when its maker did so too often. */
async function requireRare(
  { operation: { principal }, stores }: ChangeContext,
  request: ChangeRequest,
  clock: Date,
): Promise<void> {
  const since = new Date(clock.getTime() - EMERGENCY_WINDOW_MS);
  requireSparing(principal.id, await stores.parties.listBreakers(tenantOf(request), since));
}

/** By the clock of the database, which the job that takes it back goes by. */
async function requireInTime({ stores }: ChangeContext, request: ChangeRequest): Promise<void> {
  const clock = await stores.dueChanges.readClock();
  if (request.revertAt !== null && clock < request.revertAt) return;
  throw new DomainError(
    {
      code: 'VERSION_CONFLICT',
      currentVersion: request.version,
    },
    'The time for this is over: the change is being taken back.',
  );
}
