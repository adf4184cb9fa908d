import type {
  CompiledPromptPolicy,
  PromptFinding,
  PromptVerdict,
} from '../../../policy/prompt-policy.ts';
import { GatewayError } from '../../errors.ts';
import type { Exchange } from '../exchange.ts';
import { findPlaces } from './finding-place.ts';

/** Of the rule that blocks; the decision has all. */
const kindCountMax = 5;
const placeCountMax = 3;

type Block = Extract<PromptVerdict, { readonly action: 'block' }>;

/** Says which rule refuses the call, what it has found by kind and place, never the text, and what the caller may do. */
export function promptBlocked(
  exchange: Exchange,
  policy: CompiledPromptPolicy,
  { rule, findings }: Block,
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
    `The rule "${rule}" of the prompt policy "${policy.name}" blocks this call. ` +
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
