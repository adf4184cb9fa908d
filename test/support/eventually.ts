import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Repeats `check` until it passes and gives what it gave; after `timeoutMs` its last failure is
 * thrown.
 */
export async function eventually<Result>(
  check: () => Result | Promise<Result>,
  timeoutMs = 5_000,
  intervalMs = 10,
): Promise<Result> {
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadlineMs) throw error;
      await sleep(intervalMs);
    }
  }
}
