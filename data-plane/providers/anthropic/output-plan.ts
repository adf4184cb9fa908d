import { GatewayError } from '../../errors.ts';
import type { ChatRequest, JsonObject, Message } from '../../inference.ts';
import { foreignField } from '../foreign-field.ts';
import { effortOf, reasoningTokensOf } from '../reasoning-effort.ts';
import { openAnthropicSeal } from '../seal.ts';

/** Fewest tokens of thinking that the wire takes (Messages API, `thinking.budget_tokens`; 2025). */
const budgetTokensMin = 1_024;
/** Left to the answer when neither the caller nor the model's entry bounds it. */
const answerTokensDefault = 4_096;
/** Words of `output_config.effort` (Messages API, 2026). */
const efforts: ReadonlySet<string> = new Set(['low', 'medium', 'high', 'xhigh', 'max']);

/** The model that will answer. */
export interface AnsweringModel {
  /** Its name at the provider. */
  readonly providerModel: string;
  /** Most tokens of one reply; 0 when unknown. */
  readonly outputTokensMax: number;
}

/** How long and how thoughtful the answer may be, in the wire's own words. */
export interface OutputPlan {
  readonly maxTokens: number;
  readonly thinking?: JsonObject;
  readonly effort?: string;
}

/**
 * `max_tokens`, which this wire requires: the caller's bound, else the model's own, else 4096 beside what thinking may take;
 * a bound is never raised. Thinking counts towards it.
 *
 * Thinking that a caller of another wire asks for: models from Claude 4.6 on choose the amount themselves and take a word
 * (`adaptive` with `output_config.effort`), since they refuse a number or will; all other models take a number of tokens, at
 * least 1024. For a word that is at most half of `max_tokens`, for the caller's own number it stays below `max_tokens`. Where
 * a number is taken, thinking is left off in the middle of a turn whose calls of tools came without signed thoughts: the
 * wire refuses it there. A caller of this wire has said all that in its own words, which are kept.
 * Source: Anthropic, extended thinking, adaptive thinking and effort (2026).
 *
 * @throws GatewayError invalid_request for an effort that the wire has no word for, and where `max_tokens` leaves no room
 */
export function planOutput(request: ChatRequest, model: AnsweringModel): OutputPlan {
  const known = model.outputTokensMax > 0 ? model.outputTokensMax : undefined;
  const bound = request.outputTokensMax ?? known;
  const maxTokens = bound ?? answerTokensDefault;
  const { reasoningEffort, reasoningTokensMax, dialect, extra } = request;
  const saysItself = Object.hasOwn(extra, 'thinking');
  if (dialect === 'anthropic-messages' || saysItself) {
    return { maxTokens, ...(saysItself ? undefined : ownThinking(request)), ...ownEffort(request) };
  }
  if (reasoningEffort === undefined && reasoningTokensMax === undefined) return { maxTokens };
  if (asksForNone(request)) return { maxTokens, thinking: { type: 'disabled' } };
  if (choosesItself(model.providerModel)) {
    return { maxTokens, thinking: { type: 'adaptive' }, effort: wordOf(request) };
  }
  return isAmidToolCalls(request.messages) ? { maxTokens } : planBudget(request, bound);
}

type Asked = Pick<ChatRequest, 'reasoningEffort' | 'reasoningTokensMax'>;

function asksForNone({ reasoningEffort, reasoningTokensMax }: Asked): boolean {
  return reasoningEffort === 'none' || (reasoningEffort === undefined && reasoningTokensMax === 0);
}

function ownThinking(asked: Asked): Pick<OutputPlan, 'thinking'> {
  if (asked.reasoningTokensMax !== undefined) {
    return { thinking: { type: 'enabled', budget_tokens: asked.reasoningTokensMax } };
  }
  return asksForNone(asked) ? { thinking: { type: 'disabled' } } : {};
}

function ownEffort({ reasoningEffort }: Asked): Pick<OutputPlan, 'effort'> {
  return reasoningEffort === undefined || reasoningEffort === 'none'
    ? {}
    : { effort: reasoningEffort };
}

function wordOf(asked: Asked): string {
  const word = effortOf(asked) ?? '';
  if (word === 'minimal') return 'low';
  if (efforts.has(word)) return word;
  throw foreignField('reasoning_effort');
}

function planBudget(asked: Asked, bound: number | undefined): OutputPlan {
  const tokens = reasoningTokensOf(asked);
  if (tokens === undefined) throw foreignField('reasoning_effort');
  const wanted = Math.max(budgetTokensMin, tokens);
  if (bound === undefined) return withBudget(wanted + answerTokensDefault, wanted);
  const most = asked.reasoningTokensMax === undefined ? Math.floor(bound / 2) : bound - 1;
  const budget = Math.max(budgetTokensMin, Math.min(wanted, most));
  if (budget < bound) return withBudget(bound, budget);
  throw new GatewayError(
    'invalid_request',
    `Ask for more than ${budgetTokensMin} tokens of output, or for no reasoning: the target needs as many to reason.`,
    { param: 'reasoning_effort' },
  );
}

function withBudget(maxTokens: number, budgetTokens: number): OutputPlan {
  return { maxTokens, thinking: { type: 'enabled', budget_tokens: budgetTokens } };
}

/**
 * True for models of Claude from 4.6 on: `claude-opus-4-6`, `claude-4.7-opus`, `claude-sonnet-5`, and those without a number.
 */
function choosesItself(providerModel: string): boolean {
  if (!providerModel.includes('claude-')) return false;
  const version = /claude-(?:[a-z]{1,32}-)?(\d{1,2})(?!\d)(?:[-.](\d{1,2})(?!\d))?/.exec(
    providerModel,
  );
  if (version === null) return !/claude-(?:v|instant)/.test(providerModel);
  const [, major, minor = '0'] = version;
  return Number(major) > 4 || (Number(major) === 4 && Number(minor) >= 6);
}

/** The last turn of the assistant called tools, and does not begin with thoughts that the provider can verify. */
function isAmidToolCalls(messages: readonly Message[]): boolean {
  const last = messages.findLast(({ role }) => role === 'assistant');
  if (last?.toolCalls === undefined || last.toolCalls.length === 0) return false;
  const first = typeof last.content === 'object' ? last.content[0] : undefined;
  if (first?.kind !== 'reasoning') return true;
  return openAnthropicSeal(first.signature) === undefined && first.redacted === undefined;
}
