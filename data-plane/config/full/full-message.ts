import type { Fault } from '../build/fault.ts';
import type { Position } from '../position.ts';

/** To the thread that reads a full update, which answers each before it takes the next. */
export type FullQuestion =
  /** A part of it as it came, in order. */
  | { readonly kind: 'part'; readonly gzip: Uint8Array }
  /** After the last part: is what came valid, beside the peppers of these ids? */
  | { readonly kind: 'judge'; readonly peppers: ReadonlySet<string> }
  /** After that, until nothing is left: some tenants. */
  | { readonly kind: 'next' };

/** All that is said of a full update but its resources. */
export interface FullHead {
  readonly nonce: string;
  readonly to: Position;
  /** 32 bytes; its resources make it. */
  readonly digest: Uint8Array;
  /** Unix milliseconds; 0 when unknown. */
  readonly oldestCommitAtMs: number;
}

/** Domains of tenants, in one piece of memory that is handed over. */
export interface DomainSlab {
  readonly memory: ArrayBufferLike;
  readonly tenantIds: readonly string[];
  /** By the number of a tenant: where its records begin and end, and how many they are. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly sizes: Int32Array;
}

/** What came of judging: the faults of tenants that have some, and the targets of all routes. */
export interface FullJudgement {
  readonly faults: ReadonlyMap<string, readonly Fault[]>;
  readonly targetIds: ReadonlySet<string>;
}

/** What the thread says to each kind of question. */
export type FullAnswer =
  | { readonly kind: 'incomplete' }
  /** The first part is not of a full update: nothing of it was kept. */
  | { readonly kind: 'not_full' }
  | { readonly kind: 'whole'; readonly head: FullHead }
  /** The update cannot be used; with an empty nonce not even a part of it could be read. */
  | { readonly kind: 'fault'; readonly nonce: string; readonly message: string }
  | { readonly kind: 'judged'; readonly judgement: FullJudgement }
  | { readonly kind: 'slab'; readonly slab: DomainSlab }
  | { readonly kind: 'end' };
