import type { Position__Output } from '../../proto/generated/gatehouse/config/v1/Position.ts';

/** A point in the history of the configuration: ordered by epoch, then revision. */
export interface Position {
  readonly epoch: bigint;
  /** 0 when nothing is held. */
  readonly revision: bigint;
}

/** Where a node stands that never held anything. */
export const NOTHING_HELD: Position = { epoch: 0n, revision: 0n };

/** Negative when `left` is the older, 0 when they are the same point. */
export function comparePositions(left: Position, right: Position): number {
  if (left.epoch !== right.epoch) return left.epoch < right.epoch ? -1 : 1;
  if (left.revision === right.revision) return 0;
  return left.revision < right.revision ? -1 : 1;
}

/** From the wire; a missing position is the one that holds nothing. */
export function readPosition(wire: Position__Output | null): Position {
  if (wire === null) return NOTHING_HELD;
  return { epoch: BigInt(wire.epoch), revision: BigInt(wire.revision) };
}

/** For the wire: 64-bit integers as decimal strings. */
export function writePosition(position: Position): {
  readonly epoch: string;
  readonly revision: string;
} {
  return { epoch: String(position.epoch), revision: String(position.revision) };
}

/** For people: `epoch/revision`. */
export function printPosition({ epoch, revision }: Position): string {
  return `${epoch}/${revision}`;
}
