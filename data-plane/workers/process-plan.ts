import { join } from 'node:path';
import { workerName } from '../../proto/process-name.ts';
import { type NodeShare, WHOLE_NODE } from '../node-share.ts';
import type { Settings } from '../settings.ts';
import { OUTBOX_LIMITS } from '../usage/outbox.ts';
import { listLeftOutboxes, stateDirectoryOf } from './state-directory.ts';

/** A process of a node, and its settings. */
export interface ProcessPlan {
  readonly settings: Settings;
  readonly share: NodeShare;
}

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
