import type { Node } from '../../control-plane/domain/node.ts';

/** A node as its row has it: in sync, heard from just now, enforcing revision 1 of epoch 1, unless told otherwise. */
export function nodeRecord(id: string, change: Partial<Node> = {}): Node {
  const now = new Date();
  return {
    id,
    instanceId: `instance of ${id}`,
    build: '1',
    region: 'eu',
    pool: null,
    addresses: {},
    state: 'in_sync',
    enforcedEpoch: 1n,
    enforcedRevision: 1n,
    lastVerdict: 'applied',
    lastVerdictAt: now,
    lastApplyMs: 3,
    diagnostics: [],
    heartbeatAt: now,
    connectedAt: now,
    ...change,
  };
}
