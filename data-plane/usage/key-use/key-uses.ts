import { usageContract } from '../../../proto/load.ts';

/** When a key was last used, and through which door: the entry of a report. */
export interface KeyUse {
  readonly apiKeyId: string;
  readonly atUnixMs: number;
  readonly door: 'http' | 'grpc';
}

type NotedUse = { -readonly [Field in keyof KeyUse]: KeyUse[Field] };

/** Uses in one batch. */
export const BATCH_USES_MAX = 500;
/** Keys whose use waits for its turn; as many again may be under way. Those beyond are not noted until there is room. */
export const WAITING_USES_MAX = 10_000;

/**
 * The newest use of each key at this node, in memory only: what a process that is killed has not delivered is lost, at most a
 * turn of it. A turn takes what was noted up to it.
 */
export class KeyUses {
  readonly #onDropped: () => void;
  #waiting = new Map<string, NotedUse>();
  /** Of the turn that is under way. */
  #due = new Map<string, NotedUse>();

  /** `onDropped` is told of each use for which there was no room. */
  constructor(onDropped: () => void) {
    this.#onDropped = onDropped;
  }

  /** Keys whose use is not taken yet. */
  get count(): number {
    return this.#waiting.size + this.#due.size;
  }

  /** Nothing is allocated for a key that is noted already. */
  note(apiKeyId: string, door: KeyUse['door'], atUnixMs: number): void {
    const noted = this.#waiting.get(apiKeyId);
    if (noted !== undefined) {
      noted.atUnixMs = atUnixMs;
      noted.door = door;
    } else if (this.#waiting.size < WAITING_USES_MAX)
      this.#waiting.set(apiKeyId, { apiKeyId, atUnixMs, door });
    else this.#onDropped();
  }

  /** Begins a turn, unless some of the last one is still to be taken. */
  turn(): void {
    if (this.#due.size === 0) [this.#due, this.#waiting] = [this.#waiting, this.#due];
  }

  /** Takes a batch of what is due; undefined when nothing is. */
  take(): readonly KeyUse[] | undefined {
    if (this.#due.size === 0) return undefined;
    const taken: KeyUse[] = [];
    for (const use of this.#due.values()) {
      if (taken.length >= BATCH_USES_MAX) break;
      taken.push(use);
      this.#due.delete(use.apiKeyId);
    }
    return taken;
  }

  /** What was taken and came to nothing is due again. */
  giveBack(uses: readonly KeyUse[]): void {
    for (const use of uses) this.#due.set(use.apiKeyId, { ...use });
  }
}

/** The entries of a ReportRequest: its encoding but for node and number. */
export function encodeKeyUses(keyUses: readonly KeyUse[]): Buffer {
  return usageContract.ReportRequest.serialize({ keyUses: [...keyUses] });
}
