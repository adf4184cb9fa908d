import { backoffMs } from '../config/stream/backoff.ts';
import type { ControlPlaneDial } from '../config/stream/control-plane-dial.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { NodeMetrics } from '../telemetry/metrics.ts';
import type { OutboxPosition } from './acknowledgement.ts';
import { type CallerUse, type CallerUses, encodeCallerUses } from './caller-use/caller-uses.ts';
import type { Outbox } from './outbox.ts';
import { type OutboxBatch, OutboxReader } from './outbox-reader.ts';
import { openReportCall, type ReportAnswer, type ReportCall } from './report-call.ts';

const UNACKNOWLEDGED_MAX = 8;
/** Records that come within this time go in one batch. */
const LINGER_MS = 50;
const TICK_MS = 1_000;
const ANSWER_DEADLINE_MS = 30_000;
const FLUSH_POLL_MS = 20;
/** How often uses of keys and tokens are told, unless said otherwise. */
const USES_INTERVAL_MS = 60_000;
/** Between two turns that do not wait for it, because an issuer has perhaps a new key. */
const URGENT_PAUSE_MS = 10_000;

/** What goes where. */
export interface UsageClientOptions {
  readonly dial: ControlPlaneDial;
  readonly nodeId: string;
  readonly outbox: Outbox;
  /** Undefined where nobody calls. */
  readonly uses?: CallerUses;
  readonly usesIntervalMs?: number;
  readonly logger: Logger;
  readonly metrics: NodeMetrics;
  /** Told how many bytes wait, each time that it may have changed. */
  readonly onPending: (bytes: number) => void;
  /** In [0, 1): spreads the dials of many nodes. */
  readonly draw: () => number;
}

/** Records of the outbox, or uses of keys and tokens, which move its end nowhere. */
type Batch = Pick<OutboxBatch, 'payload' | 'end'> & { readonly uses?: readonly CallerUse[] };

interface SentBatch {
  readonly number: number;
  readonly end: OutboxPosition;
  readonly uses: readonly CallerUse[] | undefined;
  answered: boolean;
}

/**
 * Delivers the outbox in order, at least once: what was not acknowledged is sent again on the next stream. At most eight
 * batches wait for an answer. It never holds up an append.
 */
export class UsageClient {
  readonly #options: UsageClientOptions;
  readonly #reader: OutboxReader;
  #call: ReportCall | undefined;
  #sent: SentBatch[] = [];
  #next: OutboxPosition;
  #lastNumber = 0;
  #failures = 0;
  #heardAtMs = 0;
  #usesAtMs = performance.now();
  #urgentAtMs = Number.NEGATIVE_INFINITY;
  #pumping = false;
  #stopped = false;
  #dialTimer: NodeJS.Timeout | undefined;
  #lingerTimer: NodeJS.Timeout | undefined;
  #tickTimer: NodeJS.Timeout | undefined;

  constructor(options: UsageClientOptions) {
    this.#options = options;
    this.#reader = new OutboxReader(options.outbox);
    this.#next = options.outbox.acknowledged;
  }

  /** Begins to dial, and goes on until `stop`. */
  start(): void {
    this.#tickTimer = setInterval(() => this.#tick(), TICK_MS);
    this.#options.outbox.onAppend(() => this.#linger());
    this.#dial();
  }

