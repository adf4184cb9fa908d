import { findSettingsFaults, findSettingsSizeFaults } from './check/detector-settings.ts';
import { findExceptionFaults } from './check/rule-exception.ts';
import { isKindOfRule } from './inspect/finding-kind.ts';
import type { PromptRule, RuleDetector } from './inspect/prompt-rule.ts';
import { findRuleNameFaults, type PolicyFault, RULE_NAME_CHARS_MAX } from './policy-fault.ts';
import type { Attachment } from './prompt-part/attachment.ts';
import { OUTSIDE_DETECTOR_LIMITS } from './prompt-part/outside-detector.ts';
import type { PromptPolicy } from './resource.ts';

/** Hard bounds of a prompt policy. */
export const PROMPT_POLICY_LIMITS = {
  rulesMax: 32,
  minCountMax: 1_000,
  messageCharsMax: 300,
  contactCharsMax: 200,
  attachedApplicationsMax: 100,
  attachedWorkloadsMax: 32,
} as const;

/**
 * Everything that is wrong with a prompt policy, at once; empty when it may be saved. Whether a
 * named route exists is for the caller to know.
 */
export function checkPromptPolicy({
  rules,
  appliesTo,
}: Pick<PromptPolicy, 'rules' | 'appliesTo'>): readonly PolicyFault[] {
  if (rules.length === 0) return [{ path: 'rules', message: 'A policy needs at least one rule.' }];
  if (rules.length > PROMPT_POLICY_LIMITS.rulesMax) {
    const message = `A policy has at most ${PROMPT_POLICY_LIMITS.rulesMax} rules.`;
    return [{ path: 'rules', message }];
  }
  return [
    ...findRuleNameFaults(rules),
    ...rules.flatMap((rule, position) => [
      ...findRouteFaults(rule, position),
      ...findDirectionFaults(rule, position),
      ...findSettingsFaults(rule, position),
      ...findDetectorFaults(rule, position),
      ...findMeasureFaults(rule, position),
      ...findAdviceFaults(rule, position),
    ]),
    ...findExceptionFaults(rules),
    ...findSettingsSizeFaults(rules),
    ...findAttachmentFaults(appliesTo),
  ];
}

function findAttachmentFaults(attachment: Attachment | undefined): PolicyFault[] {
  if (attachment === undefined) return [];
  const { everywhere, applicationIds, workloads } = attachment;
  const { attachedApplicationsMax, attachedWorkloadsMax } = PROMPT_POLICY_LIMITS;
  const isNarrow = applicationIds.length > 0 || workloads.length > 0;
  if (everywhere && isNarrow)
    return [{ path: 'appliesTo', message: 'Everywhere is everywhere: name nothing besides.' }];
  if (!everywhere && !isNarrow)
    return [{ path: 'appliesTo', message: 'Say where it applies, or leave it null.' }];
  const faults: PolicyFault[] = [];
  if (applicationIds.length > attachedApplicationsMax) {
    const message = `Name at most ${attachedApplicationsMax} applications, or everywhere.`;
    faults.push({ path: 'appliesTo.applicationIds', message });
  }
  if (workloads.length > attachedWorkloadsMax) {
    const message = `Name at most ${attachedWorkloadsMax} workloads, or everywhere.`;
    faults.push({ path: 'appliesTo.workloads', message });
  }
  return faults;
}

function findRouteFaults({ action, rerouteRouteId }: PromptRule, position: number): PolicyFault[] {
  const path = `rules.${position}.rerouteRouteId`;
  const hasRoute = rerouteRouteId !== undefined && rerouteRouteId !== '';
  if (action === 'reroute' && !hasRoute) {
    return [{ path, message: 'A rule that reroutes names the route that takes the call.' }];
  }
  if (action !== 'reroute' && hasRoute) {
    return [{ path, message: 'Only a rule that reroutes has a route.' }];
  }
  return [];
}

/** What they say of a piece says nothing of the whole. */
export const judgesWhole: ReadonlySet<RuleDetector> = new Set(['size', 'language', 'source_code']);

