import type { Hello__Output } from '../../../proto/generated/gatehouse/config/v1/Hello.ts';
import type { Plan } from '../../../proto/generated/gatehouse/config/v1/Plan.ts';
import type { Verdict__Output } from '../../../proto/generated/gatehouse/config/v1/Verdict.ts';
import type { Head } from '../../storage/configuration/head.ts';
import { toHead } from '../position.ts';
import type { Segment } from '../push/encoded-segment.ts';
import type { Segments } from '../push/segment.ts';
import type { Standing, View } from '../view.ts';
import type { Mark } from '../view-history.ts';

/** How long a node that refused an update is left alone: doubling from the first to the last. */
const RETRY_MS = { first: 5_000, max: 300_000 } as const;
/** A verdict names at most so many; with as many tenants, some may be missing. */
const DIAGNOSTICS_MAX = 100;
/** A node that does not hold what it has acknowledged is given everything at most so often. */
const DIVERGENCE_MS = 300_000;

/** How a node will be brought up to date, and why. */
export interface Welcomed {
  readonly plan: Plan;
  readonly why: string;
}

/** Why a node gets everything. */
export type FullReason =
  | 'holds_nothing'
  | 'not_known'
  | 'too_far_behind'
  | 'held_back'
  | 'diverged';

/** What a node is to get: nothing for now, what changed, or everything. */
export type Due = 'nothing' | 'step' | 'full';

/** What the answer to the open window means. */
export type Answered =
  | { readonly kind: 'stray' }
  | { readonly kind: 'answered'; readonly segment: Segment; readonly enforced: boolean };

interface Refusal {
  readonly to: Mark;
  readonly count: number;
  readonly retryAtMs: number;
}

/**
 * What one node has acknowledged. No socket, no clock: the server asks what is due, opens the next
 * window and tells of verdicts. What was sent is never taken for applied; while a window is
 * unanswered there is no next one. Nothing of the configuration is kept here.
 */
export class NodeSession {
  readonly #view: View;
  readonly #segments: Segments;
  /** What the node said that it holds, until this replica can tell where that is. */
  #held: { readonly head: Head; readonly digest: Buffer } | undefined;
  /** Undefined when only everything will do. */
  #acknowledged: Mark | undefined;
  /** The newest position that the node is known to hold: it would refuse an earlier one. */
  #floor: Head | undefined;
  #heldBack: ReadonlySet<string> = new Set();
  #open: Segment | undefined;
  #refusal: Refusal | undefined;
  #fullReason: FullReason = 'holds_nothing';
  #divergedAtMs = Number.NEGATIVE_INFINITY;

  constructor(view: View, segments: Segments) {
    this.#view = view;
    this.#segments = segments;
  }

  /** Mark up to which the node holds everything; undefined when that is not known. */
  get acknowledged(): Mark | undefined {
    return this.#acknowledged;
  }

  get isWaiting(): boolean {
    return this.#open !== undefined;
  }

  /**
   * Whether the position of the node stands for what it enforces. It does not where the digest is none that this replica knows;
   * what is ahead of this replica is taken for true until that is known.
   */
  get isProven(): boolean {
    return this.#acknowledged !== undefined || this.#held !== undefined;
  }

  /** Why everything is due, when it is. */
  get fullReason(): FullReason {
    return this.#fullReason;
  }

  /** When a node that refused may be tried again; undefined when it did not refuse. */
  get retryAtMs(): number | undefined {
    return this.#refusal?.retryAtMs;
  }

