/** What was started, to be ended last first: at the end, after a failure, and when somebody interrupts. */
export class Closing {
  readonly #closers: (() => Promise<void>)[] = [];
  readonly #begun = new AbortController();
  #running: Promise<void> | undefined;

  /** Aborted once closing has begun: whatever is still starting gives up. */
  get signal(): AbortSignal {
    return this.#begun.signal;
  }

  /** Takes over what was just started. @throws Error once closing has begun; it is ended all the same */
  add(close: () => Promise<void>): void {
    this.#closers.push(close);
    this.signal.throwIfAborted();
  }

  /** Ends everything, also what is added meanwhile. One that cannot be ended keeps no other alive. Never rejects. */
  async close(): Promise<void> {
    this.#begun.abort(new Error('the benchmark was interrupted'));
    this.#running ??= this.#closeAll().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  async #closeAll(): Promise<void> {
    for (let close = this.#closers.pop(); close !== undefined; close = this.#closers.pop())
      await close().catch((error: unknown) => {
        process.exitCode = 1;
        process.stderr.write(`something could not be ended: ${String(error)}\n`);
      });
  }
}
