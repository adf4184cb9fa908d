import type { DetectorName, PromptDirection, PromptRule } from '../inspect/prompt-rule.ts';
import { amountIn, type TextAmounts } from '../inspect/text-amount.ts';
import type { CompiledPromptPolicy } from '../prompt-policy.ts';

/** Whether a rule has looked. Only one that ran can have found nothing. */
export type RuleState = 'ran' | 'skipped' | 'failed' | 'timed_out';

/**
 * Why a rule did not run. Skipped: `no_such_part`, the call has none of the parts that it is about; `token_lists`, the call is made of
 * numbers that nothing can read; `blocked_before`, a policy had refused the call; `not_reached`, nothing came that it could have
 * looked at, or nobody looked. Failed: `threw`, a fault of a detector of the gateway's own.
 */
export type RuleReason =
  | 'no_such_part'
  | 'token_lists'
  | 'blocked_before'
  | 'not_reached'
  | 'threw';

/** Which way a text went that a rule looks at. */
export type LookDirection = Exclude<PromptDirection, 'both'>;

/**
 * What became of one rule of a policy that judged a call, in one direction. Whoever runs a rule says it; rules that are about replies
 * are `not_reached` until somebody runs them.
 */
export interface RuleOutcome {
  /** Name of the policy. */
  readonly policy: string;
  readonly rule: string;
  readonly detector: DetectorName;
  readonly direction: LookDirection;
  readonly state: RuleState;
  /** Set exactly when it did not run. */
  readonly reason: RuleReason | undefined;
  /** It looked at so many texts, 0 when that is not measured, as of replies, ... */
  readonly texts: number;
  /** ... of so many UTF-16 code units. */
  readonly characters: number;
}

/** Notes how the rules of a policy come out that were given these texts. Makes nothing but the outcomes: every inspected call has some. */
export function noteLook(
  outcomes: RuleOutcome[],
  { name: policy, rules }: CompiledPromptPolicy,
  { amounts, direction }: { readonly amounts: TextAmounts; readonly direction: LookDirection },
): void {
  for (const rule of rules) {
    if (!looksAt(rule, direction)) continue;
    const { texts, characters } = amountIn(amounts, rule.parts);
    const { name, detector } = rule;
    const [state, reason] = texts === 0 ? nothingThere : ran;
    outcomes.push({ policy, rule: name, detector, direction, state, reason, texts, characters });
  }
}

/** Notes how the rules of a policy come out that had nothing to look at, or could not. */
export function noteNoLook(
  outcomes: RuleOutcome[],
  { name: policy, rules }: CompiledPromptPolicy,
  { direction, reason }: { readonly direction: LookDirection; readonly reason: RuleReason },
): void {
  const state = reason === 'threw' ? 'failed' : 'skipped';
  for (const rule of rules) {
    if (!looksAt(rule, direction)) continue;
    const { name, detector } = rule;
    const nothing = { texts: 0, characters: 0 };
    outcomes.push({ policy, rule: name, detector, direction, state, reason, ...nothing });
  }
}

/** The list when the reply was looked at, which is not measured: all of it, or up to where a rule ended it. */
export function withReplyLook(outcomes: readonly RuleOutcome[]): readonly RuleOutcome[] {
  return outcomes.map((one) =>
    one.direction === 'output' && one.reason === 'not_reached'
      ? { ...one, state: 'ran', reason: undefined }
      : one,
  );
}

const ran = ['ran', undefined] as const;
const nothingThere = ['skipped', 'no_such_part'] as const;

function looksAt({ direction = 'input' }: PromptRule, asked: LookDirection): boolean {
  return direction === asked || direction === 'both';
}
