import { OUTBOX_LIMITS } from './usage/outbox.ts';

/** What one process of a node is, beside its settings. */
export interface NodeShare {
  /** From 1; undefined for the only process of a node. */
  readonly worker: number | undefined;
  /** Its part of the disk space that the node's outboxes may take together. */
  readonly outboxBytesMax: number;
  /** Outboxes that no process of the node writes any more; this one delivers what is in them. */
  readonly leftOutboxes: readonly string[];
  /** Whether the doors open although there is nothing to serve yet; otherwise they wait for a configuration. */
  readonly opensUnready: boolean;
}

/** The share of a process that is a node alone and has no past. */
export const WHOLE_NODE: NodeShare = {
  worker: undefined,
  outboxBytesMax: OUTBOX_LIMITS.bytesMax,
  leftOutboxes: [],
  opensUnready: true,
};
