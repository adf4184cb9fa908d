import { usageContract } from '../../../proto/contract/usage.ts';

/** When a key, or a token of an issuer, was last used, and through which door: the entry of a report. */
export interface CallerUse {
  /** Of the key or the issuer. */
  readonly id: string;
  readonly isToken: boolean;
  /** 0 when none was taken: then only that of a token the key is not known is told. */
  readonly atUnixMs: number;
  readonly door: 'http' | 'grpc' | '';
  readonly isKeyUnknown: boolean;
}

type NotedUse = { -readonly [Field in keyof CallerUse]: CallerUse[Field] };

/** Uses in one batch. */
export const BATCH_USES_MAX = 500;
/** Keys whose use waits for its turn; as many again may be under way. Those beyond are not noted until there is room. */
export const WAITING_USES_MAX = 10_000;

/**
 * The newest use of each key, and of the tokens of each issuer, at this node, in memory only: what a process that is killed has not
 * delivered is lost, at most a turn of it. A turn takes what was noted up to it.
 */
export class CallerUses {
  readonly #onDropped: () => void;
  #waiting = new Map<string, NotedUse>();
  /** Of the turn that is under way. */
  #due = new Map<string, NotedUse>();
  #isUrgent = false;

  /** `onDropped` is told of each use for which there was no room. */
  constructor(onDropped: () => void) {
    this.#onDropped = onDropped;
  }

  /** Keys and issuers whose use is not taken yet. */
  get count(): number {
    return this.#waiting.size + this.#due.size;
  }

  /** Whether somebody waits for the next turn: an issuer has perhaps a new key. */
  get isUrgent(): boolean {
    return this.#isUrgent;
  }

  noteKey(apiKeyId: string, door: 'http' | 'grpc', atUnixMs: number): void {
    this.#note(apiKeyId, false, door, atUnixMs);
  }

  /** A token was taken. */
  noteToken(tokenIssuerId: string, door: 'http' | 'grpc', atUnixMs: number): void {
    this.#note(tokenIssuerId, true, door, atUnixMs);
  }

  /** A token named a key that the issuer has not, as far as this node knows. */
  noteUnknownKey(tokenIssuerId: string): void {
    const noted = this.#find(tokenIssuerId, true);
    if (noted === undefined) return;
    noted.isKeyUnknown = true;
    this.#isUrgent = true;
  }

  /** Begins a turn, unless some of the last one is still to be taken. */
  turn(): void {
    if (this.#due.size > 0) return;
    [this.#due, this.#waiting] = [this.#waiting, this.#due];
    this.#isUrgent = false;
  }

  /** Takes a batch of what is due; undefined when nothing is. */
  take(): readonly CallerUse[] | undefined {
    if (this.#due.size === 0) return undefined;
    const taken: CallerUse[] = [];
    for (const use of this.#due.values()) {
      if (taken.length >= BATCH_USES_MAX) break;
      taken.push(use);
      this.#due.delete(use.id);
    }
    return taken;
  }

  /** What was taken and came to nothing is due again. */
  giveBack(uses: readonly CallerUse[]): void {
    for (const use of uses) this.#due.set(use.id, { ...use });
  }

  #note(id: string, isToken: boolean, door: 'http' | 'grpc', atUnixMs: number): void {
    const noted = this.#find(id, isToken);
    if (noted === undefined) return;
    noted.atUnixMs = atUnixMs;
    noted.door = door;
  }

  /** Nothing is allocated for one that is noted already; undefined when there is no room. */
  #find(id: string, isToken: boolean): NotedUse | undefined {
    const noted = this.#waiting.get(id);
    if (noted !== undefined) return noted;
    if (this.#waiting.size >= WAITING_USES_MAX) {
      this.#onDropped();
      return undefined;
    }
    const fresh: NotedUse = { id, isToken, atUnixMs: 0, door: '', isKeyUnknown: false };
    this.#waiting.set(id, fresh);
    return fresh;
  }
}

/** The entries of a ReportRequest: its encoding but for node and number. */
export function encodeCallerUses(uses: readonly CallerUse[]): Buffer {
  const ofKeys = uses.filter(({ isToken }) => !isToken);
  const ofTokens = uses.filter(({ isToken }) => isToken);
  return usageContract.ReportRequest.serialize({
    keyUses: ofKeys.map(({ id, atUnixMs, door }) => ({ apiKeyId: id, atUnixMs, door })),
    tokenIssuerUses: ofTokens.map(({ id, atUnixMs, door, isKeyUnknown }) => ({
      tokenIssuerId: id,
      atUnixMs,
      door,
      keyIsUnknown: isKeyUnknown,
    })),
  });
}
