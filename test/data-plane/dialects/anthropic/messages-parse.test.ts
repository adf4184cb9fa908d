import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  parseCountBody,
  parseMessagesBody,
} from '../../../../data-plane/dialects/anthropic/messages-parse.ts';
import { GatewayError } from '../../../../data-plane/errors.ts';
import { smallest } from './sample.ts';

const bytesOf = (body: unknown) => Buffer.from(JSON.stringify(body));

function refusal(body: unknown): GatewayError {
  try {
    parseMessagesBody(bytesOf(body));
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('the body was taken');
}

const user = (...content: unknown[]) => ({ messages: [{ role: 'user', content }] });
const assistant = (...content: unknown[]) => ({ messages: [{ role: 'assistant', content }] });
const image = (source: unknown) => user({ type: 'image', source });
const png = { type: 'base64', media_type: 'image/png', data: 'aGk=' };
const place = 'messages.0.content.0';

describe('a known field of the wrong type is refused by its dotted path', () => {
  test.each<[string, object]>([
    ['model', { model: 7 }],
    ['max_tokens', { max_tokens: undefined }],
    ['max_tokens', { max_tokens: 0 }],
    ['max_tokens', { max_tokens: '64' }],
    ['messages', { messages: [] }],
    ['messages', { messages: 'Hello' }],
    ['messages.0', { messages: ['Hello'] }],
    ['messages.0.role', { messages: [{ content: 'Hello' }] }],
    ['messages.0.role', { messages: [{ role: 'tool', content: 'x' }] }],
    ['messages.0.content', { messages: [{ role: 'user' }] }],
    ['messages.0.content', { messages: [{ role: 'assistant', content: null }] }],
    [place, user('Hello')],
    [`${place}.type`, user({ text: 'x' })],
    [`${place}.text`, user({ type: 'text' })],
    [`${place}.source`, image('x')],
    [`${place}.source.type`, image({})],
    [`${place}.source.media_type`, image({ ...png, media_type: 'image/png;base64,x' })],
    [`${place}.source.data`, image({ ...png, data: 'a b' })],
    [`${place}.source.url`, image({ type: 'url' })],
    [`${place}.title`, user({ type: 'document', source: png, title: 1 })],
    [`${place}.source.file_id`, user({ type: 'document', source: { type: 'file', file_id: '' } })],
    [`${place}.source.data`, user({ type: 'document', source: { type: 'text' } })],
    [`${place}.type`, user({ type: 'tool_use', id: 'a', name: 'f', input: {} })],
    [`${place}.type`, user({ type: 'thinking', thinking: 'x' })],
    [`${place}.type`, assistant({ type: 'tool_result', tool_use_id: 'a' })],
    [`${place}.id`, assistant({ type: 'tool_use', name: 'f', input: {} })],
    [`${place}.input`, assistant({ type: 'tool_use', id: 'a', name: 'f' })],
    [`${place}.input`, assistant({ type: 'tool_use', id: 'a', name: 'f', input: '{}' })],
    [`${place}.thinking`, assistant({ type: 'thinking', signature: 'x' })],
    [`${place}.data`, assistant({ type: 'redacted_thinking' })],
    [`${place}.tool_use_id`, user({ type: 'tool_result', content: 'x' })],
    [`${place}.content`, user({ type: 'tool_result', tool_use_id: 'a', content: 7 })],
    [`${place}.is_error`, user({ type: 'tool_result', tool_use_id: 'a', is_error: 'no' })],
    [
      `${place}.content.0.type`,
      user({ type: 'tool_result', tool_use_id: 'a', content: [{ type: 'tool_result' }] }),
    ],
    ['system', { system: 7 }],
    ['system.0.type', { system: [{ type: 'image', source: png }] }],
    ['tools', { tools: {} }],
    ['tools.0.type', { tools: [{ type: 'web_search_20250305', name: 'web_search' }] }],
    ['tools.0.name', { tools: [{ input_schema: {} }] }],
    ['tools.0.input_schema', { tools: [{ name: 'f', input_schema: [] }] }],
    ['tool_choice', { tool_choice: 'auto' }],
    ['tool_choice.type', { tool_choice: {} }],
    ['tool_choice.name', { tool_choice: { type: 'tool' } }],
    ['tool_choice.name', { tool_choice: { type: 'auto', name: 'f' } }],
    [
      'tool_choice.disable_parallel_tool_use',
      { tool_choice: { type: 'auto', disable_parallel_tool_use: 1 } },
    ],
    ['temperature', { temperature: 'hot' }],
    ['top_k', { top_k: 1.5 }],
    ['stop_sequences', { stop_sequences: 'END' }],
    ['stop_sequences.1', { stop_sequences: ['a', 1] }],
    ['stream', { stream: 'yes' }],
    ['thinking', { thinking: true }],
    ['thinking.type', { thinking: {} }],
    ['thinking.budget_tokens', { thinking: { type: 'enabled' } }],
    ['output_config.effort', { output_config: { effort: 3 } }],
    ['output_config.format.type', { output_config: { format: { type: 'yaml' } } }],
    ['output_config.format.schema', { output_config: { format: { type: 'json_schema' } } }],
  ])('%s in %j', (param, fields) => {
    expect(refusal({ ...smallest, ...fields })).toMatchObject({ code: 'invalid_request', param });
  });
});

test('tools that the provider runs by itself are refused in words that say so', () => {
  const tools = [{ type: 'web_search_20250305', name: 'web_search' }];
  expect(refusal({ ...smallest, tools }).message).toBe(
    'Send only tools of the type custom: tools that the provider runs by itself are not allowed.',
  );
});

test.each([
  ['auto', 'auto', undefined],
  ['any', 'required', undefined],
  ['none', 'none', undefined],
])('a choice of %s is %s', (type, toolChoice, parallelToolCalls) => {
  const body = { ...smallest, tool_choice: { type, disable_parallel_tool_use: false } };
  expect(parseMessagesBody(bytesOf(body))).toMatchObject({ toolChoice, parallelToolCalls });
});

test('a count need not bound the reply, and is else the same', () => {
  const { max_tokens: _, ...body } = smallest;
  const { outputTokensMax, ...counted } = parseCountBody(bytesOf(body));
  expect(outputTokensMax).toBeUndefined();
  expect(parseMessagesBody(bytesOf(smallest))).toMatchObject(counted);
});

test('a turn with nothing but an unknown field beside its results keeps the field', () => {
  const content = [{ type: 'tool_result', tool_use_id: 'a', content: 'x' }];
  const body = { ...smallest, messages: [{ role: 'user', content, future: 1 }] };
  expect(parseMessagesBody(bytesOf(body)).messages).toEqual([
    { role: 'tool', toolCallId: 'a', content: 'x' },
    { role: 'user', content: [], extra: { future: 1 } },
  ]);
});

test('thoughts with fields that have no place ride along whole', () => {
  const thought = { type: 'thinking', thinking: 'x', signature: 'y', future: 1 };
  const hidden = { type: 'redacted_thinking', data: 'x', future: 1 };
  const [message] = parseMessagesBody(
    bytesOf({ ...smallest, ...assistant(thought, hidden) }),
  ).messages;
  expect(message?.content).toEqual([
    { kind: 'other', value: thought },
    { kind: 'other', value: hidden },
  ]);
});

test('fields named like members of objects are fields, and change no prototype', () => {
  const block = '{"type":"text","text":"x","__proto__":{"type":"tool_use"}}';
  const body = `{"model":"a","max_tokens":1,"messages":[{"role":"user","content":[${block},{"type":"constructor"}]}],"__proto__":{"stream":true}}`;
  const request = parseMessagesBody(Buffer.from(body));
  expect(request.stream).toBe(false);
  expect(Object.keys(request.extra)).toEqual(['__proto__']);
  const [, second] = request.messages[0]?.content ?? [];
  expect(second).toEqual({ kind: 'other', value: { type: 'constructor' } });
});

/** Bodies that are nearly right: every field is now and then something else. */
const anything = fc.jsonValue({ maxDepth: 2 });
const mostly = (value: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 40, arbitrary: value }, anything);
const field = (...values: unknown[]) => mostly(fc.constantFrom(...values));
const source = mostly(
  fc.record({
    type: field('base64', 'url', 'file', 'text', 'content'),
    media_type: field('image/png', 'text/plain'),
    data: field('aGk=', ''),
    url: field('https://example.com'),
    file_id: field('file_1'),
  }),
);
const block = mostly(
  fc.record(
    {
      type: field('text', 'image', 'document', 'tool_use', 'tool_result', 'thinking', 'future'),
      text: field('x'),
      source,
      id: field('a'),
      name: field('f'),
      input: field({}),
      tool_use_id: field('a'),
      content: field('x', [{ type: 'text', text: 'x' }]),
      thinking: field('x'),
    },
    { requiredKeys: ['type'] },
  ),
);
const hostile = fc.record(
  {
    model: field('a'),
    max_tokens: field(1),
    messages: mostly(
      fc.array(
        fc.record({
          role: field('user', 'assistant', 'system'),
          content: mostly(fc.array(block, { maxLength: 3 })),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    ),
    system: field('x', [{ type: 'text', text: 'x' }]),
    tools: mostly(fc.array(fc.record({ name: field('f'), type: field('custom', null) }))),
    tool_choice: mostly(fc.record({ type: field('auto', 'tool', 'future'), name: field('f') })),
    thinking: mostly(fc.record({ type: field('enabled', 'adaptive'), budget_tokens: field(1) })),
    output_config: mostly(fc.record({ effort: field('low'), format: anything })),
  },
  { requiredKeys: ['model', 'max_tokens', 'messages'] },
);

describe('whatever comes is parsed or refused, and nothing else happens', () => {
  const attempt = (body: Buffer): 'taken' | 'refused' => {
    try {
      const request = parseMessagesBody(body);
      JSON.stringify(request);
      return 'taken';
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      expect(error.code).toBe('invalid_request');
      return 'refused';
    }
  };

  test('bodies that are nearly right', () => {
    const counts = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(hostile, (body) => {
        counts[attempt(bytesOf(body))] += 1;
      }),
      { numRuns: 2_000 },
    );
    expect(Math.min(counts.taken, counts.refused)).toBeGreaterThan(5);
  });

  test('any bytes', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void attempt(Buffer.from(bytes))));
  });
});
