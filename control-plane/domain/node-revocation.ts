import { invalidInput } from './errors.ts';
import { checkNodeName, checkText } from './name.ts';

/** Revocations at once: every replica holds them all in memory. */
export const NODE_REVOCATIONS_MAX = 10_000;

/** A node that is served no longer, whatever certificate or token it shows. */
export interface NodeRevocation {
  /** Name of the node. It need not be known: a certificate can be revoked before its first use. */
  readonly id: string;
  readonly reason: string;
  /** Name of the principal. */
  readonly revokedBy: string;
  readonly revokedAt: Date;
}

/** @throws DomainError VALIDATION_FAILED */
export function revokeNode(
  { id, reason }: Pick<NodeRevocation, 'id' | 'reason'>,
  revokedBy: string,
  now: Date,
): NodeRevocation {
  const faults = [...checkNodeName('id', id), ...checkText('reason', reason)];
  if (faults.length > 0) throw invalidInput(faults);
  return { id, reason, revokedBy, revokedAt: now };
}
