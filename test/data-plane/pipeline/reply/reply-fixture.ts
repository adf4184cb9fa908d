import type { ChatEvent, ChatRequest } from '../../../../data-plane/inference.ts';
import type { PromptRule } from '../../../../policy/inspect/prompt-rule.ts';
import type { PromptPolicy } from '../../../../policy/resource.ts';
import { answer, doneEvent, stream, usageEvent } from '../../../support/faulty-provider.ts';
import { makeCall } from '../call-fixture.ts';
import { guarded, policy } from '../prompt-policy-fixture.ts';
import type { SoleProvider } from '../provider-fixture.ts';
import { RecordingSink } from '../recording-sink.ts';
import { chatRequest } from '../snapshot-fixture.ts';

/** Values that detectors find, and words in which they find nothing. */
export const key = 'AKIAQYLPMN5HHHFPZAM2';
export const mail = 'anna@corp.com';
export const words = 'The plan of the second week is to move all orders, one by one. ';

/** A rule that takes keys out of replies. */
export const noKeys: PromptRule = {
  name: 'no-keys',
  detector: 'secret',
  action: 'redact',
  rerouteRouteId: undefined,
  direction: 'output',
};
/** A rule that takes personal data out of what is sent, and puts it back. */
export const lent: PromptRule = {
  ...noKeys,
  name: 'lent',
  detector: 'personal_data',
  direction: 'input',
  restore: true,
};

export const under = (...rules: readonly PromptRule[]): PromptPolicy => ({
  ...policy('p-block', 'block', undefined),
  rules,
});

/** Pieces of one answer, as OpenAI's stream has them. */
export type Delta = Readonly<Record<string, unknown>>;

/** One event of the provider's stream; of the answer `index` where there are several. */
export function delta(fields: Delta, index = 0): string {
  return event([{ index, delta: fields }]);
}

/** The end of an answer. */
export function finish(index = 0, reason = 'stop'): string {
  return event([{ index, delta: {}, finish_reason: reason }]);
}

function event(choices: readonly object[]): string {
  return `data: ${JSON.stringify({ choices })}\n\n`;
}

/** What a call has come to. */
export interface Outcome {
  readonly sink: RecordingSink;
  /** What the provider was asked. */
  readonly asked: ReturnType<typeof JSON.parse>;
  readonly decision: ReturnType<typeof JSON.parse>;
  readonly usage: ReturnType<typeof JSON.parse>;
}

/** Calls through a gateway under the policy; the provider streams these events, its own end after them. */
export async function askStream(
  sole: SoleProvider,
  rules: readonly PromptRule[],
  events: readonly string[],
  request: Partial<ChatRequest> = {},
): Promise<Outcome> {
  sole.provider.behave(stream([...events, usageEvent, doneEvent]));
  return await ask(sole, rules, { ...request, stream: true });
}

/** The same where the provider answers once, with these messages. */
export async function askWhole(
  sole: SoleProvider,
  rules: readonly PromptRule[],
  messages: readonly object[],
  request: Partial<ChatRequest> = {},
): Promise<Outcome> {
  const choices = messages.map((message, index) => ({
    index,
    message: { role: 'assistant', ...message },
    finish_reason: 'stop',
  }));
  const used = { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 };
  sole.provider.behave(answer(JSON.stringify({ id: 'c', choices, usage: used })));
  return await ask(sole, rules, request);
}

export async function ask(
  sole: SoleProvider,
  rules: readonly PromptRule[],
  request: Partial<ChatRequest>,
  sink = new RecordingSink(),
): Promise<Outcome> {
  const gateway = sole.gatewayWith({ routes: [guarded], promptPolicies: [under(...rules)] });
  await makeCall(gateway, { ...chatRequest, ...request }, { sink });
  const [record] = gateway.records;
  if (gateway.faults.length > 0) throw gateway.faults[0];
  return {
    sink,
    asked: JSON.parse(sole.provider.requests.at(-1)?.body ?? 'null'),
    decision: record?.decision,
    usage: record?.usageEvents[0],
  };
}

/** What was said in an answer, of one kind, in one text. */
export function said(
  events: readonly ChatEvent[],
  kind: 'text' | 'reasoning' | 'refusal' = 'text',
  choice = 0,
): string {
  return events
    .map((one) => {
      if ((one.choice ?? 0) !== choice) return '';
      if (one.kind === 'reasoning') return kind === 'reasoning' ? one.text : '';
      if (one.kind !== 'text') return '';
      return (one.isRefusal ? kind === 'refusal' : kind === 'text') ? one.text : '';
    })
    .join('');
}

/** Arguments of the calls of tools, by their index. */
export function callArguments(events: readonly ChatEvent[]): Readonly<Record<number, string>> {
  const calls: Record<number, string> = {};
  for (const one of events)
    if (one.kind === 'tool_call') calls[one.index] = (calls[one.index] ?? '') + one.arguments;
  return calls;
}

/** The text cut in two at each place within `value`, and a few characters around. */
export function* cuts(text: string, value: string): Iterable<readonly [string, string]> {
  const start = text.indexOf(value);
  for (let at = start - 1; at <= start + value.length + 1; at += 1)
    yield [text.slice(0, at), text.slice(at)];
}
