import type { PromptDirection, PromptRule, RuleDetector } from '../inspect/prompt-rule.ts';
import { amountIn, noText, type TextAmount, type TextAmounts } from '../inspect/text-amount.ts';
import type { CompiledPromptPolicy, JudgedRule } from '../prompt-policy.ts';

/** Whether a rule has looked. Only one that ran can have found nothing. */
export type RuleState = 'ran' | 'skipped' | 'failed' | 'timed_out';

/**
 * Why a rule did not run. Skipped: `no_such_part`, the call has none of the parts that it is about; `token_lists`, the call is made of
 * numbers that nothing can read; `blocked_before`, another rule had refused the call; `not_reached`, nothing came that it could have
 * looked at, or nobody looked; `not_sent`, the call is only explained. Late: `deadline`. Failed: `threw`, a fault of a detector of the
 * gateway's own; of detectors elsewhere `unreachable` and `refused` by connection and by answer, `invalid_answer` breaks the contract,
 * `breaker_open` failed a moment ago and was not asked, `overloaded` has too many calls under way, `over_budget` is a judge that has had
 * its calls of the minute, `too_large` is more than it is asked for, `caller_left`.
 */
export type RuleReason =
  | 'no_such_part'
  | 'token_lists'
  | 'blocked_before'
  | 'not_reached'
  | 'not_sent'
  | 'deadline'
  | 'unreachable'
  | 'refused'
  | 'invalid_answer'
  | 'breaker_open'
  | 'overloaded'
  | 'over_budget'
  | 'too_large'
  | 'caller_left'
  | 'threw';

const skipped: ReadonlySet<RuleReason> = new Set([
  'no_such_part',
  'token_lists',
  'blocked_before',
  'not_reached',
  'not_sent',
]);

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
  readonly detector: RuleDetector;
  readonly direction: LookDirection;
  readonly state: RuleState;
  /** Set exactly when it did not run. */
  readonly reason: RuleReason | undefined;
  /** It looked at so many texts, ... */
  readonly texts: number;
  /** ... of so many UTF-16 code units. */
  readonly characters: number;
}

/** What the rules of a policy had to look at. */
interface RuleLook {
  readonly amounts: TextAmounts;
  readonly direction: LookDirection;
  /** Why one did not look; undefined when it did. */
  readonly reasonOf: (rule: JudgedRule) => RuleReason | undefined;
}

/** Notes how the rules of a policy come out that were given these texts. Makes nothing but the outcomes: every inspected call has some. */
export function noteLook(
  outcomes: RuleOutcome[],
  { name: policy, rules }: CompiledPromptPolicy,
  { amounts, direction, reasonOf }: RuleLook,
): void {
  for (const rule of rules) {
    if (!looksAt(rule, direction)) continue;
    const amount = amountIn(amounts, rule.parts);
    const reason = reasonOf(rule) ?? (amount.texts === 0 ? 'no_such_part' : undefined);
    const { name, detector } = rule;
    const { texts, characters } = reason === undefined ? amount : noText;
    const state = stateOf(reason);
    outcomes.push({ policy, rule: name, detector, direction, state, reason, texts, characters });
  }
}

/** Notes how the rules of a policy come out that had nothing to look at, or could not. */
export function noteNoLook(
  outcomes: RuleOutcome[],
  policy: CompiledPromptPolicy,
  { direction, reason }: { readonly direction: LookDirection; readonly reason: RuleReason },
): void {
  noteLook(outcomes, policy, { amounts: noText, direction, reasonOf: () => reason });
}

/**
 * The list when the reply was looked at: all of it, or up to where a rule ended it. `reasonOf` says why a rule that
 * asks elsewhere has not looked; undefined when it has.
 */
export function withReplyLook(
  outcomes: readonly RuleOutcome[],
  reasonOf: (outcome: RuleOutcome) => RuleReason | undefined = () => 'not_reached',
): readonly RuleOutcome[] {
  return outcomes.map((one) => {
    if (one.direction !== 'output' || one.reason !== 'not_reached') return one;
    const reason = one.detector === 'outside' ? reasonOf(one) : undefined;
    return { ...one, state: stateOf(reason), reason };
  });
}

/** The list when the gateway's own detectors have looked at so much of the reply: all of it, or up to where it ended. Parts are not told apart. */
export function withReplyAmount(
  outcomes: readonly RuleOutcome[],
  { texts, characters }: TextAmount,
): readonly RuleOutcome[] {
  return outcomes.map((one) => {
    const hasRun = one.state === 'ran' || one.reason === 'not_reached';
    if (one.direction !== 'output' || one.detector === 'outside' || !hasRun) return one;
    return { ...one, state: 'ran', reason: undefined, texts, characters };
  });
}

function stateOf(reason: RuleReason | undefined): RuleState {
  if (reason === undefined) return 'ran';
  if (skipped.has(reason)) return 'skipped';
  return reason === 'deadline' ? 'timed_out' : 'failed';
}

/** Whether the rule is about what goes that way. */
export function looksAt({ direction = 'input' }: PromptRule, asked: LookDirection): boolean {
  return direction === asked || direction === 'both';
}
