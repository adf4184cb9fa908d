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
