/**
 * Goal: what a caller gets and sends back as input comes to the provider as it was.
 * Method: random assistant messages are rendered, whole and streamed; the output is the input of a second request.
 */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openAiResponses } from '../../../../data-plane/dialects/responses/responses-dialect.ts';
import { parseResponsesBody } from '../../../../data-plane/dialects/responses/responses-parse.ts';
import type { ChatReply, ContentPart, Reasoning } from '../../../../data-plane/inference.ts';
import { type ContentEvent, formOf, renderStream, usage } from './stream-reader.ts';

const letters = fc.string({ minLength: 1 });
const seals = fc.oneof(
  letters,
  letters.map((rest) => `gatehouse-signature:${rest}`),
);
const thoughts: fc.Arbitrary<Reasoning> = fc.oneof(
  letters.map((text): Reasoning => ({ kind: 'reasoning', text })),
  fc.record({ kind: fc.constant('reasoning' as const), text: letters, signature: seals }),
  fc.record({ kind: fc.constant('reasoning' as const), text: fc.constant(''), signature: seals }),
  fc.record({ kind: fc.constant('reasoning' as const), text: fc.constant(''), redacted: seals }),
);
const calls = fc.array(fc.record({ name: letters, arguments: fc.string() }), { maxLength: 3 });
const messages = fc.record({
  thoughts: fc.array(thoughts, { maxLength: 3 }),
  text: letters,
  calls,
});
type Sample = typeof messages extends fc.Arbitrary<infer Value> ? Value : never;

/** Thoughts without a seal that readable ones follow are one with them in a stream: it does not tell where they part. */
const staysApart = ({ thoughts: reasoning }: Sample) =>
  reasoning.every(({ signature, redacted }, index) => {
    const next = reasoning[index + 1];
    const isSealed = signature !== undefined || redacted !== undefined;
    return isSealed || next === undefined || next.redacted !== undefined;
  });

function innerOf({ thoughts: reasoning, text, calls: named }: Sample): ChatReply {
  const content: ContentPart[] = [...reasoning, { kind: 'text', text }];
  const toolCalls = named.map((call, index) => ({ ...call, id: `call_${index}` }));
  return {
    id: '',
    message: {
      role: 'assistant',
      content: reasoning.length === 0 ? text : content,
      ...(toolCalls.length === 0 ? undefined : { toolCalls }),
    },
    finishReason: 'stop',
  };
}

function eventsOf({ thoughts: reasoning, text, calls: named }: Sample): readonly ContentEvent[] {
  return [
    ...reasoning.flatMap(eventsOfThought),
    { kind: 'text', text },
    ...named.map(
      (call, index): ContentEvent => ({ kind: 'tool_call', index, id: `call_${index}`, ...call }),
    ),
  ];
}

function eventsOfThought({ text, signature, redacted }: Reasoning): readonly ContentEvent[] {
  if (redacted !== undefined) return [{ kind: 'redacted_reasoning', data: redacted }];
  const spoken: ContentEvent[] = text === '' ? [] : [{ kind: 'reasoning', text }];
  return signature === undefined ? spoken : [...spoken, { kind: 'reasoning_signature', signature }];
}

function sentBack(output: readonly object[]) {
  const body = { model: 'assistant', input: [{ role: 'user', content: 'Hello' }, ...output] };
  return parseResponsesBody(Buffer.from(JSON.stringify(body))).messages.slice(1);
}

test('a whole reply comes back as the message that it was', () => {
  fc.assert(
    fc.property(messages, (sample) => {
      const chat = innerOf(sample);
      const bytes = openAiResponses.renderReply(formOf(), { kind: 'chat', chat, usage });
      expect(sentBack(JSON.parse(bytes.toString()).output)).toEqual([chat.message]);
    }),
  );
});

test('so does a streamed one', () => {
  fc.assert(
    fc.property(messages.filter(staysApart), (sample) => {
      const sent = renderStream(formOf(), eventsOf(sample), usage);
      const last = JSON.parse(sent.slice(sent.lastIndexOf('data: ') + 'data: '.length));
      expect(sentBack(last.response.output)).toEqual([innerOf(sample).message]);
    }),
  );
});
