import type { RoutingShadow } from '../route-part/shadow.ts';
import { hashText, unitOf } from '../strategy/hash.ts';

const PERMILLE = 1_000;
/** Keeps the sample apart from what else hangs from the same draw. */
const salt = hashText('shadow');

/** Whether a call is in the sample. */
export function isSampled({ samplePermille }: RoutingShadow, draw: number): boolean {
  return unitOf(hashText(`${draw}`), salt) * PERMILLE < samplePermille;
}
