import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import { nameOf } from '../../../policy/inspect/settings/look.ts';
import { looksAt, type RuleReason } from '../../../policy/prompt-part/rule-outcome.ts';
import {
  type CompiledPromptPolicy,
  type JudgedRule,
  outsideOf,
} from '../../../policy/prompt-policy.ts';
import { GatewayError } from '../../errors.ts';
import { callerLeft, deadlineExceeded } from '../../upstream/failure.ts';
import type { Exchange } from '../exchange.ts';
import { tooManyWait } from './inspection-refusal.ts';
import type { Unseen } from './outside-look.ts';

/**
 * Refuses a call that a rule could not look at, unless the rule lets it go on, or only watches.
 *
 * @throws GatewayError policy_error; overloaded when too many long calls wait to be inspected; deadline_exceeded when it was the caller's
 *   time that was over; caller_left
 */
export function requireSeen(
  exchange: Exchange,
  policies: readonly CompiledPromptPolicy[],
  nowMs: number,
): void {
  const { unseenBy } = exchange;
  if (unseenBy === undefined) return;
  if ([...unseenBy.values()].includes('caller_left'))
    throw callerLeft('The caller left while the call was inspected.');
  const isLate = (exchange.deadlineAtMs ?? Number.POSITIVE_INFINITY) <= nowMs;
  for (const policy of policies)
    for (const rule of policy.rules.filter((one) => looksAt(one, 'input'))) {
      const reason = findReason(rule, unseenBy);
      if (reason === undefined || !isDemanded(rule, reason)) continue;
      throw reason === 'deadline' && isLate
        ? deadlineExceeded()
        : unseen(policy, rule, { reason, what: 'call' });
    }
}

/**
 * The same of a reply: by what its rules have not looked at, by the name of the outside detector.
 *
 * @throws GatewayError likewise
 */
export function requireReplySeen(
  { deadlineAtMs }: Pick<Exchange, 'deadlineAtMs'>,
  policies: readonly CompiledPromptPolicy[],
  { unseenBy, nowMs }: { readonly unseenBy: Unseen; readonly nowMs: number },
): void {
  if ([...unseenBy.values()].includes('caller_left'))
    throw callerLeft('The caller left while the reply was inspected.');
  const isLate = (deadlineAtMs ?? Number.POSITIVE_INFINITY) <= nowMs;
  for (const policy of policies)
    for (const rule of policy.rules.filter((one) => looksAt(one, 'output'))) {
      const reason = unseenBy.get(outsideOf(rule) ?? '');
      if (reason === undefined || !isDemanded(rule, reason)) continue;
      throw reason === 'deadline' && isLate
        ? deadlineExceeded()
        : unseen(policy, rule, { reason, what: 'reply' });
    }
}

function isDemanded({ mode, onFailure }: PromptRule, reason: RuleReason): boolean {
  return reason !== 'not_sent' && mode !== 'monitor' && onFailure !== 'open';
}

/** Why one of those that look for a rule has not looked; undefined when all have. */
export function findReason(rule: JudgedRule, unseenBy: Unseen | undefined): RuleReason | undefined {
  if (unseenBy === undefined) return undefined;
  const outside = outsideOf(rule);
  if (outside !== undefined) return unseenBy.get(outside);
  const unseen = rule.looks.find((look) => unseenBy.has(nameOf(look)));
  return unseen && unseenBy.get(nameOf(unseen));
}

/** What a rule has not looked at, and why. */
interface NotSeen {
  readonly reason: RuleReason;
  readonly what: 'call' | 'reply';
}

function unseen(policy: CompiledPromptPolicy, rule: PromptRule, notSeen: NotSeen): GatewayError {
  const { reason, what } = notSeen;
  if (rule.detector !== 'outside' && reason === 'overloaded') return tooManyWait();
  const contact = policy.adviceOf(rule.name).contact ?? 'the owner of the policy';
  return new GatewayError(
    'policy_error',
    `The rule "${rule.name}" of the prompt policy "${policy.name}" lets no ${what} go on that it could not look at, and ` +
      `${describeFailure(rule, notSeen)}, or ask ${contact}.`,
  );
}

function describeFailure({ detector }: PromptRule, { reason, what }: NotSeen): string {
  const isOwn = detector !== 'outside';
  if (reason === 'too_large')
    return `its detector takes no ${what} of this size. ${what === 'call' ? 'Send' : 'Ask for'} less at once`;
  if (reason === 'deadline')
    return `its detector was late. ${isOwn ? 'Send less text at once' : 'Try again in a moment'}`;
  return `its detector has failed. ${isOwn ? 'Send less text at once, or try' : 'Try'} again in a moment`;
}
