/**
 * Goal: a vendor gets what it knows, and nothing changes for a caller without a word.
 * Method: test/golden/openai-quirk holds one request of a caller as each preset sends it; generated requests show that what a
 * server does not know never reaches it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseChatBody } from '../../../../data-plane/dialects/openai/chat-parse.ts';
import { createOpenAiAdapter } from '../../../../data-plane/providers/openai/adapter.ts';
import type { Quirk } from '../../../../policy/preset/preset.ts';
import { providerPresets } from '../../../../policy/provider-preset.ts';
import { provider, target } from './sample.ts';

const folder = new URL('../../../golden/openai-quirk/', import.meta.url);
const adapter = createOpenAiAdapter();

function send(body: object, preset: string, baseUrl = provider.baseUrl) {
  const { origin, path, headers, ...encoded } = adapter.encode({
    request: parseChatBody(Buffer.from(JSON.stringify(body))),
    target,
    provider: { ...provider, preset, baseUrl },
    credential: 'sk-test',
    outputTokensMax: 0,
    nowMs: 0,
  });
  // Wherever it is: a header that nobody thought of counts too.
  const credential = headers.flatMap((value, at) =>
    at % 2 === 1 && value.includes('sk-test') ? [[headers[at - 1], value]] : [],
  );
  return {
    url: `${origin}${path}`,
    credential: Object.fromEntries(credential),
    body: JSON.parse(encoded.body.toString()),
  };
}

const goldens = readdirSync(folder).map((name) => {
  const golden = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  return { golden, title: golden.what };
});

test.each(goldens)('$title', ({ golden }) => {
  const baseUrl = providerPresets.find(({ name }) => name === golden.preset)?.baseUrl;
  const sent = send(golden.body, golden.preset, baseUrl);
  expect(sent).toEqual({
    url: golden.url,
    credential: golden.credential,
    body: golden.providerBody,
  });
});

const smallest = { model: 'assistant', messages: [{ role: 'user', content: 'Hello' }] };
const tools = [{ type: 'function', function: { name: 'look' } }];
const schema = { type: 'json_schema', json_schema: { name: 'a', schema: {} } };

describe('what a server cannot be held to is refused by name, so that another target may answer', () => {
  test.each([
    ['cohere', 'parallel_tool_calls', { tools, parallel_tool_calls: false }],
    ['deepseek', 'response_format', { response_format: schema }],
  ])('%s: %s', (preset, param, fields) => {
    expect(() => send({ ...smallest, ...fields }, preset)).toThrow(
      expect.objectContaining({ code: 'invalid_request', param }),
    );
    expect(() => send({ ...smallest, ...fields }, 'groq')).not.toThrow();
  });

  test('what asks for nothing is left out', () => {
    const sent = send({ ...smallest, parallel_tool_calls: false }, 'cohere').body;
    expect(sent).not.toHaveProperty('parallel_tool_calls');
    const format = { type: 'json_object' };
    expect(send({ ...smallest, response_format: format }, 'deepseek').body.response_format).toEqual(
      format,
    );
  });
});

test('other options of a stream go with the field', () => {
  const body = { ...smallest, stream: true, stream_options: { include_obfuscation: false } };
  expect(send(body, 'mistral').body).not.toHaveProperty('stream_options');
  expect(send(body, '').body.stream_options).toEqual({
    include_obfuscation: false,
    include_usage: true,
  });
});

test('a preset that came with a later version sends as none does', () => {
  const body = { ...smallest, max_completion_tokens: 3, stream: true };
  for (const name of ['from-the-future', '__proto__', 'constructor'])
    expect(send(body, name)).toEqual(send(body, ''));
});

/** Fields of the body that a server with the quirk never sees, `role` for that of a message. */
const unseen: Readonly<Record<Quirk, RegExp>> = {
  max_tokens_only: /"max_completion_tokens"/,
  no_stream_options: /"stream_options"/,
  no_developer_role: /"role":"developer"/,
  no_parallel_tool_calls: /"parallel_tool_calls"/,
  no_strict_tools: /"strict"/,
  no_json_schema: /"json_schema"/,
  random_seed: /"seed"/,
};

test('what a server does not know never reaches it, and what is said reaches it whole', () => {
  const message = fc.record({
    role: fc.constantFrom('system', 'developer', 'user'),
    content: fc.string().map((text) => text.replaceAll('"', '')),
  });
  const request = fc.record(
    {
      model: fc.constant('a'),
      messages: fc.array(message, { minLength: 1, maxLength: 4 }),
      max_completion_tokens: fc.integer({ min: 1, max: 1_000 }),
      seed: fc.nat(),
      parallel_tool_calls: fc.constant(true),
      tools: fc.constant([{ type: 'function', function: { name: 'f', strict: true } }]),
      stream: fc.boolean(),
      stream_options: fc.constant({ include_usage: true }),
    },
    { requiredKeys: ['model', 'messages'] },
  );
  const served = providerPresets.filter(({ kind }) => kind === 'openai');
  fc.assert(
    fc.property(request, fc.constantFrom(...served), (asked, { name, quirks }) => {
      const { body } = send(asked, name);
      for (const quirk of quirks) expect(JSON.stringify(body)).not.toMatch(unseen[quirk]);
      expect(body.max_tokens ?? body.max_completion_tokens).toBe(asked.max_completion_tokens);
      expect(body.random_seed ?? body.seed).toBe(asked.seed);
      const textOf = ({ content }: { readonly content: string }) => content;
      expect(body.messages.map(textOf)).toEqual(asked.messages.map(textOf));
    }),
  );
});
