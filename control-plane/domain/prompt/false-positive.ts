import { EXCEPTION_LIMITS } from '../../../policy/check/rule-exception.ts';
import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import { RULE_NAME_CHARS_MAX } from '../../../policy/policy-fault.ts';
import { findException, type RuleException } from '../../../policy/prompt-part/rule-exception.ts';
import { isSameContent } from '../canonical-json.ts';
import type { Decision, DecisionFinding } from '../decision.ts';
import { type Fault, invalid, invalidInput } from '../errors.ts';
import type { PromptPolicyDraft } from '../prompt-policy.ts';

const DAY_MS = 86_400_000;
/** How long what is reported is left alone, unless the report says otherwise. */
export const REPORTED_DAYS = 90;

/** Somebody's word that a rule has found what is not there, or what does not matter. */
export interface FalsePositive {
  /** The request in whose decision the finding stands. */
  readonly requestId: string;
  /** Name of the policy; undefined where the decision knows only one with such a finding. */
  readonly policy: string | undefined;
  readonly rule: string;
  readonly kind: string;
  readonly reason: string;
  readonly expiresAt: Date;
}

/** Whose exception it is to be, and when it is proposed. */
export interface ReportedBy {
  readonly applicationId: string;
  readonly ownerId: string;
  readonly now: Date;
}

/** @throws DomainError VALIDATION_FAILED */
export function requireReportable({ reason, expiresAt }: FalsePositive, now: Date): void {
  const { reasonCharsMax, daysMax } = EXCEPTION_LIMITS;
  const faults: Fault[] = [];
  if (
    !/^[^\p{C}\p{Zl}\p{Zp}]+$/u.test(reason) ||
    reason.trim() !== reason ||
    reason.length > reasonCharsMax
  )
    faults.push({
      path: 'reason',
      message: `Say why in one line of at most ${reasonCharsMax} characters.`,
    });
  const daysLeft = (expiresAt.getTime() - now.getTime()) / DAY_MS;
  if (!(daysLeft > 0 && daysLeft <= daysMax)) {
    const message = `It is in the future, and at most ${daysMax} days away.`;
    faults.push({ path: 'expiresAt', message });
  }
  if (faults.length > 0) throw invalidInput(faults);
}

/**
 * The finding of the decision that a report is about.
 *
 * @throws DomainError VALIDATION_FAILED when there is none, or several policies have one
 */
export function findReported(
  { facts }: Decision,
  { policy, rule, kind }: FalsePositive,
): DecisionFinding & { readonly policy: string } {
  const found = facts.findings.filter(
    (one) =>
      one.rule === rule &&
      one.kind === kind &&
      one.exception === undefined &&
      (policy === undefined || one.policy === policy),
  );
  const policies = new Set(found.map((one) => one.policy));
  const [first] = found;
  if (first === undefined)
    throw invalid('rule', 'The decision of that request has no such finding of this rule.');
  if (policies.size > 1)
    throw invalid('policy', 'Several policies of that request have such a rule: name one.');
  const { policy: name } = first;
  if (!name)
    throw invalid(
      'requestId',
      'An older node decided it and does not say by which policy: edit that.',
    );
  return { ...first, policy: name };
}

/**
 * The rules with an exception for what is reported. One of before that has expired makes room for it.
 *
 * @throws DomainError VALIDATION_FAILED when the rule is gone, or leaves it alone already
 */
export function addException(
  rules: readonly PromptRule[],
  { rule: ruleName, kind, reason, expiresAt, requestId }: FalsePositive,
  { applicationId, ownerId, now }: ReportedBy,
): readonly PromptRule[] {
  const reported = rules.find(({ name }) => name === ruleName);
  if (reported === undefined)
    throw invalid('rule', 'The policy has no rule of that name any more.');
  const excepted = exceptionOf(reported, kind, { applicationId, now });
  if (excepted !== undefined)
    throw invalid('kind', `The exception "${excepted}" of the rule leaves it alone already.`);
  const name = `report-${requestId.slice(-12)}-${kind}`.slice(0, RULE_NAME_CHARS_MAX);
  const exception = {
    name,
    applicationIds: [applicationId],
    kinds: [kind],
    reason,
    ownerId,
    expiresAtMs: expiresAt.getTime(),
    requestId,
  };
  return rules.map((rule) =>
    rule === reported
      ? {
          ...rule,
          exceptions: [...(rule.exceptions ?? []).filter((one) => one.name !== name), exception],
        }
      : rule,
  );
}

/** What a policy was, what a request makes of it, and what it is by now. */
interface Renewal {
  readonly base: PolicyContent;
  readonly proposal: PolicyContent;
  readonly current: readonly PromptRule[];
}

type PolicyContent = Omit<PromptPolicyDraft, 'tenantId'>;

/**
 * The rules as they are by now with the exceptions that a request adds: for requests that reports have made, whose policy was changed
 * since. Undefined where the request proposes anything else, or a rule of it is gone.
 */
export function renewExceptions({
  base,
  proposal,
  current,
}: Renewal): readonly PromptRule[] | undefined {
  const bare = ({ rules, ...content }: PolicyContent) => ({
    ...content,
    rules: rules.map(({ exceptions: _exceptions, ...rule }) => rule),
  });
  if (!isSameContent(bare(base), bare(proposal))) return undefined;
  const added = new Map<string, readonly RuleException[]>();
  for (const [position, { name, exceptions = [] }] of proposal.rules.entries()) {
    const before = base.rules[position]?.exceptions ?? [];
    const isIn = (list: readonly RuleException[], one: RuleException) =>
      list.some((other) => isSameContent(one, other));
    if (!before.every((one) => isIn(exceptions, one))) return undefined;
    const fresh = exceptions.filter((one) => !isIn(before, one));
    if (fresh.length > 0) added.set(name, fresh);
  }
  if ([...added.keys()].some((name) => current.every((rule) => rule.name !== name)))
    return undefined;
  return current.map((rule) => {
    const fresh = added.get(rule.name) ?? [];
    const isReplaced = ({ name }: RuleException) => fresh.some((one) => one.name === name);
    const kept = (rule.exceptions ?? []).filter((one) => !isReplaced(one));
    return fresh.length === 0 ? rule : { ...rule, exceptions: [...kept, ...fresh] };
  });
}

/** Name of the exception that leaves the whole kind alone in calls of the application; undefined for none. */
export function exceptionOf(
  { exceptions }: PromptRule,
  kind: string,
  { applicationId, now }: Pick<ReportedBy, 'applicationId' | 'now'>,
): string | undefined {
  const whole = exceptions?.filter(({ parts }) => parts === undefined);
  const call = { applicationId, atMs: now.getTime() };
  // Of whatever part: those of some parts are left out.
  return findException(whole, { kind, part: 'user' }, call)?.name;
}
