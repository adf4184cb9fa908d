import { HmacFingerprinter } from './fingerprinter.ts';
import { HmacKeyHasher } from './key-hasher.ts';
import type {
  CredentialGenerations,
  CredentialStore,
  Fingerprinter,
  KeyHasher,
} from './snapshot.ts';

const CREDENTIAL_PREFIX = 'provider_credential/';
const DETECTOR_PREFIX = 'outside_detector_credential/';
const PEPPER_PREFIX = 'api_key_pepper/';
/** Two are held during a rotation, so that the new one works before the old one ends. */
const GENERATIONS_MAX = 2;

/** One secret, opened. */
export interface HeldSecret {
  readonly name: string;
  readonly generation: bigint;
  readonly value: Buffer;
}

/** All secrets of a node. Immutable; its content is printed nowhere. */
export class SecretStore {
  readonly #byName: ReadonlyMap<string, readonly HeldSecret[]>;
  readonly hasher: KeyHasher;
  readonly credentials: CredentialStore;
  readonly fingerprinter: Fingerprinter;
  /** Of outside detectors; of each only the newest is of use. */
  readonly detectorCredentials: CredentialStore;
  /** Ids of the peppers that `hasher` uses. */
  readonly pepperIds: ReadonlySet<string>;

  constructor(secrets: Iterable<HeldSecret>) {
    this.#byName = newestByName(secrets);
    const peppers = [...this.#byName].filter(([name]) => name.startsWith(PEPPER_PREFIX));
    this.pepperIds = new Set(peppers.map(([name]) => name.slice(PEPPER_PREFIX.length)));
    this.hasher = new HmacKeyHasher(peppers.flatMap(([, held]) => held).map((one) => one.value));
    this.credentials = new CredentialsByOwner(this.#byName, CREDENTIAL_PREFIX);
    this.detectorCredentials = new CredentialsByOwner(this.#byName, DETECTOR_PREFIX);
    // The same on all nodes that hold the same peppers.
    const [first] = peppers.toSorted(([one], [other]) => (one < other ? -1 : 1));
    this.fingerprinter = new HmacFingerprinter(first?.[1][0]?.value);
  }

  /** Everything held, to be sealed into the last-known-good file. */
  list(): readonly HeldSecret[] {
    return [...this.#byName.values()].flat();
  }

  find(name: string, generation: bigint): HeldSecret | undefined {
    return this.#byName.get(name)?.find((held) => held.generation === generation);
  }
}

/** Those whose names begin so, by the id that follows. */
class CredentialsByOwner implements CredentialStore {
  readonly #byOwner: ReadonlyMap<string, CredentialGenerations>;

  constructor(byName: ReadonlyMap<string, readonly HeldSecret[]>, prefix: string) {
    const byOwner = new Map<string, CredentialGenerations>();
    for (const [name, held] of byName) {
      if (!name.startsWith(prefix)) continue;
      const [newest, previous] = held.map(({ value }) => value.toString('utf8'));
      if (newest === undefined) continue;
      const generations =
        previous === undefined ? ([newest] as const) : ([newest, previous] as const);
      byOwner.set(name.slice(prefix.length), generations);
    }
    this.#byOwner = byOwner;
  }

  find(ownerId: string): CredentialGenerations | undefined {
    return this.#byOwner.get(ownerId);
  }
}

function newestByName(secrets: Iterable<HeldSecret>): ReadonlyMap<string, readonly HeldSecret[]> {
  const byName = new Map<string, HeldSecret[]>();
  for (const secret of secrets) {
    const held = byName.get(secret.name) ?? [];
    held.push(secret);
    byName.set(secret.name, held);
  }
  for (const [name, held] of byName)
    byName.set(name, held.toSorted(newestFirst).slice(0, GENERATIONS_MAX));
  return byName;
}

function newestFirst(left: HeldSecret, right: HeldSecret): number {
  if (left.generation === right.generation) return 0;
  return left.generation > right.generation ? -1 : 1;
}
