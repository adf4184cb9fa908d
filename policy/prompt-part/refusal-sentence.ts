import { plainKind } from '../inspect/settings/look.ts';
import { listPlaces } from '../inspect/sighting.ts';
import { type CompiledPromptPolicy, isActedOn, type PromptFinding } from '../prompt-policy.ts';

/** Of the rule that blocks; the decision has all. */
const kindCountMax = 5;
const placeCountMax = 3;

/** Why a rule refuses a call. */
export interface RuleRefusal {
  readonly rule: string;
  readonly findings: readonly PromptFinding[];
  /** That the rule would only take out what it found, and cannot: the findings are what has stayed. */
  readonly isLeft: boolean;
  /** The call when left out. */
  readonly refused?: keyof typeof remedies;
}

const remedies = { call: 'Take out what it looks for', reply: 'Ask for something else' };

/** Says which rule refuses the call, what it has found by kind and place, never the text, and what the caller may do. */
export function writeRefusal(
  policy: Pick<CompiledPromptPolicy, 'name' | 'adviceOf'>,
  { rule, findings, isLeft, refused = 'call' }: RuleRefusal,
): string {
  const { message, contact = 'the owner of the policy' } = policy.adviceOf(rule);
  const found = findings
    .filter((finding) => finding.rule === rule && isActedOn(finding))
    .slice(0, kindCountMax)
    .map(describe);
  const because = isLeft ? ', since it cannot take out what it found where that stands' : '';
  const advice =
    message === undefined
      ? `${remedies[refused]}, or ask ${contact}.`
      : `${endSentence(message)} You can ask ${contact}.`;
  return (
    `The rule "${rule}" of the prompt policy "${policy.name}" blocks this ${refused}${because}. ` +
    `${found.length === 0 ? '' : `It found ${found.join('; ')}. `}${advice}`
  );
}

function describe({ kind, count, seen }: PromptFinding): string {
  const what = `${count} ${plainKind(kind)}`;
  if (seen.length === 0) return what;
  return `${what} in ${listPlaces(seen, placeCountMax).join(', ')}`;
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
