import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GatewayError } from '../../../../data-plane/errors.ts';
import type { ContentPart, Json, Message } from '../../../../data-plane/inference.ts';
import { encode, parse, sent, typed } from './sample.ts';

const smallest = { model: 'assistant', messages: [{ role: 'user', content: 'Hello' }] };
const hello: Message = { role: 'user', content: 'Hello' };
const png = 'data:image/png;base64,iVBORw0KGgo=';
const withMessages = (...messages: readonly Message[]) => ({ ...typed, messages });
const withParts = (...content: readonly ContentPart[]) => withMessages({ role: 'user', content });
const refused = (param: string) =>
  expect.objectContaining({ code: 'invalid_request', param }) as unknown as Error;

describe('where a request goes', () => {
  test('an API key stands in its header, and nothing is compressed', () => {
    const { headers, path } = encode(typed, { credential: 'AIza-test' });
    expect(headers[headers.indexOf('x-goog-api-key') + 1]).toBe('AIza-test');
    expect(headers[headers.indexOf('accept-encoding') + 1]).toBe('identity');
    expect(path).toBe('/v1beta/models/gemini-2.5-flash:generateContent');
  });

  test('a provider without a credential gets none', () => {
    for (const surface of ['gemini', 'vertex'] as const) {
      const names = encode(typed, { surface }).headers.filter((_, at) => at % 2 === 0);
      expect(names).not.toContain('authorization');
      expect(names).not.toContain('x-goog-api-key');
    }
  });

  test.each([
    ['gemini', 'tunedModels/mine', '/v1beta/tunedModels/mine'],
    ['gemini', 'a?key=b#c', '/v1beta/models/a%3Fkey%3Db%23c'],
    ['vertex', 'endpoints/12', '/v1/projects/acme/locations/europe-west4/endpoints/12'],
  ] as const)('%s %s', (surface, providerModel, path) => {
    expect(encode(typed, { surface, providerModel }).path).toBe(`${path}:generateContent`);
  });
});

describe('what this wire has no place for is refused by its path', () => {
  const call = (text: string) => ({
    model: 'assistant',
    messages: [
      { role: 'user', content: 'Hi' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: text } }],
      },
    ],
  });
  const tool = { type: 'function', function: { name: 'f' } };
  test.each<[string, object]>([
    ['n', { ...smallest, n: 2 }],
    ['logprobs', { ...smallest, logprobs: 2 }],
    ['verbosity', { ...smallest, verbosity: 'low' }],
    ['store', { ...smallest, store: true }],
    ['safetySettings', { ...smallest, safetySettings: [] }],
    ['reasoning_effort', { ...smallest, reasoning_effort: 'most' }],
    ['parallel_tool_calls', { ...smallest, tools: [tool], parallel_tool_calls: false }],
    ['messages', { model: 'a', messages: [{ role: 'system', content: 'Be brief.' }] }],
    [
      'messages.1.tool_call_id',
      {
        model: 'a',
        messages: [...smallest.messages, { role: 'tool', tool_call_id: 'x', content: 'y' }],
      },
    ],
    ['messages.1.tool_calls.0.function.arguments', call('{"a":')],
    ['messages.1.tool_calls.0.function.arguments', call('[1]')],
    ['messages.1.tool_calls.0.function.arguments', call('{"a":9007199254740993}')],
    [
      'messages.0.content.0',
      {
        model: 'a',
        messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: {} }] }],
      },
    ],
    [
      'messages.0.content.0',
      {
        model: 'a',
        messages: [{ role: 'system', content: [{ type: 'image_url', image_url: { url: png } }] }],
      },
    ],
    [
      'messages.0.content.0',
      {
        model: 'a',
        messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'files/1' } }] }],
      },
    ],
  ])('%s', (param, body) => {
    expect(() => encode(parse(body))).toThrow(refused(param));
  });

  test.each([
    'http://example.com/a.png',
    'gs://bucket/a.png',
    'file:///etc/passwd.png',
    'https://example.com/picture',
    'https://generativelanguage.googleapis.com/v1beta/files/a.png',
    'https://storage.GOOGLEAPIS.com/bucket/a.png',
    'data:image/png,plain',
    'data:;base64,AAAA',
    'data:image/png;base64',
    'picture.png',
  ])('the address %s', (url) => {
    expect(() => encode(withParts({ kind: 'image', url }))).toThrow(
      refused('messages.0.content.0.image_url.url'),
    );
  });

  test('lists of tokens, and several texts where one is taken', () => {
    const request = {
      operation: 'embedding',
      dialect: undefined,
      model: 'v',
      bare: false,
      dimensions: undefined,
      extra: {},
    } as const;
    expect(() => encode({ ...request, inputs: ['a', [1, 2]] })).toThrow(refused('input.1'));
    const place = { surface: 'vertex', providerModel: 'gemini-embedding-2' } as const;
    expect(() => encode({ ...request, inputs: ['a', 'b'] }, place)).toThrow(refused('input'));
  });
});

test('a caller may send more parts than a call of a function takes arguments', () => {
  const content = Array.from({ length: 300_000 }, () => ({ kind: 'text', text: '' }) as const);
  for (const role of ['user', 'system'] as const) {
    const { contents, systemInstruction } = sent(withMessages(hello, { role, content }));
    expect((systemInstruction ?? contents[0]).parts.length).toBeGreaterThanOrEqual(300_000);
  }
});

