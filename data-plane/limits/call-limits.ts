import { type AccountHolder, accountOf } from '../../policy/account-part/account.ts';
import { type Limit, limitApplies } from '../../policy/limit.ts';
import { type Account, hasRoom, type Room, roomOf, usedAt, waitMsOf } from './account.ts';
import type { FleetPlace } from './fleet.ts';
import type { LimitAccounts } from './limit-accounts.ts';
import type { LimitRefusal, LimitStanding, LimitVerdict, RateStanding } from './limit-verdict.ts';

/** What is known of a call when it is counted. */
export interface CountedCall {
  /** Empty for a workload that its key is not for: then only limits for every workload are about it. */
  readonly workload: string;
  /** Undefined before it is known: limits for some routes wait until then. */
  readonly routeId: string | undefined;
  /** Undefined before they are known: limits of tokens wait until then. */
  readonly tokens: CountedTokens | undefined;
}

/** How large a call is. */
export interface CountedTokens {
  /** Estimated. */
  readonly input: number;
  /** What the caller allows at most; undefined when it did not say. 0 for what has no output. */
  readonly outputMax: number | undefined;
}

/** Whose call it is, and by what it is counted. */
export interface CallLimitsOptions {
  /** Of the tenant. */
  readonly limits: readonly Limit[];
  readonly holder: AccountHolder;
  readonly fleet: FleetPlace;
  readonly accounts: LimitAccounts;
  readonly monotonicMs: () => number;
  /** Whether it is only asked what would become of the call: nothing is taken. */
  readonly isTrial: boolean;
}

/** What one limit has to do with the call. */
interface Share {
  readonly limit: Limit;
  readonly subjectId: string;
  readonly room: Room;
  readonly wanted: number;
  /** Milliseconds; 0 when there is room. */
  readonly waitMs: number;
}

/** Callers that wait for one of their own calls to end ask again so soon. */
const HELD_WAIT_MS = 1_000;

/**
 * What the limits of its tenant have to do with one call: it takes from all that are about the call or from none, and gives back what
 * the call did not need. Call `settle` once, whatever becomes of the call.
 */
export class CallLimits {
  readonly #options: CallLimitsOptions;
  readonly #taken: Share[] = [];
  #refused: readonly Share[] = [];
  #settled = false;

  constructor(options: CallLimitsOptions) {
    this.#options = options;
  }

  /**
   * Takes from every limit that is about the call and was not taken from before. When one has no room, nothing is taken, and what
   * was taken before goes back: a call that is refused counts nowhere.
   */
  enter(call: CountedCall): LimitRefusal | undefined {
    const nowMs = this.#options.monotonicMs();
    const due: Share[] = [];
    for (const limit of this.#options.limits) {
      if (this.#isDue(limit, call)) due.push(this.#weigh(limit, call, nowMs));
    }
    if (due.length === 0) return undefined;
    const refused = due.filter(({ limit, waitMs }) => waitMs > 0 && !limit.monitor);
    if (refused.length > 0) {
      this.#refused = refused;
      this.#giveBack(nowMs);
      return refusalOf(refused);
    }
    for (const share of due) this.#take(share, nowMs);
    return undefined;
  }

  /** The call is over, after so many tokens: those of all its attempts, input and output. */
  settle({ input, output }: { readonly input: number; readonly output: number }): void {
    if (this.#settled) return;
    this.#settled = true;
    const nowMs = this.#options.monotonicMs();
    for (const share of this.#taken) {
      const { limit, wanted } = share;
      if (limit.measure === 'concurrent_requests') this.#add(share, -1, nowMs);
      if (limit.measure !== 'tokens') continue;
      this.#add(share, input + output - wanted, nowMs);
      if (output > 0 && !this.#options.isTrial) this.#options.accounts.noteOutput(limit, output);
    }
  }

  /** What the tightest limits leave to the account of the call at this moment; those that only watch are no limits to callers. */
  get standing(): LimitStanding {
    const nowMs = this.#options.monotonicMs();
    let requests: RateStanding | undefined;
    let tokens: RateStanding | undefined;
    for (const { limit, subjectId, room } of this.#all()) {
      if (limit.monitor || limit.measure === 'concurrent_requests') continue;
      const one = this.#stand(limit, { subjectId, room, nowMs });
      if (limit.measure === 'requests') requests = tighter(requests, one);
      else tokens = tighter(tokens, one);
    }
    return { requests, tokens };
  }

  /** What became of the call at each limit, in the order in which it came to them. */
  get verdicts(): readonly LimitVerdict[] {
    return this.#all().map(({ limit, waitMs }) => ({
      limit,
      word: waitMs === 0 ? 'allowed' : limit.monitor ? 'would_refuse' : 'refused',
    }));
  }

