import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ChatRequest, ContentPart, Message } from '../../../../data-plane/inference.ts';
import { getAdapter } from '../../../../data-plane/providers/registry.ts';
import { adapter, encode, nova, parse, sent } from './sample.ts';

const refusal = (param: string) => expect.objectContaining({ code: 'invalid_request', param });
const withMessages = (messages: readonly Message[], more: Partial<ChatRequest> = {}) =>
  JSON.parse(encode({ ...parse({}), messages, ...more }).body.toString());
const contentOf = (parts: readonly ContentPart[]) =>
  withMessages([{ role: 'user', content: parts }]).messages[0].content;

const look = { type: 'function', function: { name: 'look' } };
const called: readonly object[] = [
  { role: 'user', content: 'Look' },
  {
    role: 'assistant',
    tool_calls: [{ id: 'a', type: 'function', function: { name: 'look', arguments: '{}' } }],
  },
  { role: 'tool', tool_call_id: 'a', content: '' },
];

test('the adapter is found by its kind, speaks no dialect, and names the media type of its streams', () => {
  expect(getAdapter('bedrock').kind).toBe('bedrock');
  expect(adapter.dialect('chat')).toBeUndefined();
  expect(adapter.dialect('embedding')).toBeUndefined();
  expect(adapter.streamMediaType).toBe('application/vnd.amazon.eventstream');
});

test('replies are asked for as they are read: uncompressed, and framed when streamed', () => {
  const accept = (stream: boolean) => {
    const { headers } = encode(parse({ stream }));
    expect(headers[headers.indexOf('accept-encoding') + 1]).toBe('identity');
    return headers[headers.indexOf('accept') + 1];
  };
  expect(accept(true)).toBe('application/vnd.amazon.eventstream');
  expect(accept(false)).toBe('application/json');
});

describe('what the wire has no place for is refused by name', () => {
  test.each<[string, object]>([
    ['seed', { seed: 7 }],
    ['presence_penalty', { presence_penalty: 0.5 }],
    ['frequency_penalty', { frequency_penalty: -0.5 }],
    ['temperature', { temperature: 1.5 }],
    ['response_format', { response_format: { type: 'json_object' } }],
    [
      'response_format',
      { response_format: { type: 'json_schema', json_schema: { name: 'answer' } } },
    ],
    ['parallel_tool_calls', { tools: [look], parallel_tool_calls: false }],
    ['tool_choice', { tools: [look], tool_choice: 'none', messages: called }],
    ['tool_choice', { tool_choice: 'required' }],
    ['tools', { messages: called }],
    ['reasoning_effort', { reasoning_effort: 'utmost' }],
    ['reasoning_effort', { reasoning_effort: 'low', max_completion_tokens: 1_024 }],
    ['temperature', { reasoning_effort: 'low', temperature: 0 }],
    ['top_k', { reasoning_effort: 'low', top_k: 5 }],
    ['tool_choice', { reasoning_effort: 'low', tools: [look], tool_choice: 'required' }],
    ['n', { n: 2 }],
    ['logprobs', { logprobs: true }],
    ['verbosity', { verbosity: 'low' }],
    ['messages', { messages: [{ role: 'system', content: 'Be brief.' }] }],
    ['messages', { messages: [{ role: 'user', content: '' }] }],
    ['messages.0.tool_call_id', { messages: [{ role: 'tool', content: 'a' }] }],
    [
      'messages.0.content.0',
      { messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: {} }] }] },
    ],
  ])('%s in %j', (param, body) => {
    expect(() => sent(body)).toThrow(refusal(param));
  });

  test.each<[string, object]>([
    ['top_k', { top_k: 5 }],
    ['reasoning_effort', { reasoning_effort: 'low' }],
  ])('%s for a model of another maker than Anthropic', (param, body) => {
    expect(() => sent(body, { providerModel: nova })).toThrow(refusal(param));
  });

  test.each([
    'https://example.com/cat.png',
    's3://bucket/cat.png',
    'data:image/png,plain',
    'data:image/svg+xml;base64,PHN2Zz4=',
    'data:image/png;charset=x;base64,aGk=',
    '',
  ])('an image at %j', (url) => {
    expect(() => contentOf([{ kind: 'image', url }])).toThrow(refusal('messages.0.content.0'));
  });

  test.each<[string, Extract<ContentPart, { kind: 'file' }>]>([
    ['an address', { kind: 'file', source: { form: 'url', url: 'https://example.com/a.pdf' } }],
    ['an id', { kind: 'file', source: { form: 'id', id: 'file-1' } }],
    ['bytes of no known kind', { kind: 'file', source: { form: 'base64', data: 'AA==' } }],
    [
      'an image of no known kind',
      { kind: 'file', source: { form: 'base64', data: 'AA==' }, mediaType: 'image/tiff' },
    ],
  ])('a file that is %s', (_, part) => {
    expect(() => contentOf([part])).toThrow(refusal('messages.0.content.0'));
  });

  test('an image as the word of the system', () => {
    const content = [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } }];
    const messages = [
      { role: 'system', content },
      { role: 'user', content: 'Hi' },
    ];
    expect(() => sent({ messages })).toThrow(refusal('messages.0.content.0'));
  });

  test.each(['{', '[]', '"a"', '{"a":9007199254740993}'])('arguments %j', (text) => {
    const call = { id: 'a', type: 'function', function: { name: 'look', arguments: text } };
    const messages = [{ role: 'assistant', tool_calls: [call] }];
    expect(() => sent({ messages, tools: [look] })).toThrow(
      refusal('messages.0.tool_calls.0.arguments'),
    );
  });
});

