import { isKindOfRule } from '../inspect/finding-kind.ts';
import { promptParts } from '../inspect/inspected-text.ts';
import type { PromptRule } from '../inspect/prompt-rule.ts';
import { findRuleNameFaults, type PolicyFault } from '../policy-fault.ts';
import type { RuleException } from '../prompt-part/rule-exception.ts';

/** Hard bounds of exceptions. */
export const EXCEPTION_LIMITS = {
  perRuleMax: 32,
  perPolicyMax: 128,
  applicationsMax: 32,
  kindsMax: 64,
  reasonCharsMax: 500,
  daysMax: 366,
} as const;

/** What is wrong with the exceptions of rules; whether what they name is there is for the caller to know, and what time it is. */
export function findExceptionFaults(rules: readonly PromptRule[]): readonly PolicyFault[] {
  const { perPolicyMax } = EXCEPTION_LIMITS;
  const count = rules.reduce((sum, { exceptions = [] }) => sum + exceptions.length, 0);
  if (count > perPolicyMax) {
    const message = `The rules of a policy have at most ${perPolicyMax} exceptions together.`;
    return [{ path: 'rules', message }];
  }
  return rules.flatMap((rule, position) => {
    const { kinds, exceptions = [] } = rule;
    const path = `rules.${position}`;
    if (exceptions.length > EXCEPTION_LIMITS.perRuleMax) {
      const message = `A rule has at most ${EXCEPTION_LIMITS.perRuleMax} exceptions.`;
      return [{ path: `${path}.exceptions`, message }];
    }
    const isOfRule = (kind: string) =>
      isKindOfRule(rule, kind) && (kinds === undefined || kinds.includes(kind));
    const names = findRuleNameFaults(exceptions, 'exception').map(({ path: at, ...fault }) => ({
      path: `${path}.${at}`,
      ...fault,
    }));
    const others = exceptions.flatMap((exception, at) =>
      findFaults(exception, isOfRule).map((fault) => ({
        ...fault,
        path: `${path}.exceptions.${at}.${fault.path}`,
      })),
    );
    return [...names, ...others];
  });
}

function findFaults(
  { applicationIds, kinds, parts, reason }: RuleException,
  isKind: (kind: string) => boolean,
): readonly PolicyFault[] {
  const { applicationsMax, kindsMax, reasonCharsMax } = EXCEPTION_LIMITS;
  const faults: PolicyFault[] = [];
  if (applicationIds === undefined && kinds === undefined)
    faults.push({
      path: 'applicationIds',
      message: 'Name applications, or kinds: what is left alone everywhere needs no rule.',
    });
  if ((applicationIds?.length ?? 0) > applicationsMax)
    faults.push({
      path: 'applicationIds',
      message: `Name at most ${applicationsMax} applications.`,
    });
  const unknown = kinds?.find((kind) => !isKind(kind));
  if ((kinds?.length ?? 0) > kindsMax || unknown !== undefined)
    faults.push({ path: 'kinds', message: `Name at most ${kindsMax} kinds of the rule's.` });
  const unknownPart = parts?.find((part) => !promptParts.includes(part));
  if (parts?.length === 0 || unknownPart !== undefined)
    faults.push({ path: 'parts', message: 'Name parts of a call, each by its word.' });
  const isClean = /^[^\p{C}\p{Zl}\p{Zp}]+$/u.test(reason) && reason.trim() === reason;
  if (reason.length > reasonCharsMax || !isClean)
    faults.push({
      path: 'reason',
      message: `Say why in one line of at most ${reasonCharsMax} characters.`,
    });
  return faults;
}
