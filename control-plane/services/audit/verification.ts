import {
  CHAIN_START,
  type ChainFault,
  type ChainPlace,
  ChainWalk,
  chainOf,
  decodePlace,
  encodePlace,
  FAULTS_MAX,
  type KnownHead,
} from '../../domain/audit/chain.ts';
import type { SignedHead } from '../../domain/audit/signed-head.ts';
import { DomainError, invalid } from '../../domain/errors.ts';
import type { Scope, Storage } from '../../storage/storage.ts';
import type { Operation } from '../operation.ts';
import type { AuditSigner } from './signer.ts';

/** Entries of one statement, and of one call: what is left goes on in the next. */
const PAGE_ENTRIES = 500;
const CALL_ENTRIES_MAX = 20_000;
/** Calls under way at once in this process: each keeps a connection busy. */
const CALLS_MAX = 2;
const KNOWN_HEADS_MAX = 100;
const HASH = /^[0-9a-f]{64}$/;

/** What is to be checked. `heads` are those that the caller has kept. */
export interface VerificationRequest {
  readonly tenantId: string | null;
  readonly after: string | undefined;
  readonly heads: readonly ChainPlace[];
}

/** What a walk has found. `next` is null at its end. */
export interface Verification {
  readonly checkedCount: number;
  readonly checkedThrough: bigint;
  readonly faults: readonly ChainFault[];
  readonly newestSignedHead: SignedHead | null;
  readonly next: string | null;
}

/** A chain on its way. `closed` is where it ended when its tenant was purged. */
interface Walking {
  readonly chain: string;
  readonly start: ChainPlace;
  readonly given: readonly KnownHead[];
  readonly closed: KnownHead | undefined;
}

/** Reads chains back. Each call is bounded; between its pages nothing is held, neither a transaction nor a lock. */
export class AuditVerifier {
  readonly #storage: Storage;
  readonly #signer: AuditSigner;
  #callCount = 0;

  constructor(storage: Storage, signer: AuditSigner) {
    this.#storage = storage;
    this.#signer = signer;
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED, BUSY when others verify already */
  async verify(operation: Operation, request: VerificationRequest): Promise<Verification> {
    operation.requireFor('audit:read', request.tenantId);
    const chain = chainOf(request.tenantId);
    const start = request.after === undefined ? CHAIN_START : decodePlace(chain, request.after);
    const given = toKnownHeads(request.heads);
    if (this.#callCount >= CALLS_MAX)
      throw new DomainError({ code: 'BUSY' }, 'Other verifications are under way; try again soon.');
    this.#callCount += 1;
    try {
      const closed = await this.#findClosedHead(operation, request.tenantId);
      const known = closed === undefined ? given : [...given, closed];
      return await this.#walk(operation, { chain, start, given: known, closed });
    } finally {
      this.#callCount -= 1;
    }
  }

  async #walk(
    { scope }: Operation,
    { chain, start, given, closed }: Walking,
  ): Promise<Verification> {
    const { head, newest } = await this.#storage.read(scope, async (stores) => ({
      head: await stores.audit.findHead(chain),
      newest: await stores.signedAuditHeads.findNewest(chain),
    }));
    const walk = new ChainWalk(start, closed?.sequence);
    const forgeries: ChainFault[] = [];
    let isEnd = false;
    while (!isEnd && !walk.isFull && walk.checkedCount < CALL_ENTRIES_MAX) {
      const { entries, signed } = await this.#readPage(scope, chain, walk.place.sequence);
      // What comes after the head that was read is for the next verification.
      const due = entries.filter(({ sequence }) => head === undefined || sequence <= head.sequence);
      const { good, forged } = await this.#signer.sort(signed);
      forgeries.push(...forged.map(toForgery));
      walk.take(due, [...given, ...good.map(toKnownHead)]);
      isEnd = due.length < PAGE_ENTRIES;
    }
    if (isEnd && !walk.isFull) {
      const { good } = await this.#signer.sort(newest === undefined ? [] : [newest]);
      walk.end(head, [...given, ...good.map(toKnownHead)]);
    }
    return {
      checkedCount: walk.checkedCount,
      checkedThrough: walk.place.sequence,
      faults: [...forgeries, ...walk.faults].slice(0, FAULTS_MAX),
      newestSignedHead: newest ?? null,
      next: isEnd || walk.isFull ? null : encodePlace(chain, walk.place),
    };
  }

  /** What the log of the platform says of the chain of a tenant that was purged. */
  async #findClosedHead(
    { scope }: Operation,
    tenantId: string | null,
  ): Promise<KnownHead | undefined> {
    if (tenantId === null) return undefined;
    const head = await this.#storage.read(scope, ({ audit }) => audit.findClosedHead(tenantId));
    return head && { ...head, source: 'the log of the platform, when the purge began,' };
  }

  async #readPage(scope: Scope, chain: string, after: bigint) {
    return this.#storage.read(scope, async ({ audit, signedAuditHeads }) => {
      const entries = await audit.listChain(chain, after, PAGE_ENTRIES);
      const through = entries.at(-1)?.sequence ?? after;
      return { entries, signed: await signedAuditHeads.listBetween(chain, after, through) };
    });
  }
}

function toKnownHeads(heads: readonly ChainPlace[]): KnownHead[] {
  if (heads.length > KNOWN_HEADS_MAX)
    throw invalid('heads', `Give at most ${KNOWN_HEADS_MAX} heads, the newest ones.`);
  if (heads.some(({ hash }) => !HASH.test(hash)))
    throw invalid('heads', 'A hash has 64 hexadecimal digits, as in the file of heads.');
  return heads.map((head) => ({ ...head, source: 'a head that you have kept' }));
}

function toKnownHead({ sequence, hash, signedAt }: SignedHead): KnownHead {
  return { sequence, hash, source: `the head that was signed at ${signedAt.toISOString()}` };
}

function toForgery({ sequence, keyId }: SignedHead): ChainFault {
  const message = `The signed head of entry ${sequence} is not signed by the key ${keyId} of this control plane.`;
  return { kind: 'rewritten', sequence, eventId: undefined, message };
}
