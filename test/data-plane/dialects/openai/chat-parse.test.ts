import { describe, expect, test } from '@jest/globals';
import { jsonDepthMax } from '../../../../data-plane/dialects/json-body.ts';
import { parseChatBody } from '../../../../data-plane/dialects/openai/chat-parse.ts';
import { GatewayError } from '../../../../data-plane/errors.ts';

const smallest = { model: 'assistant', messages: [{ role: 'user', content: 'Hello' }] };

function refusal(body: unknown): GatewayError {
  const bytes = Buffer.isBuffer(body)
    ? body
    : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  try {
    parseChatBody(bytes);
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('the body was taken');
}

function nest(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

describe('bytes that are no JSON object are refused with a sentence that says what to do', () => {
  const euro = Buffer.from('{"model":"€"}');
  test.each([
    ['nothing', '', /empty/],
    ['broken JSON', '{"model":"a",}', /not valid JSON near position \d+/],
    ['a cut body', '{"model":"a', /not valid JSON/],
    ['a list', '[]', /one JSON object/],
    ['null', 'null', /one JSON object/],
    ['half a UTF-8 character', euro.subarray(0, 12), /UTF-8/],
    ['a lone continuation byte', Buffer.from([0x7b, 0x22, 0x80, 0x22, 0x7d]), /UTF-8/],
    ['a byte order mark', Buffer.from(`\ufeff${JSON.stringify(smallest)}`), /byte order mark/],
  ])('%s', (_, body, sentence) => {
    const error = refusal(body);
    expect(error.code).toBe('invalid_request');
    expect(error.message).toMatch(sentence);
  });

  test('the refusal of broken JSON does not quote the body', () => {
    expect(refusal('{"model": hunter2}').message).not.toContain('hunter');
  });
});

describe('numbers that would lose their value and nesting without end are refused by their path', () => {
  test.each([
    ['9007199254740993', 'extra.1'],
    ['-9007199254740993', 'extra.1'],
    ['1e400', 'extra.1'],
  ])('%s', (literal, param) => {
    const body = `{"model":"a","messages":[],"extra":[0,${literal}]}`;
    expect(refusal(body)).toMatchObject({ code: 'invalid_request', param });
  });

  test('2^53 - 1 and floats pass', () => {
    const body = `{"model":"a","messages":[{"role":"user","content":""}],"x":[9007199254740991,0.1,1e-400]}`;
    expect(parseChatBody(Buffer.from(body)).extra['x']).toEqual([9007199254740991, 0.1, 0]);
  });

  test('the bound on depth counts the body itself', () => {
    expect(() =>
      parseChatBody(Buffer.from(JSON.stringify({ ...smallest, deep: nest(jsonDepthMax - 1) }))),
    ).not.toThrow();
    const error = refusal({ ...smallest, deep: nest(jsonDepthMax) });
    expect(error.message).toContain(`${jsonDepthMax} levels`);
    expect(error.param).toMatch(/^deep\.0\.0/);
  });

  test('a million brackets are refused, not recursed into', () => {
    const body = `{"model":"a","x":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`;
    expect(refusal(body).code).toBe('invalid_request');
  });
});

const user = (content: unknown) => [{ role: 'user', content }];
const call = (fields: object) => [{ role: 'assistant', tool_calls: [fields] }];

describe('a known field of the wrong type is refused by its dotted path', () => {
  test.each<[string, object]>([
    ['model', { model: 7 }],
    ['model', { model: '' }],
    ['messages', { messages: 'Hello' }],
    ['messages', { messages: [] }],
    ['messages.0', { messages: ['Hello'] }],
    ['messages.0.role', { messages: [{ content: 'Hello' }] }],
    ['messages.0.role', { messages: [{ role: 'function', content: 'x' }] }],
    ['messages.0.content', { messages: user(7) }],
    ['messages.0.content', { messages: user(null) }],
    ['messages.0.content.1', { messages: user([{ type: 'text', text: '' }, 'x']) }],
    ['messages.0.content.0.type', { messages: user([{ text: 'x' }]) }],
    ['messages.0.content.0.text', { messages: user([{ type: 'text' }]) }],
    ['messages.0.content.0.image_url', { messages: user([{ type: 'image_url' }]) }],
    [
      'messages.0.content.0.image_url.url',
      { messages: user([{ type: 'image_url', image_url: { url: 1 } }]) },
    ],
    ['messages.0.name', { messages: [{ role: 'user', content: 'x', name: 1 }] }],
    ['messages.0.tool_calls', { messages: [{ role: 'assistant', tool_calls: {} }] }],
    ['messages.0.tool_calls.0.type', { messages: call({ id: 'a', type: 'custom' }) }],
    ['messages.0.tool_calls.0.function', { messages: call({ id: 'a', type: 'function' }) }],
    [
      'messages.0.tool_calls.0.function.arguments',
      { messages: call({ id: 'a', function: { name: 'f', arguments: {} } }) },
    ],
    ['messages.0.tool_call_id', { messages: [{ role: 'tool', content: 'x', tool_call_id: 1 }] }],
    ['tools', { tools: {} }],
    ['tools.0.type', { tools: [{ type: 'web_search' }] }],
    ['tools.0.function.name', { tools: [{ type: 'function', function: {} }] }],
    [
      'tools.0.function.parameters',
      { tools: [{ type: 'function', function: { name: 'f', parameters: [] } }] },
    ],
    ['tool_choice', { tool_choice: 'sometimes' }],
    ['tool_choice.function.name', { tool_choice: { type: 'function', function: {} } }],
    ['response_format', { response_format: 'json' }],
    ['response_format.type', { response_format: { type: 'yaml' } }],
    ['response_format.json_schema', { response_format: { type: 'json_schema' } }],
    ['temperature', { temperature: '0.5' }],
    ['top_p', { top_p: true }],
    ['seed', { seed: 1.5 }],
    ['stop', { stop: [1] }],
    ['max_tokens', { max_tokens: 0 }],
    ['max_completion_tokens', { max_completion_tokens: '100' }],
    ['max_tokens', { max_tokens: 1, max_completion_tokens: 1 }],
    ['reasoning_effort', { reasoning_effort: 3 }],
    ['stream', { stream: 'yes' }],
    ['stream_options', { stream_options: true }],
    ['stream_options.include_usage', { stream_options: { include_usage: 1 } }],
  ])('%s in %j', (param, fields) => {
    expect(refusal({ ...smallest, ...fields })).toMatchObject({ code: 'invalid_request', param });
  });
});

test('a field named __proto__ rides along as a field and changes no prototype', () => {
  const body = `{"model":"a","messages":[{"role":"user","content":"x","__proto__":{"role":"system"}}],"__proto__":{"stream":true}}`;
  const request = parseChatBody(Buffer.from(body));
  expect(request.stream).toBe(false);
  expect(Object.keys(request.extra)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(request.extra)).toBe(Object.prototype);
});