  /** Whether a limit that only watches would have refused it. */
  get isWatched(): boolean {
    return this.#taken.some(({ waitMs }) => waitMs > 0);
  }

  #all(): readonly Share[] {
    return this.#refused.length === 0 ? this.#taken : [...this.#taken, ...this.#refused];
  }

  #isDue(limit: Limit, { workload, routeId, tokens }: CountedCall): boolean {
    if (limit.measure === 'tokens' && tokens === undefined) return false;
    if (routeId === undefined && limit.routeIds.length > 0) return false;
    const { applicationId } = this.#options.holder;
    if (!limitApplies(limit, { applicationId, workload, routeId: routeId ?? '' })) return false;
    return !this.#taken.some((share) => share.limit === limit);
  }

  #weigh(limit: Limit, { tokens }: CountedCall, nowMs: number): Share {
    const { accounts, fleet, holder } = this.#options;
    const subjectId = accountOf(limit.per, holder);
    const room = roomOf(limit, fleet);
    const wanted = limit.measure === 'tokens' ? this.#tokensOf(limit, tokens) : 1;
    const account = accounts.find(limit, subjectId);
    const used = account === undefined ? 0 : usedAt(account, nowMs);
    const waitMs = isTooLarge(limit, tokens)
      ? Number.POSITIVE_INFINITY
      : waitOf(used, { room, wanted });
    return { limit, subjectId, room, wanted, waitMs };
  }

  /** The input, and the output that is likely: no more than the caller allows. */
  #tokensOf(limit: Limit, tokens: CountedTokens | undefined): number {
    if (tokens === undefined) return 0;
    const likely = Math.round(this.#options.accounts.expectedOutputTokens(limit));
    return tokens.input + Math.min(likely, tokens.outputMax ?? likely);
  }

  #take(share: Share, nowMs: number): void {
    this.#taken.push(share);
    this.#add(share, share.wanted, nowMs);
  }

  /** The calls that it was admitted for before its refusal do not count either. */
  #giveBack(nowMs: number): void {
    for (const share of this.#taken) this.#add(share, -share.wanted, nowMs);
    this.#settled = true;
  }

  #add({ limit, subjectId, room }: Share, amount: number, nowMs: number): void {
    const { accounts, isTrial } = this.#options;
    if (isTrial) return;
    const account = accounts.open(limit, subjectId, nowMs);
    account.used = Math.max(0, usedAt(account, nowMs) + amount);
    account.seenMs = nowMs;
    account.perMs = room.perMs;
  }

  #stand(
    limit: Limit,
    { subjectId, room, nowMs }: Pick<Share, 'subjectId' | 'room'> & { readonly nowMs: number },
  ): RateStanding {
    const account: Account | undefined = this.#options.accounts.find(limit, subjectId);
    const used = account === undefined ? 0 : usedAt(account, nowMs);
    const remaining = Math.max(0, Math.floor(room.capacity - used));
    return { limit: limit.amount, remaining, resetMs: Math.ceil(used / room.perMs) };
  }
}

function waitOf(used: number, { room, wanted }: Pick<Share, 'room' | 'wanted'>): number {
  if (hasRoom(used, room, wanted)) return 0;
  return room.perMs === 0 ? HELD_WAIT_MS : Math.max(1, waitMsOf(used, room, wanted));
}

/** More input than the limit ever allows: no wait helps. */
function isTooLarge({ measure, amount }: Limit, tokens: CountedTokens | undefined): boolean {
  return measure === 'tokens' && tokens !== undefined && tokens.input > amount;
}

/** The one that it has to wait for longest: after that time all have room, if nobody else calls. */
function refusalOf(refused: readonly Share[]): LimitRefusal | undefined {
  const [first, ...others] = refused;
  if (first === undefined) return undefined;
  const { limit, waitMs } = others.reduce(
    (one, other) => (other.waitMs > one.waitMs ? other : one),
    first,
  );
  return { limit, waitMs: Number.isFinite(waitMs) ? waitMs : undefined };
}

function tighter(one: RateStanding | undefined, other: RateStanding): RateStanding {
  return one === undefined || other.remaining < one.remaining ? other : one;
}
