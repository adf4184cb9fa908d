import { type GatewayError, toGatewayError } from '../../errors.ts';
import { InspectionFailure } from '../../inspect/inspection-failure.ts';
import type { Answer } from '../../inspect/message.ts';
import type { Clock } from '../../upstream/clock.ts';
import { callerLeft, deadlineExceeded } from '../../upstream/failure.ts';
import type { Exchange } from '../exchange.ts';

const once = { once: true } as const;

interface Settle {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: GatewayError | InspectionFailure) => void;
}

/** A call that waits for the thread: it ends when its caller leaves, its deadline comes, or its key is revoked. */
export class InspectionWait {
  readonly promise: Promise<Answer>;
  readonly #exchange: Exchange;
  #settle: Settle | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(exchange: Exchange, clock: Clock) {
    this.#exchange = exchange;
    this.promise = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    const { deadlineAtMs, callerLeft: left } = exchange;
    exchange.cut = this.fail;
    if (left.aborted) this.#leave();
    else left.addEventListener('abort', () => this.#leave(), once);
    if (deadlineAtMs === undefined) return;
    const leftMs = Math.max(0, deadlineAtMs - clock.unixMs());
    this.#timer = setTimeout(() => this.fail(deadlineExceeded()), leftMs);
  }

  /** Whether the answer still matters. */
  get isOpen(): boolean {
    return this.#settle !== undefined;
  }

  readonly answer = (answer: Answer): void => {
    this.#end()?.resolve(answer);
  };

  readonly fail = (thrown: unknown): void => {
    this.#end()?.reject(thrown instanceof InspectionFailure ? thrown : toGatewayError(thrown));
  };

  #leave(): void {
    this.fail(callerLeft('The caller left.'));
  }

  #end(): Settle | undefined {
    const settle = this.#settle;
    this.#settle = undefined;
    clearTimeout(this.#timer);
    if (settle !== undefined) this.#exchange.cut = undefined;
    return settle;
  }
}