test('ids that a caller uses again pair each result with the call before it', () => {
  const turn = (name: string): Message[] => [
    {
      role: 'assistant',
      content: undefined,
      toolCalls: ['0', '1'].map((id) => ({ id, name: name + id, arguments: '{}' })),
    },
    ...['1', '0'].map((id): Message => ({ role: 'tool', toolCallId: id, content: id })),
  ];
  const { contents } = sent(withMessages(hello, ...turn('a'), ...turn('b')));
  const namesOf = (at: number) =>
    contents[at].parts.map(
      (part: { functionResponse: { name: string } }) => part.functionResponse.name,
    );
  expect([namesOf(2), namesOf(4)]).toEqual([
    ['a0', 'a1'],
    ['b0', 'b1'],
  ]);
});

describe('files', () => {
  test.each<[Extract<ContentPart, { kind: 'file' }>, object]>([
    [
      { kind: 'file', source: { form: 'base64', data: 'QUI=' }, name: 'a.b.PDF' },
      { inlineData: { mimeType: 'application/pdf', data: 'QUI=' } },
    ],
    [
      { kind: 'file', source: { form: 'text', text: 'é' } },
      { inlineData: { mimeType: 'text/plain', data: 'w6k=' } },
    ],
    [
      { kind: 'file', source: { form: 'url', url: 'https://e.com/x' }, mediaType: 'video/mp4' },
      { fileData: { mimeType: 'video/mp4', fileUri: 'https://e.com/x' } },
    ],
  ])('%j', (part, encoded) => {
    expect(sent(withParts(part)).contents[0].parts).toEqual([encoded]);
  });

  test('without a type that is said or can be told, they are refused', () => {
    const part = { kind: 'file', source: { form: 'base64', data: 'QUI=' }, name: 'a' } as const;
    expect(() => encode(withParts(part))).toThrow(refused('messages.0.content.0'));
  });
});

describe('results of tools', () => {
  const called: Message = {
    role: 'assistant',
    content: undefined,
    toolCalls: [{ id: 'c', name: 'f', arguments: '{}' }],
  };
  const responseTo = (result: Omit<Message, 'role'>) =>
    sent(withMessages(hello, called, { role: 'tool', toolCallId: 'c', ...result })).contents[2]
      .parts[0].functionResponse.response;

  test.each<[string, Json]>([
    ['{"a":[1]}', { a: [1] }],
    [' {"__proto__":{"a":1}}', JSON.parse('{"__proto__":{"a":1}}')],
    ['[1]', { result: '[1]' }],
    ['{"a":', { result: '{"a":' }],
    ['{"a":9007199254740993}', { result: '{"a":9007199254740993}' }],
    ['', { result: '' }],
  ])('%j is %j', (content, response) => {
    expect(responseTo({ content })).toEqual(response);
  });

  test('of a call that failed stand under error, whatever they look like', () => {
    expect(responseTo({ content: '{"a":1}', isError: true })).toEqual({ error: '{"a":1}' });
  });

  test('that are nested without end stay text', () => {
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    expect(responseTo({ content: deep })).toEqual({ result: deep });
  });

  test('go in the order of the calls, so that calls without ids keep theirs', () => {
    const ids = ['a', 'b', 'c'];
    const calls = ids.map((id) => ({ id, name: 'f', arguments: '{}' }));
    const results = ['c', 'a', 'b'].map(
      (id): Message => ({ role: 'tool', toolCallId: id, content: id }),
    );
    const request = withMessages(hello, { ...called, toolCalls: calls }, ...results, {
      role: 'user',
      content: 'And?',
    });
    const { parts } = sent(request, { surface: 'vertex' }).contents[2];
    expect(parts).toEqual([
      ...ids.map((id) => ({ functionResponse: { name: 'f', response: { result: id } } })),
      { text: 'And?' },
    ]);
  });

  test('at an address are refused', () => {
    const content: ContentPart[] = [{ kind: 'image', url: 'https://example.com/a.png' }];
    expect(() => responseTo({ content })).toThrow(refused('messages.2.content.0'));
  });
});

test('whatever a conversation holds, it is encoded or refused in words', () => {
  const text = fc.string();
  const extra = fc.option(fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<Json>), {
    nil: undefined,
  });
  const call = fc.record({ id: text, name: text, arguments: fc.oneof(text, fc.json()) });
  const part = fc.oneof(
    fc.record({ kind: fc.constant('text' as const), text }),
    fc.record({
      kind: fc.constant('image' as const),
      url: fc.oneof(text, fc.webUrl(), fc.constant(png)),
    }),
    fc.record({ kind: fc.constant('reasoning' as const), text, signature: text }),
  );
  const message = fc.record({
    role: fc.constantFrom('system', 'developer', 'user', 'assistant', 'tool'),
    content: fc.oneof(text, fc.constant(undefined), fc.array(part)),
    toolCalls: fc.array(call),
    toolCallId: text,
  }) as fc.Arbitrary<Message>;
  fc.assert(
    fc.property(fc.array(message), extra, (messages, fields) => {
      try {
        encode({ ...typed, messages, extra: fields ?? {} });
      } catch (error) {
        expect(error).toBeInstanceOf(GatewayError);
        expect(error).toMatchObject({ code: 'invalid_request' });
      }
    }),
  );
});