function findDirectionFaults(rule: PromptRule, position: number): PolicyFault[] {
  const { detector, action, direction = 'input', parts, restore } = rule;
  const faults: PolicyFault[] = [];
  if (direction !== 'input' && action === 'reroute') {
    const message = 'A reply cannot be moved to another route: block it, or redact.';
    faults.push({ path: `rules.${position}.direction`, message });
  }
  if (direction !== 'input' && judgesWhole.has(detector)) {
    const message = `The detector ${detector} judges whole texts, and replies come in pieces: leave it out, or say input.`;
    faults.push({ path: `rules.${position}.direction`, message });
  }
  if (restore && (action !== 'redact' || direction === 'output')) {
    const message = 'Only what a rule takes out of a request can be put back in the answer.';
    faults.push({ path: `rules.${position}.restore`, message });
  }
  if (parts !== undefined && direction === 'output') {
    const message = 'A rule about replies only has no parts of what is sent.';
    faults.push({ path: `rules.${position}.parts`, message });
  }
  return faults;
}

/** Which kinds an outside detector has, and whether it is there, is for the caller to know. */
function findDetectorFaults(
  { detector, outsideDetectorId = '', timeoutMs }: PromptRule,
  position: number,
): PolicyFault[] {
  const faults: PolicyFault[] = [];
  const path = `rules.${position}.outsideDetectorId`;
  if (detector === 'outside' && outsideDetectorId === '')
    faults.push({ path, message: 'A rule that asks an outside detector names it.' });
  if (detector !== 'outside' && outsideDetectorId !== '')
    faults.push({ path, message: 'Only a rule with the detector outside names one.' });
  const { timeoutMsMin, timeoutMsMax } = OUTSIDE_DETECTOR_LIMITS;
  const isInRange =
    timeoutMs === undefined ||
    (Number.isInteger(timeoutMs) && timeoutMs >= timeoutMsMin && timeoutMs <= timeoutMsMax);
  if (!isInRange || (detector !== 'outside' && timeoutMs !== undefined)) {
    const message =
      detector === 'outside'
        ? `It is a whole number from ${timeoutMsMin} to ${timeoutMsMax}.`
        : 'Only an outside detector is waited for.';
    faults.push({ path: `rules.${position}.timeoutMs`, message });
  }
  return faults;
}

function findMeasureFaults(rule: PromptRule, position: number) {
  const { detector, kinds = [], minCount = 1, minScore } = rule;
  const faults: PolicyFault[] = [];
  const unknown = kinds.find((kind) => !isKindOfRule(rule, kind));
  if (unknown !== undefined) {
    const message = `The detector ${detector} finds no "${unknown.slice(0, RULE_NAME_CHARS_MAX)}".`;
    faults.push({ path: `rules.${position}.kinds`, message });
  }
  const { minCountMax } = PROMPT_POLICY_LIMITS;
  if (!Number.isInteger(minCount) || minCount < 1 || minCount > minCountMax) {
    const message = `It is a whole number from 1 to ${minCountMax}.`;
    faults.push({ path: `rules.${position}.minCount`, message });
  }
  if (minScore !== undefined && (detector !== 'outside' || !isScore(minScore))) {
    const message =
      detector === 'outside'
        ? 'It is from 0.01 to 1, with two decimals at most.'
        : 'Only outside detectors give scores.';
    faults.push({ path: `rules.${position}.minScore`, message });
  }
  return faults;
}

function findAdviceFaults(rule: PromptRule, position: number): PolicyFault[] {
  const { messageCharsMax, contactCharsMax } = PROMPT_POLICY_LIMITS;
  return [
    ...findAdviceFault(rule, { position, field: 'message', charsMax: messageCharsMax }),
    ...findAdviceFault(rule, { position, field: 'contact', charsMax: contactCharsMax }),
  ];
}

function isScore(score: number): boolean {
  const hundredths = Math.round(score * 100);
  return hundredths >= 1 && hundredths <= 100 && Math.abs(score * 100 - hundredths) < 1e-6;
}

/** Callers read it, in headers and logs too: one line of printable text. */
function findAdviceFault(
  rule: PromptRule,
  { position, field, charsMax }: AdviceField,
): PolicyFault[] {
  const text = rule[field];
  if (text === undefined || text === '') return [];
  const path = `rules.${position}.${field}`;
  if (rule.action !== 'block' && rule.action !== 'redact') {
    return [{ path, message: 'Only a rule that blocks or redacts says something to callers.' }];
  }
  if (text.length > charsMax || text.trim() !== text || !/^[^\p{C}\p{Zl}\p{Zp}]+$/u.test(text)) {
    const message = `It is one line of at most ${charsMax} characters, without blanks at its ends.`;
    return [{ path, message }];
  }
  return [];
}

interface AdviceField {
  readonly position: number;
  readonly field: 'message' | 'contact';
  readonly charsMax: number;
}
