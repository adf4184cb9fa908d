import { listPlaces } from '../../../policy/inspect/sighting.ts';
import {
  type CompiledPromptPolicy,
  isActedOn,
  type PromptFinding,
} from '../../../policy/prompt-policy.ts';
import { GatewayError } from '../../errors.ts';

/** Of the rule that blocks; the decision has all. */
const kindCountMax = 5;
const placeCountMax = 3;

/** Says which rule refuses the call, what it has found by kind and place, never the text, and what the caller may do. */
export function promptBlocked(
  policy: CompiledPromptPolicy,
  rule: string,
  findings: readonly PromptFinding[],
): GatewayError {
  return refuse(policy, { rule, findings, because: '' });
}

/** The same where the rule would only take something out; the findings are what has stayed. */
export function cannotRedact(
  policy: CompiledPromptPolicy,
  rule: string,
  findings: readonly PromptFinding[],
): GatewayError {
  const because = ', since it cannot take out what it found where that stands';
  return refuse(policy, { rule, findings, because });
}

interface Refusal {
  readonly rule: string;
  readonly findings: readonly PromptFinding[];
  readonly because: string;
}

function refuse(policy: CompiledPromptPolicy, { rule, findings, because }: Refusal): GatewayError {
  const { message, contact = 'the owner of the policy' } = policy.adviceOf(rule);
  const found = findings
    .filter((finding) => finding.rule === rule && isActedOn(finding))
    .slice(0, kindCountMax)
    .map(describe);
  const advice =
    message === undefined
      ? `Take out what it looks for, or ask ${contact}.`
      : `${endSentence(message)} You can ask ${contact}.`;
  return new GatewayError(
    'prompt_blocked',
    `The rule "${rule}" of the prompt policy "${policy.name}" blocks this call${because}. ` +
      `It found ${found.join('; ')}. ${advice}`,
  );
}

function describe({ kind, count, seen }: PromptFinding): string {
  if (seen.length === 0) return `${count} ${kind}`;
  return `${count} ${kind} in ${listPlaces(seen, placeCountMax).join(', ')}`;
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
