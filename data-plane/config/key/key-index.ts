import type { ApiKey } from '../../../policy/resource.ts';
import { readApiKey } from '../build/read-resource.ts';
import { ForkableIndex } from '../packed/forkable-index.ts';
import type { Domain } from '../resource-store.ts';
import type { SlicedWork } from '../slices.ts';
import type { KeyLookup } from '../snapshot.ts';
import { readKeyHash } from './key-hash.ts';

/** Two generations of at most this many keys are remembered as they were read, about 4 MB. */
const REMEMBERED_MAX = 4_096;

/**
 * Keys by hash, without an object for each: where their resources lie, which are read when somebody calls with them. Those in
 * use are remembered, with the domain that they are of: one that is gone is not found, remembered or not.
 */
export class KeyIndex implements KeyLookup {
  readonly #domains: ForkableIndex<Domain>;
  readonly #memory: KeyMemory;

  /** Empty, or a fork of this one. */
  constructor(origin?: KeyIndex) {
    this.#domains = origin === undefined ? new ForkableIndex() : origin.#domains.fork();
    this.#memory = origin === undefined ? new KeyMemory() : origin.#memory;
  }

  /** A second index with the same content; changing either leaves the other as it is. */
  fork(): KeyIndex {
    return new KeyIndex(this);
  }

  get(hash: string): ApiKey | undefined {
    const remembered = this.#memory.find(hash);
    let place = 0;
    const domain = this.#domains.find(printOf(hash), (one, start) => {
      place = start;
      return one.number === remembered?.domainNumber || hashAt(one, start).toString('hex') === hash;
    });
    if (domain === undefined) return undefined;
    if (domain.number === remembered?.domainNumber) return remembered.key;
    const { key } = readApiKey(domain.at(place));
    this.#memory.keep(hash, { domainNumber: domain.number, key });
    return key;
  }

  has(hash: string): boolean {
    return this.get(hash) !== undefined;
  }

  /** Puts in the keys of a tenant. Gives the first that has the hash of one that is there. */
  *add(domain: Domain): SlicedWork<ApiKey | undefined> {
    for (const start of domain.startsOf('api_key')) {
      const hash = hashAt(domain, start);
      const print = hash.readInt32BE();
      const isTaken = (one: Domain, at: number): boolean => hashAt(one, at).equals(hash);
      if (this.#domains.find(print, isTaken) !== undefined) return readApiKey(domain.at(start)).key;
      this.#domains.add(print, domain, start);
      yield;
    }
    return undefined;
  }

  /** Takes out the keys of a tenant. */
  *remove(domain: Domain): SlicedWork<void> {
    for (const start of domain.startsOf('api_key')) {
      this.#domains.delete(hashAt(domain, start).readInt32BE(), domain, start);
      yield;
    }
  }
}

function hashAt(domain: Domain, start: number): Buffer {
  return readKeyHash(domain.at(start).body);
}

/** The first four bytes: hashes are as random as a number can be. */
function printOf(hash: string): number {
  return Number.parseInt(hash.slice(0, 8), 16) | 0;
}

interface RememberedKey {
  /** Not the domain, which would stay as long as one of its keys is remembered. */
  readonly domainNumber: number;
  readonly key: ApiKey;
}

/** Keys that were read, by hash: those of strangers are never in it. */
class KeyMemory {
  #recent = new Map<string, RememberedKey>();
  #earlier = new Map<string, RememberedKey>();

  find(hash: string): RememberedKey | undefined {
    const recent = this.#recent.get(hash);
    if (recent !== undefined) return recent;
    const earlier = this.#earlier.get(hash);
    if (earlier !== undefined) this.keep(hash, earlier);
    return earlier;
  }

  keep(hash: string, remembered: RememberedKey): void {
    if (this.#recent.size >= REMEMBERED_MAX) {
      this.#earlier = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(hash, remembered);
  }
}
