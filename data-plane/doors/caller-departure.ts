import type { GatewayError } from '../errors.ts';
import type { CallerLeft, LeaveListener } from '../pipeline/exchange.ts';

/**
 * Says once that the caller has left. A door makes one for each call, so it is no AbortController, which takes 4 µs with
 * its listener where this takes 0.03 (Node 20).
 */
export class CallerDeparture implements CallerLeft {
  #reason: GatewayError | undefined;
  #listeners: readonly LeaveListener[] = [];

  get aborted(): boolean {
    return this.#reason !== undefined;
  }

  get reason(): GatewayError | undefined {
    return this.#reason;
  }

  addEventListener(_type: 'abort', listener: LeaveListener): void {
    this.#listeners = [...this.#listeners, listener];
  }

  /** Tells the listeners in this tick. Only the first reason counts. */
  leave(reason: GatewayError): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    for (const listener of this.#listeners)
      if (typeof listener === 'function') listener();
      else listener.handleEvent();
  }
}