describe('what asks for nothing is left out', () => {
  test.each([
    { presence_penalty: 0, frequency_penalty: 0 },
    { parallel_tool_calls: false },
    { tool_choice: 'none' },
    { response_format: { type: 'text' } },
    { reasoning_effort: 'none' },
    { stop: [] },
    { metadata: { a: 'b' }, user: 'u-1' },
  ])('%j', (body) => {
    expect(sent(body, { providerModel: nova })).toEqual(sent({}));
  });
});

describe('reasoning', () => {
  const thought: ContentPart = { kind: 'reasoning', text: 'Hm.' };

  test('goes back with its seal, hidden or not, and stays here without one', () => {
    const content = withMessages([
      { role: 'user', content: 'Why?' },
      {
        role: 'assistant',
        content: [
          { ...thought, signature: 'c2VhbA==' },
          { kind: 'reasoning', text: '', redacted: 'aGlkZGVu' },
          thought,
          { kind: 'text', text: 'So.' },
        ],
      },
    ]).messages[1].content;
    expect(content).toEqual([
      { reasoningContent: { reasoningText: { text: 'Hm.', signature: 'c2VhbA==' } } },
      { reasoningContent: { redactedContent: 'aGlkZGVu' } },
      { text: 'So.' },
    ]);
  });

  const budget = (more: Partial<ChatRequest>, outputTokensMax = 0) =>
    JSON.parse(encode({ ...parse({}), ...more }, { outputTokensMax }).body.toString())
      .additionalModelRequestFields?.thinking?.budget_tokens;

  test.each<[Partial<ChatRequest>, number, number | undefined]>([
    [{ reasoningTokensMax: 2_000 }, 0, 2_000],
    [{ reasoningTokensMax: 0 }, 0, undefined],
    [{ reasoningEffort: 'high' }, 0, 24_576],
    [{ reasoningEffort: 'high' }, 8_192, 8_191],
    [{ reasoningEffort: 'high', outputTokensMax: 2_000 }, 8_192, 1_999],
  ])('%j of a model with %d tokens of output has the budget %s', (more, outputMax, tokens) => {
    expect(budget(more, outputMax)).toBe(tokens);
  });
});

describe('blocks', () => {
  test('an empty result of a tool is a result without content, a failed one says so', () => {
    const messages: Message[] = [
      { role: 'tool', content: '', toolCallId: 'a' },
      { role: 'tool', content: 'boom', toolCallId: 'b', isError: true },
    ];
    expect(withMessages(messages, { tools: [{ name: 'look' }] }).messages).toEqual([
      {
        role: 'user',
        content: [
          { toolResult: { toolUseId: 'a', content: [] } },
          { toolResult: { toolUseId: 'b', content: [{ text: 'boom' }], status: 'error' } },
        ],
      },
    ]);
  });

  test('a text file goes as text', () => {
    expect(
      contentOf([{ kind: 'file', source: { form: 'text', text: 'Hello' }, name: 'a' }]),
    ).toEqual([{ document: { format: 'txt', name: 'a', source: { text: 'Hello' } } }]);
  });

  test('names of documents are what Bedrock allows, whatever they were, and never twice the same', () => {
    const part = (name: string): ContentPart => ({
      kind: 'file',
      source: { form: 'text', text: 'x' },
      name,
    });
    const letter = fc.constantFrom('a', ' ', '_', '\t', '\u00e9', '(', '.');
    const someName = fc.oneof(
      fc.string({ unit: letter, maxLength: 12 }),
      fc.string({ unit: letter, minLength: 180, maxLength: 300 }),
    );
    fc.assert(
      fc.property(fc.array(someName, { minLength: 1 }), (names) => {
        const blocks: readonly { document: { name: string } }[] = contentOf(names.map(part));
        const sentNames = blocks.map(({ document }) => document.name);
        expect(new Set(sentNames).size).toBe(names.length);
        for (const name of sentNames) {
          expect(name).toMatch(/^(?! )[a-zA-Z0-9()[\] -]{1,200}(?<! )$/);
          expect(name).not.toMatch(/ {2}/);
        }
      }),
    );
  });
});

test('arguments of a tool come out as the JSON that they are, __proto__ too', () => {
  const name = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor'));
  const json = fc.jsonValue({ maxDepth: 4, noUnicodeString: true });
  const isExact = (value: unknown): boolean =>
    typeof value === 'number'
      ? !Number.isInteger(value) || Number.isSafeInteger(value)
      : typeof value !== 'object' || value === null || Object.values(value).every(isExact);
  fc.assert(
    fc.property(fc.array(fc.tuple(name, json.filter(isExact))), (fields) => {
      const text = JSON.stringify(Object.fromEntries(fields));
      const call = { id: 'a', type: 'function', function: { name: 'look', arguments: text } };
      const body = sent({ messages: [{ role: 'assistant', tool_calls: [call] }], tools: [look] });
      expect(JSON.stringify(body.messages[0].content[0].toolUse.input)).toBe(
        JSON.stringify(JSON.parse(text)),
      );
    }),
  );
});
