import { createHash } from 'node:crypto';
import { inTurns } from '../../documents/turns.ts';
import { type PlanContent, textOfPlan } from '../../domain/config-plan.ts';

/** SHA-256 in hexadecimal over a plan; others get their turns between its actions. */
export async function digestOfPlan(content: PlanContent): Promise<string> {
  const hash = createHash('sha256');
  await inTurns(textOfPlan(content), (piece) => void hash.update(piece));
  return hash.digest('hex');
}
