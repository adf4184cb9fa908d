import { join } from 'node:path';
import { workerName } from '../../proto/process-name.ts';
import type { Settings } from '../settings.ts';
import { OUTBOX_LIMITS } from '../usage/outbox.ts';
import { listLeftOutboxes, stateDirectoryOf } from './state-directory.ts';

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

/** A process of a node, and its settings. */
export interface ProcessPlan {
  readonly settings: Settings;
  readonly share: NodeShare;
}

/** The share of a process that is a node alone and has no past. */
export const WHOLE_NODE: NodeShare = {
  worker: undefined,
  outboxBytesMax: OUTBOX_LIMITS.bytesMax,
  leftOutboxes: [],
  opensUnready: true,
};

/** The only process of a node. */
export function planOnlyProcess(settings: Settings): ProcessPlan {
  const leftOutboxes = listLeftOutboxes(settings.stateDir, 1);
  return { settings, share: { ...WHOLE_NODE, leftOutboxes } };
}

/** A worker: a whole node with a name and a state directory of its own. The first one delivers what others have left. */
export function planWorker(settings: Settings, worker: number, opensUnready: boolean): ProcessPlan {
  const { nodeId, stateDir, workerCount, decisionsPerSecond } = settings;
  return {
    settings: {
      ...settings,
      nodeId: workerName(nodeId, worker),
      stateDir: join(stateDir, stateDirectoryOf(worker)),
      decisionsPerSecond: Math.ceil(decisionsPerSecond / workerCount),
    },
    share: {
      worker,
      opensUnready,
      outboxBytesMax: Math.floor(OUTBOX_LIMITS.bytesMax / workerCount),
      leftOutboxes: worker === 1 ? listLeftOutboxes(stateDir, workerCount) : [],
    },
  };
}
