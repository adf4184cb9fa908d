import type { FindingKind } from '../inspect/detector.ts';
import { scoreOf } from '../inspect/outside/outside-kind.ts';
import type { PromptFinding } from '../prompt-policy.ts';

/** The kinds under which what it tells of was seen. */
export function kindsAsSeen({ kind, scored }: PromptFinding): readonly FindingKind[] {
  return scored ?? [kind];
}

/** The best score that an outside detector gave; undefined when it gave none. */
export function bestScoreOf(finding: PromptFinding): number | undefined {
  const scores = kindsAsSeen(finding).flatMap((kind) => scoreOf(kind) ?? []);
  return scores.length === 0 ? undefined : Math.max(...scores);
}
