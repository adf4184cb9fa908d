import type { CompiledPromptPolicy, PromptFinding } from '../../../policy/prompt-policy.ts';
import { GatewayError } from '../../errors.ts';
import type { Exchange } from '../exchange.ts';
import { findPlaces } from './finding-place.ts';

/** Of the rule that blocks; the decision has all. */
const kindCountMax = 5;
const placeCountMax = 3;

/** Of a policy, with the rule that decides. */
interface RuleFindings {
  readonly rule: string;
  readonly findings: readonly PromptFinding[];
}

/** Says which rule refuses the call, what it has found by kind and place, never the text, and what the caller may do. */
export function promptBlocked(
  exchange: Exchange,
  policy: CompiledPromptPolicy,
  found: RuleFindings,
): GatewayError {
  return refuse(exchange, policy, { found, because: '' });
}

/** The same where the rule would only take something out; the request is what has come of that. */
export function cannotRedact(
  exchange: Exchange,
  policy: CompiledPromptPolicy,
  found: RuleFindings,
): GatewayError {
  const because = ', since it cannot take out what it found where that stands';
  return refuse(exchange, policy, { found, because });
}

function refuse(
  exchange: Exchange,
  policy: CompiledPromptPolicy,
  {
    found: { rule, findings },
    because,
  }: { readonly found: RuleFindings; readonly because: string },
): GatewayError {
  const { message, contact = 'the owner of the policy' } = policy.adviceOf(rule);
  const placesOf = findPlaces(exchange);
  const found = findings
    .filter((finding) => finding.rule === rule)
    .slice(0, kindCountMax)
    .map((finding) => describe(finding, placesOf(finding)));
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

function describe({ kind, count }: PromptFinding, places: readonly string[]): string {
  if (places.length === 0) return `${count} ${kind}`;
  return `${count} ${kind} in ${places.slice(0, placeCountMax).join(', ')}`;
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
