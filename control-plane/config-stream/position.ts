import type { Position__Output } from '../../proto/generated/gatehouse/config/v1/Position.ts';
import type { Head } from '../storage/configuration/head.ts';

/** Undefined for revision 0, which means that nothing is held. */
export function toHead(position: Position__Output | null | undefined): Head | undefined {
  if (!position || position.revision === '0') return undefined;
  return { epoch: BigInt(position.epoch), revision: BigInt(position.revision) };
}

/** As the wire writes it; 0 when nothing is held. */
export function toPosition(head: Head | undefined): { epoch: string; revision: string } {
  return { epoch: String(head?.epoch ?? 0n), revision: String(head?.revision ?? 0n) };
}