  /** Decides the plan from what the node says that it holds. */
  welcome(hello: Hello__Output): Welcomed {
    const head = toHead(hello.held);
    if (head === undefined) return { plan: 'PLAN_FULL', why: 'the node holds nothing' };
    this.#held = { head, digest: hello.digest };
    this.#floor = head;
    const standing = this.#place();
    if (standing === 'ahead')
      return { plan: 'PLAN_RESUME', why: 'this replica is behind the node, and first catches up' };
    if (standing === 'unknown')
      return { plan: 'PLAN_FULL', why: 'what the node holds is not what this replica knows' };
    if (standing === this.#view.mark)
      return { plan: 'PLAN_UP_TO_DATE', why: 'the node holds the head' };
    return { plan: 'PLAN_RESUME', why: 'the changes since are known' };
  }

  /** What is to be sent, of the changes up to `offered`. A node that holds nothing waits for no offer. */
  due(offered: Mark, nowMs: number): Due {
    if (this.#view.head === undefined || this.isWaiting) return 'nothing';
    if (this.#place() === 'ahead' || !this.#mayTry(nowMs)) return 'nothing';
    const mark = this.#acknowledged;
    if (mark === undefined) return 'full';
    if (mark >= offered || mark >= this.#view.mark) return 'nothing';
    if (this.#view.remembers(mark)) return 'step';
    this.#wantEverything('too_far_behind');
    return 'full';
  }

  /** Makes ready in slices what {@link open} would make without a pause: everything, when that is due. */
  async makeReady(): Promise<void> {
    if (this.#acknowledged === undefined) await this.#segments.prepareEverything(this.#floor);
  }

  /** Opens the window for what is due. */
  open(): Segment {
    const mark = this.#acknowledged;
    this.#open =
      mark === undefined || this.#floor === undefined
        ? this.#segments.everything(this.#floor)
        : this.#segments.since(mark, this.#floor, this.#heldBackSince(mark));
    return this.#open;
  }

  /**
   * Compares what the node says between two updates with what it has acknowledged. False when it is something else at the same
   * position: then everything is due. A node that holds a tenant back, or has refused an update, is known to differ.
   */
  agrees(held: Head | undefined, digest: Uint8Array, nowMs: number): boolean {
    const mark = this.#acknowledged;
    const isKnownToDiffer = this.#heldBack.size > 0 || this.#refusal !== undefined;
    if (mark === undefined || this.isWaiting || isKnownToDiffer) return true;
    const known = this.#view.contentAt(mark);
    const isThere = known?.head.epoch === held?.epoch && known?.head.revision === held?.revision;
    if (known === undefined || !isThere || known.digest.equals(digest)) return true;
    if (nowMs - this.#divergedAtMs < DIVERGENCE_MS) return true;
    this.#divergedAtMs = nowMs;
    this.#wantEverything('diverged');
    return false;
  }

  /** Takes the answer to the open window; a stray one means that the stream is broken. */
  answer(verdict: Verdict__Output, nowMs: number): Answered {
    const segment = this.#open;
    if (segment === undefined || verdict.nonce !== segment.nonce) return { kind: 'stray' };
    this.#open = undefined;
    const enforced = this.#judge(verdict, segment);
    if (!enforced) this.#refuse(segment, nowMs);
    return { kind: 'answered', segment, enforced };
  }

  /** Whether the node holds the segment after this verdict. */
  #judge({ outcome, digest, diagnostics }: Verdict__Output, segment: Segment): boolean {
    if (outcome !== 'OUTCOME_APPLIED' && outcome !== 'OUTCOME_PARTIAL') return false;
    const tenants = new Set(diagnostics.map(({ tenantId }) => tenantId).filter((id) => id !== ''));
    // Nodes name every tenant once before they name one again.
    const isNamed = tenants.size > 0 && tenants.size < DIAGNOSTICS_MAX;
    this.#floor = segment.head;
    if (outcome === 'OUTCOME_PARTIAL' && !isNamed) {
      this.#wantEverything('held_back');
      return false;
    }
    if (outcome === 'OUTCOME_APPLIED' && !segment.digest.equals(digest)) {
      this.#wantEverything('not_known');
      return false;
    }
    this.#acknowledged = segment.to;
    this.#heldBack = tenants;
    this.#refusal = undefined;
    return true;
  }

  /** What was refused is not sent again: there must be something newer, and some time between. */
  #refuse(segment: Segment, nowMs: number): void {
    this.#segments.noteRefused(segment);
    const count = (this.#refusal?.count ?? 0) + 1;
    const delayMs = Math.min(RETRY_MS.first * 2 ** (count - 1), RETRY_MS.max);
    this.#refusal = { to: segment.to, count, retryAtMs: nowMs + delayMs };
  }

  #mayTry(nowMs: number): boolean {
    const refusal = this.#refusal;
    return refusal === undefined || (this.#view.mark !== refusal.to && nowMs >= refusal.retryAtMs);
  }

  #wantEverything(reason: FullReason): void {
    this.#acknowledged = undefined;
    this.#heldBack = new Set();
    this.#fullReason = reason;
  }

  #place(): Standing {
    if (this.#held === undefined) return this.#acknowledged ?? 'unknown';
    const standing = this.#view.standingOf(this.#held.head, this.#held.digest);
    if (standing === 'ahead') return standing;
    this.#held = undefined;
    if (standing === 'unknown') this.#wantEverything('not_known');
    else this.#acknowledged = standing;
    return standing;
  }

  /**
   * Tenants whose resources the node did not take, and of which something has changed: theirs are
   * sent whole. A shared resource may mend any of them.
   */
  #heldBackSince(mark: Mark): ReadonlySet<string> {
    if (this.#heldBack.size === 0) return this.#heldBack;
    const touched = this.#view.tenantsTouchedSince(mark);
    if (touched.has('')) return this.#heldBack;
    return new Set([...this.#heldBack].filter((tenantId) => touched.has(tenantId)));
  }
}
