import type { Supply } from '../push/supply.ts';
import type { NodeSession } from './node-session.ts';

/** Who is at the other end, from its Hello on. */
export interface Peer {
  readonly nodeId: string;
  /** Empty for a node of no pool. */
  readonly pool: string;
  readonly sealingPublicKey: Buffer;
  /** Whether parts of everything may come packed. */
  readonly takesPacked: boolean;
  /** Whether it can be asked to try a target. */
  readonly takesChecks: boolean;
  readonly supply: Supply;
  readonly session: NodeSession;
}

/** Seconds since the first commit that the node is not known to enforce; 0 when it enforces all. */
export function lagSecondsOf({ session, supply: { view } }: Peer): number {
  const mark = session.acknowledged;
  const commitMs = mark === undefined ? view.oldestCommitMs : view.commitMsAfter(mark);
  return commitMs === undefined ? 0 : Math.max(0, Date.now() - commitMs) / 1_000;
}
