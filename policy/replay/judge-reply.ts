import type { FindingKind } from '../inspect/detector.ts';
import { nameOf } from '../inspect/settings/look.ts';
import { type JudgedBy, listRedacted } from '../prompt-part/policies-of-call.ts';
import { looksAt } from '../prompt-part/rule-outcome.ts';
import { type CompiledPromptPolicy, outsideOf, type ReplyRules } from '../prompt-policy.ts';
import type { ReplayedCall, ReplayedReply } from './replayed-call.ts';

/** What rules about replies make of one: kinds that are taken out of it, sorted; or that it is blocked, or that nobody knows. */
export type ReplyJudged = 'unknown' | 'prompt_blocked' | readonly FindingKind[];

const nothing: readonly FindingKind[] = [];

/**
 * Judges the reply to a call by what was found in it, as `ReplyJudge` does once all of it has come. A block holds whatever is not known:
 * what came of the reply is in what it would be. Where there was no reply, there is nothing to judge.
 */
export function judgeReply(
  { reply, application, atMs }: ReplayedCall,
  policies: readonly CompiledPromptPolicy[],
): ReplyJudged {
  if (reply === undefined) return nothing;
  const judging = policies.flatMap((policy) =>
    policy.reply === undefined ? [] : [{ policy, rules: policy.reply }],
  );
  if (judging.length === 0) return nothing;
  const looked = judging.filter(
    ({ policy, rules }) => !asksElsewhere(policy) && hasLooked(reply, rules),
  );
  const judged = looked.map(
    ({ policy, rules }): JudgedBy => ({
      policy,
      verdict: rules.judge(reply.found, application.id, atMs),
    }),
  );
  if (judged.some(({ verdict }) => verdict.action === 'block')) return 'prompt_blocked';
  if (looked.length < judging.length || !reply.isWhole) return 'unknown';
  return listRedacted(judged);
}

/** What detectors elsewhere have found in replies is not kept. */
function asksElsewhere({ rules }: CompiledPromptPolicy): boolean {
  return rules.some((rule) => looksAt(rule, 'output') && outsideOf(rule) !== undefined);
}

function hasLooked({ inspectedBy }: ReplayedReply, { looks }: ReplyRules): boolean {
  return looks.every((look) => inspectedBy.includes(nameOf(look)));
}
