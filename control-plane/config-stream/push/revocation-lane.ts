import { toPosition } from '../position.ts';
import type { View } from '../view.ts';
import type { Mark } from '../view-history.ts';
import { encodeResponse } from './encoded-response.ts';
import { toResourceKey } from './encoded-segment.ts';

/** Names of one message: a node takes them in one go. */
const NAMES_MAX = 50;
/** Messages at once. What is beyond, as when a large tenant ends, comes with its update. */
const MESSAGES_MAX = 20;

/**
 * Tells nodes what was revoked ahead of the update that removes it: tiny messages that wait for no round and for no answer.
 */
export class RevocationLane {
  readonly #view: View;
  #toldUpTo: Mark;

  constructor(view: View) {
    this.#view = view;
    this.#toldUpTo = view.mark;
  }

  /** What was revoked since the last call, encoded once for all nodes. */
  take(): readonly Buffer[] {
    const revoked = this.#view.revokedSince(this.#toldUpTo);
    this.#toldUpTo = this.#view.mark;
    const at = toPosition(this.#view.head);
    const messages: Buffer[] = [];
    for (let from = 0; from < revoked.length && messages.length < MESSAGES_MAX; from += NAMES_MAX) {
      const keys = revoked.slice(from, from + NAMES_MAX).map(toResourceKey);
      messages.push(encodeResponse({ revocations: { keys, at } }));
    }
    return messages;
  }
}
