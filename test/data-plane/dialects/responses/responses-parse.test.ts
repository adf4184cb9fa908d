import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseResponsesBody } from '../../../../data-plane/dialects/responses/responses-parse.ts';
import { GatewayError } from '../../../../data-plane/errors.ts';
import { withoutForeignFields } from '../../../../data-plane/providers/foreign-field.ts';

const smallest = { model: 'assistant', input: 'Hello' };

function parse(fields: object) {
  return parseResponsesBody(Buffer.from(JSON.stringify({ ...smallest, ...fields })));
}

function refusal(fields: object): GatewayError {
  try {
    parse(fields);
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('the body was taken');
}

describe('what rests on kept state is refused, and the refusal says what to send', () => {
  test.each<[string, object, RegExp]>([
    ['previous_response_id', { previous_response_id: 'resp_1' }, /whole conversation in input/],
    ['conversation', { conversation: { id: 'conv_1' } }, /whole conversation in input/],
    ['prompt', { prompt: { id: 'pmpt_1' } }, /instructions and input/],
    ['background', { background: true }, /Leave out background/],
    ['store', { store: true }, /send false/],
    ['truncation', { truncation: 'auto' }, /send disabled/],
    ['input.0.type', { input: [{ type: 'item_reference', id: 'msg_1' }] }, /item itself/],
    ['input.0.type', { input: [{ id: 'msg_1' }] }, /item itself/],
  ])('%s in %j', (param, fields, sentence) => {
    const error = refusal(fields);
    expect(error).toMatchObject({ code: 'invalid_request', param });
    expect(error.message).toMatch(sentence);
  });

  test('values that ask for nothing of the kind are taken and travel no further', () => {
    const harmless = {
      previous_response_id: null,
      conversation: null,
      prompt: null,
      background: false,
      store: false,
      truncation: 'disabled',
    };
    expect(parse(harmless).extra).toEqual({});
  });
});

describe('tools that are no functions are refused', () => {
  test.each([
    'web_search',
    'file_search',
    'computer',
    'mcp',
    'code_interpreter',
    'image_generation',
    'local_shell',
    'custom',
  ])('%s', (type) => {
    const error = refusal({ tools: [{ type: 'function', name: 'f' }, { type }] });
    expect(error).toMatchObject({ code: 'invalid_request', param: 'tools.1.type' });
    expect(error.message).toContain('tools that the provider runs by itself are not allowed');
    expect(refusal({ tool_choice: { type } }).param).toBe('tool_choice.type');
  });
});

const user = (content: unknown) => ({ input: [{ role: 'user', content }] });
const item = (fields: object) => ({ input: [{ role: 'user', content: '' }, fields] });
const allow = (fields: object) => ({
  tools: [{ type: 'function', name: 'f' }],
  tool_choice: { type: 'allowed_tools', mode: 'auto', ...fields },
});

describe('a known field of the wrong type is refused by its dotted path', () => {
  test.each<[string, object]>([
    ['model', { model: 7 }],
    ['input', { input: undefined }],
    ['input', { input: null }],
    ['input', { input: [] }],
    ['input', { input: { role: 'user' } }],
    ['input.0', { input: ['Hello'] }],
    ['instructions', { instructions: [] }],
    ['input.1.type', item({ type: 7 })],
    ['input.1.type', item({ type: 'web_search_call' })],
    ['input.1.role', item({ role: 'tool', content: 'x' })],
    ['input.0.content', user(null)],
    ['input.0.content.1', user([{ type: 'input_text', text: '' }, 'x'])],
    ['input.0.content.0.type', user([{ text: 'x' }])],
    ['input.0.content.0.text', user([{ type: 'input_text' }])],
    ['input.0.content.0.annotations', user([{ type: 'output_text', text: '', annotations: 1 }])],
    ['input.0.content.0.refusal', user([{ type: 'refusal' }])],
    ['input.0.content.0.image_url', user([{ type: 'input_image' }])],
    [
      'input.0.content.0.image_url',
      user([{ type: 'input_image', image_url: 'https://a', file_id: 'f' }]),
    ],
    ['input.0.content.0.detail', user([{ type: 'input_image', image_url: 'a', detail: 1 }])],
    ['input.0.content.0.file_data', user([{ type: 'input_file' }])],
    ['input.0.content.0.file_data', user([{ type: 'input_file', file_data: 'JVBERi0=' }])],
    [
      'input.0.content.0.file_data',
      user([{ type: 'input_file', file_id: 'a', file_url: 'https://a' }]),
    ],
    [
      'input.0.content.0.file_data',
      user([{ type: 'input_file', file_data: 'data:a/b;base64,AA==', file_url: 'https://a' }]),
    ],
    ['input.1.call_id', item({ type: 'function_call', name: 'f', arguments: '{}' })],
    ['input.1.name', item({ type: 'function_call', call_id: 'c', arguments: '{}' })],
    ['input.1.arguments', item({ type: 'function_call', call_id: 'c', name: 'f', arguments: {} })],
    ['input.1.call_id', item({ type: 'function_call_output', output: 'x' })],
    ['input.1.output', item({ type: 'function_call_output', call_id: 'c' })],
    ['input.1.summary', item({ type: 'reasoning', summary: 'x' })],
    ['input.1.summary.0', item({ type: 'reasoning', summary: ['x'] })],
    ['input.1.summary.0', item({ type: 'reasoning', summary: [{ text: null }] })],
    ['input.1.encrypted_content', item({ type: 'reasoning', encrypted_content: 1 })],
    ['tools', { tools: {} }],
    ['tools.0.name', { tools: [{ type: 'function' }] }],
    ['tools.0.parameters', { tools: [{ type: 'function', name: 'f', parameters: [] }] }],
    ['tools.0.strict', { tools: [{ type: 'function', name: 'f', strict: 'yes' }] }],
    ['tool_choice', { tool_choice: 'sometimes' }],
    ['tool_choice.name', { tool_choice: { type: 'function' } }],
    ['tool_choice.mode', allow({ mode: 'none', tools: [] })],
    ['tool_choice.tools', allow({ tools: [] })],
    ['tool_choice.tools.0.type', allow({ tools: [{ type: 'mcp' }] })],
    ['tool_choice.tools.0.name', allow({ tools: [{ type: 'function', name: 'g' }] })],
    ['parallel_tool_calls', { parallel_tool_calls: 1 }],
    ['text', { text: 'json' }],
    ['text.format.type', { text: { format: { type: 'yaml' } } }],
    ['text.format.name', { text: { format: { type: 'json_schema', schema: {} } } }],
    ['text.format.schema', { text: { format: { type: 'json_schema', name: 'a' } } }],
    ['reasoning', { reasoning: 'high' }],
    ['reasoning.effort', { reasoning: { effort: 3 } }],
    ['reasoning.mode', { reasoning: { mode: 'pro' } }],
    ['reasoning.context', { reasoning: { context: 'all_turns' } }],
    ['temperature', { temperature: '0.5' }],
    ['top_p', { top_p: true }],
    ['max_output_tokens', { max_output_tokens: 0 }],
    ['stream', { stream: 'yes' }],
    ['metadata', { metadata: [] }],
    ['user', { user: 1 }],
    ['prompt_cache_key', { prompt_cache_key: {} }],
  ])('%s in %j', (param, fields) => {
    expect(refusal(fields)).toMatchObject({ code: 'invalid_request', param });
  });
});

test('a field named __proto__ or constructor stays a field, and a target of another wire refuses it', () => {
  const input = '[{"role":"user","content":"x","__proto__":{"role":"system"}}]';
  const tools = '[{"type":"function","name":"f","__proto__":{"strict":true}}]';
  const others = '"__proto__":{"stream":true},"constructor":1';
  const body = `{"model":"a","input":${input},"tools":${tools},${others}}`;
  const request = parseResponsesBody(Buffer.from(body));
  expect(request.stream).toBe(false);
  expect(request.tools[0]?.strict).toBeUndefined();
  expect(Object.keys(request.extra)).toEqual(['__proto__', 'constructor']);
  expect(Object.getPrototypeOf(request.extra)).toBe(Object.prototype);
  const bare = { ...request, messages: [], tools: [], extra: { constructor: 1 } };
  expect(() => withoutForeignFields(bare, 'openai-chat')).toThrow(
    expect.objectContaining({ code: 'invalid_request', param: 'constructor' }),
  );
});

test('turns of the assistant stay apart, and what the SDK read in its items is left out', () => {
  const call = {
    type: 'function_call',
    name: 'f',
    arguments: '{"a":1}',
    parsed_arguments: { a: 1 },
  };
  const { messages } = parse({
    input: [
      { ...call, call_id: 'c1' },
      { type: 'function_call_output', call_id: 'c1', output: 'x' },
      { ...call, call_id: 'c2' },
      { role: 'assistant', content: [{ type: 'output_text', text: 'y', parsed: { a: 1 } }] },
    ],
  });
  const calls = (id: string) => [{ id, name: 'f', arguments: '{"a":1}' }];
  expect(messages).toEqual([
    { role: 'assistant', content: undefined, toolCalls: calls('c1') },
    { role: 'tool', content: 'x', toolCallId: 'c1' },
    { role: 'assistant', content: 'y', toolCalls: calls('c2') },
  ]);
});

test('an item of two hundred thousand parts is taken', () => {
  const part = { type: 'output_text', text: '' };
  const input = [{ role: 'assistant', content: new Array(200_000).fill(part) }];
  expect(parse({ input }).messages[0]?.content).toHaveLength(200_000);
});

/** Bodies near to real ones: known names and words in places where they do not belong. */
const words = fc.constantFrom(
  ...['message', 'function_call', 'function_call_output', 'reasoning', 'item_reference'],
  ...['input_text', 'output_text', 'input_image', 'input_file', 'refusal', 'allowed_tools'],
  ...['user', 'assistant', 'system', 'function', 'auto', 'required', 'json_schema', ''],
);
const names = fc.constantFrom(
  ...['type', 'role', 'content', 'text', 'name', 'call_id', 'arguments', 'output', 'summary'],
  ...['image_url', 'file_data', 'file_id', 'tools', 'mode', 'format', 'schema', 'effort'],
  ...['__proto__', 'constructor', 'toString'],
);
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    words,
    fc.constantFrom(null, true, 0, -1, 0.5),
    fc.string(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(names, tie('value')), { maxLength: 5 }).map(Object.fromEntries),
  ),
}));
const fields = fc.constantFrom(
  ...['model', 'input', 'instructions', 'tools', 'tool_choice', 'text', 'reasoning', 'stream'],
  ...['include', 'metadata', 'store', 'prompt', 'truncation', 'later', '__proto__'],
);

test('whatever a caller sends is parsed or refused, and never fails otherwise', () => {
  const bodies = fc.array(fc.tuple(fields, anything), { maxLength: 8 }).map(Object.fromEntries);
  fc.assert(
    fc.property(bodies, (body) => {
      try {
        withoutForeignFields(parse(body), 'openai-chat');
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        expect(error.code).toBe('invalid_request');
      }
    }),
    { numRuns: 3_000 },
  );
});