  /** Waits until everything is acknowledged, at most this long. Gives whether it is. */
  async flush(timeoutMs: number): Promise<boolean> {
    const deadlineMs = performance.now() + timeoutMs;
    while (this.#isPending) {
      if (performance.now() >= deadlineMs) return false;
      this.#options.uses?.turn();
      void this.#pump();
      await new Promise((resolve) => setTimeout(resolve, FLUSH_POLL_MS));
    }
    return true;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#tickTimer);
    clearTimeout(this.#dialTimer);
    clearTimeout(this.#lingerTimer);
    this.#call?.close();
    this.#call = undefined;
    await this.#reader.close();
  }

  get #isPending(): boolean {
    const { outbox, uses } = this.#options;
    return outbox.pendingBytes > 0 || (uses?.count ?? 0) > 0 || this.#sent.length > 0;
  }

  #dial(): void {
    const { dial, nodeId, uses } = this.#options;
    for (const sent of this.#sent) if (sent.uses !== undefined) uses?.giveBack(sent.uses);
    this.#sent = [];
    this.#lastNumber = 0;
    this.#next = this.#options.outbox.acknowledged;
    this.#heardAtMs = performance.now();
    const call = openReportCall(dial, {
      nodeId,
      onAnswer: (answer) => this.#call === call && this.#onAnswer(answer),
      onEnd: (error) => this.#call === call && this.#onEnd(error),
    });
    this.#call = call;
    void this.#pump();
  }

  #linger(): void {
    if (this.#lingerTimer !== undefined || this.#stopped) return;
    this.#lingerTimer = setTimeout(() => {
      this.#lingerTimer = undefined;
      void this.#pump();
    }, LINGER_MS);
  }

  #tick(): void {
    const { outbox, onPending } = this.#options;
    this.#turnUses(performance.now());
    outbox.retryWrites();
    onPending(outbox.pendingBytes);
    const overdue = performance.now() - this.#heardAtMs > ANSWER_DEADLINE_MS;
    if (this.#call !== undefined && this.#sent.length > 0 && overdue)
      this.#onEnd(new Error('the control plane did not acknowledge a batch in time'));
    else void this.#pump();
  }

  #turnUses(nowMs: number): void {
    const { uses, usesIntervalMs = USES_INTERVAL_MS } = this.#options;
    const isUrgent = uses?.isUrgent === true && nowMs - this.#urgentAtMs >= URGENT_PAUSE_MS;
    if (isUrgent) this.#urgentAtMs = nowMs;
    else if (nowMs - this.#usesAtMs < usesIntervalMs) return;
    this.#usesAtMs = nowMs;
    uses?.turn();
  }

  /** Sends while there is something to send and room in the window. Never rejects. */
  async #pump(): Promise<void> {
    if (this.#pumping || this.#stopped) return;
    this.#pumping = true;
    const call = this.#call;
    try {
      while (call !== undefined && this.#sent.length < UNACKNOWLEDGED_MAX) {
        const batch = this.#takeUses() ?? (await this.#reader.read(this.#next));
        if (batch === undefined || this.#call !== call) break;
        this.#send(call, batch);
      }
    } catch (error) {
      if (this.#call === call) this.#onEnd(error);
    } finally {
      this.#pumping = false;
    }
    if (this.#call !== call) void this.#pump();
  }

  #takeUses(): Batch | undefined {
    const uses = this.#options.uses?.take();
    return uses && { payload: encodeCallerUses(uses), end: this.#next, uses };
  }

  #send(call: ReportCall, { payload, end, uses }: Batch): void {
    if (this.#sent.length === 0) this.#heardAtMs = performance.now();
    this.#lastNumber += 1;
    this.#sent.push({ number: this.#lastNumber, end, uses, answered: false });
    this.#next = end;
    call.send(this.#lastNumber, payload);
  }

  #onAnswer({ batch, refusedCount }: ReportAnswer): void {
    const { metrics, logger, outbox, onPending } = this.#options;
    this.#heardAtMs = performance.now();
    this.#failures = 0;
    metrics.usageBatches.inc();
    if (refusedCount > 0) {
      metrics.usageRefused.inc(refusedCount);
      logger.warn({ refusedCount }, 'the control plane refused records of usage');
    }
    for (const sent of this.#sent) if (sent.number === batch) sent.answered = true;
    while (this.#sent[0]?.answered === true) {
      outbox.acknowledge(this.#sent[0].end);
      this.#sent.shift();
    }
    onPending(outbox.pendingBytes);
    void this.#pump();
  }

  #onEnd(error: unknown): void {
    this.#call?.close();
    this.#call = undefined;
    if (this.#stopped) return;
    this.#failures += 1;
    // The first failure of a row says it all; an outage of a day must not fill the log.
    if (this.#failures === 1)
      this.#options.logger.warn({ err: error }, 'usage cannot be delivered; it is kept');
    const delayMs = backoffMs(this.#failures, this.#options.draw());
    this.#dialTimer = setTimeout(() => this.#dial(), delayMs);
  }
}
