import type { EventEmitter } from 'node:events';

/** Ctrl-C comes twice when npm passes it on and the terminal sends it too: one wish, not two. */
const SAME_WISH_MS = 2_000;
const PARENT_POLL_MS = 250;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The wish of the outside to stop, and the wish to stop at once. */
export interface StopRequest {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** Resolves when a signal has come. */
  readonly requested: Promise<void>;
  /** Resolves when another has come more than 2 s after the first. */
  readonly forced: Promise<void>;
  /** Counts as a signal. */
  request(): void;
}

/**
 * Listens to SIGINT, SIGTERM and SIGHUP of `source` for the rest of its life; `now` in
 * milliseconds.
 */
export function listenForStop(source: Pick<EventEmitter, 'on'>, now: () => number): StopRequest {
  const gentle = new AbortController();
  const forced = new AbortController();
  let firstAt: number | undefined;
  const onSignal = () => {
    firstAt ??= now();
    gentle.abort();
    if (now() - firstAt > SAME_WISH_MS) forced.abort();
  };
  for (const name of SIGNALS) source.on(name, onSignal);
  return {
    signal: gentle.signal,
    requested: whenAborted(gentle.signal),
    forced: whenAborted(forced.signal),
    request: onSignal,
  };
}

/**
 * Asks for a stop when the process that started us is gone: npm that was killed can pass on no
 * signal. Does not keep this process alive.
 */
export function stopWithParent(stop: StopRequest): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop.request();
  }, PARENT_POLL_MS);
  watch.unref();
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
