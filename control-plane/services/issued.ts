import type { Redacted } from '../domain/redacted.ts';
import type { Changed } from './mutation.ts';

/** What a mutation that makes a secret gives. */
export interface Issued<T> extends Changed<T> {
  /** Shown once: undefined when the call is repeated. */
  readonly secret: Redacted<string> | undefined;
}

/**
 * Adds the secret to the change that made it. A repeat found an earlier row, whose secret nobody
 * knows.
 */
export function issue<T>(changed: Changed<T>, secret: Redacted<string>): Issued<T> {
  return { ...changed, secret: changed.repeated ? undefined : secret };
}
