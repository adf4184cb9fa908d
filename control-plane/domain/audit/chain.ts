import { createHash } from 'node:crypto';
import { invalid } from '../errors.ts';

/** Name of the chain of a tenant, or of the platform. */
export function chainOf(tenantId: string | null): string {
  return tenantId ?? 'platform';
}

/** A place of a chain: the sequence of an entry, and its hash in hexadecimal. Before the first entry both are empty. */
export interface ChainPlace {
  readonly sequence: bigint;
  readonly hash: string;
}

export const CHAIN_START: ChainPlace = { sequence: 0n, hash: '' };

/** An entry as it is stored. Hashes are hexadecimal. */
export interface ChainEntry extends ChainPlace {
  readonly id: bigint;
  readonly previousHash: string;
  /** What the hash must be for the content, the place and the previous hash that are stored. */
  readonly computedHash: string;
  /** Whether it is stored as an entry of the tenant whose chain it is in. */
  readonly isOfTenant: boolean;
  /** Whether its content was taken out, as is done when the tenant is purged. */
  readonly isRedacted: boolean;
}

export type ChainFaultKind = 'changed' | 'removed' | 'reordered' | 'tail_cut' | 'rewritten';

/** What is wrong, and where. `eventId` is undefined where no row is left to name. */
export interface ChainFault {
  readonly kind: ChainFaultKind;
  readonly sequence: bigint;
  readonly eventId: bigint | undefined;
  readonly message: string;
}

/** A head that somebody vouches for: the chain had this hash at this place. */
export interface KnownHead extends ChainPlace {
  /** Who vouches, for the sentence: `the head that was signed at ...`. */
  readonly source: string;
}

/** Faults after which a walk ends: one cut can be followed by a fault in every row. */
export const FAULTS_MAX = 20;

/** How far a walk has come: where the chain must go on, and the id of the last row. */
interface Step {
  readonly place: ChainPlace;
  readonly id: bigint;
}

/**
 * Walks a chain, a page of entries at a time in the order of their sequence, and collects what is wrong with it. `start` is
 * where an earlier walk ended; the first entry must follow it.
 */
export class ChainWalk {
  readonly faults: ChainFault[] = [];
  /** Up to here contents may have been taken out: what is left of such entries is checked by the hashes around them. */
  readonly #redactedThrough: bigint;
  #last: Step;
  #checkedCount = 0;

  constructor(start: ChainPlace, redactedThrough = 0n) {
    this.#last = { place: start, id: 0n };
    this.#redactedThrough = redactedThrough;
  }

  get place(): ChainPlace {
    return this.#last.place;
  }

  get checkedCount(): number {
    return this.#checkedCount;
  }

  get isFull(): boolean {
    return this.faults.length >= FAULTS_MAX;
  }

  /** The next entries, in order; `known` are the heads that somebody vouches for at their places. */
  take(entries: readonly ChainEntry[], known: readonly KnownHead[]): void {
    const bySequence = new Map(entries.map((entry) => [entry.sequence, entry]));
    for (const entry of entries) {
      if (this.isFull) return;
      this.#take(entry);
    }
    for (const head of known) {
      const entry = bySequence.get(head.sequence);
      if (entry !== undefined && !this.isFull) this.#compare(entry, head);
    }
  }

  /**
   * The end of the chain was reached; `head` is what the database holds to be its end, and `known` all heads that somebody
   * vouches for. What one of them knows, and is no more, was cut.
   */
  end(head: ChainPlace | undefined, known: readonly KnownHead[]): void {
    const last = this.#last.place;
    const stored = { ...(head ?? CHAIN_START), source: 'the stored head' };
    const missing = [stored, ...known]
      .filter(({ sequence }) => sequence > last.sequence)
      .reduce<KnownHead | undefined>(
        (most, one) => (most !== undefined && most.sequence >= one.sequence ? most : one),
        undefined,
      );
    if (missing !== undefined)
      this.#note('tail_cut', undefined, {
        sequence: last.sequence + 1n,
        message: `The end is cut: ${missing.source} knows ${missing.sequence} entries, and the last one that is left is ${last.sequence}.`,
      });
    else if (stored.sequence < last.sequence || stored.hash !== last.hash)
      this.#note('rewritten', undefined, {
        sequence: last.sequence,
        message: `The stored head is not the hash of entry ${last.sequence}, the last one: one of the two was written by hand.`,
      });
  }

  #take(entry: ChainEntry): void {
    const { place, id } = this.#last;
    const { sequence, hash } = entry;
    const isGap = sequence !== place.sequence + 1n;
    if (isGap)
      this.#note('removed', undefined, {
        sequence: place.sequence + 1n,
        message: `Entries ${place.sequence + 1n} to ${sequence - 1n} are missing.`,
      });
    const follows = isGap || entry.previousHash === place.hash;
    const isPurged = entry.isRedacted && sequence <= this.#redactedThrough;
    const isOwn = (entry.computedHash === hash || isPurged) && entry.isOfTenant;
    if (!follows || entry.id <= id) this.#note('reordered', entry, misplaced(entry, isOwn));
    else if (!isOwn)
      this.#note('changed', entry, {
        sequence,
        message: `Entry ${sequence} is not as it was written: its content does not have its hash.`,
      });
    this.#last = { place: { sequence, hash }, id: entry.id };
    this.#checkedCount += 1;
  }

  #compare(entry: ChainEntry, known: KnownHead): void {
    const { sequence, hash } = entry;
    if (known.hash !== hash)
      this.#note('rewritten', entry, {
        sequence,
        message: `Entry ${sequence} has another hash than ${known.source}: the chain was written anew up to here or before.`,
      });
  }

  #note(
    kind: ChainFaultKind,
    entry: ChainEntry | undefined,
    told: { readonly sequence: bigint; readonly message: string },
  ): void {
    this.faults.push({ kind, eventId: entry?.id, ...told });
  }
}

/** Faithful in itself but at the wrong place, or behind one that was replaced, or neither. */
function misplaced({ sequence }: ChainEntry, isOwn: boolean) {
  const message = isOwn
    ? `Entry ${sequence} does not follow the one before it: that one was replaced, or this one stood elsewhere.`
    : `Entry ${sequence} is out of its order: it stood at another place, or was put in.`;
  return { sequence, message };
}

const PLACE = /^(\d{1,19})\.([0-9a-f]{64})\.([0-9a-f]{16})$/;

/** Where a walk goes on, opaque to its caller; of this chain only. */
export function encodePlace(chain: string, { sequence, hash }: ChainPlace): string {
  const text = `${sequence}.${hash}.${markOf(chain)}`;
  return Buffer.from(text).toString('base64url');
}

/** @throws DomainError VALIDATION_FAILED when it is no place of this chain */
export function decodePlace(chain: string, cursor: string): ChainPlace {
  const [, sequence, hash, mark] =
    PLACE.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (sequence === undefined || hash === undefined || mark !== markOf(chain))
    throw invalid('after', 'This belongs to another verification; leave it out to begin anew.');
  return { sequence: BigInt(sequence), hash };
}

function markOf(chain: string): string {
  return createHash('sha256').update(chain).digest('hex').slice(0, 16);
}
