import { type ChildProcess, spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import OpenAI from 'openai';
import { eventually } from '../../../support/eventually.ts';
import { findFreePort } from '../../../support/free-port.ts';

/** Method: the process as `npm start` runs it, called by the official SDK. */
describe('the demo provider', () => {
  let child: ChildProcess;
  let client: OpenAI;
  beforeAll(async () => {
    const port = await findFreePort();
    child = spawn(process.execPath, ['--import', 'tsx', 'deploy/local/demo/provider.ts'], {
      env: { ...process.env, GATEHOUSE_DEMO_PROVIDER_PORT: String(port) },
      stdio: 'inherit',
    });
    const url = `http://127.0.0.1:${port}`;
    client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'any', maxRetries: 0 });
    await eventually(async () => expect((await fetch(`${url}/health`)).status).toBe(200), 15_000);
  });
  afterAll(async () => {
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  });

  const messages = [{ role: 'user' as const, content: 'Is it sunny?' }];
  const tools = [
    {
      type: 'function' as const,
      function: {
        name: 'get_weather',
        parameters: {
          type: 'object',
          properties: { city: { type: 'string' }, unit: { enum: ['celsius', 'fahrenheit'] } },
        },
      },
    },
  ];

  test('answers a chat and counts tokens', async () => {
    const reply = await client.chat.completions.create({ model: 'some-model', messages });
    expect(reply.choices[0]?.message.content).toContain('Is it sunny?');
    expect(reply.usage?.prompt_tokens).toBeGreaterThan(0);
    expect(reply.usage?.completion_tokens).toBeGreaterThan(0);
  });

  test('streams the same answer in several chunks, usage last when asked for', async () => {
    const stream = await client.chat.completions.create({
      model: 'some-model',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    const texts = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').filter(Boolean);
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.join('')).toContain('Is it sunny?');
    expect(chunks.at(-1)?.usage?.completion_tokens).toBeGreaterThan(0);
  });

  test('calls the tool that it is given, then uses the result', async () => {
    const first = await client.chat.completions.create({ model: 'some-model', messages, tools });
    const call = first.choices[0]?.message.tool_calls?.[0];
    expect(first.choices[0]?.finish_reason).toBe('tool_calls');
    expect(call).toMatchObject({
      type: 'function',
      function: { name: 'get_weather', arguments: '{"city":"Paris","unit":"celsius"}' },
    });
    const second = await client.chat.completions.create({
      model: 'some-model',
      messages: [
        ...messages,
        { role: 'assistant', tool_calls: call === undefined ? [] : [call] },
        { role: 'tool', tool_call_id: call?.id ?? '', content: 'sunny' },
      ],
      tools,
    });
    expect(second.choices[0]?.finish_reason).toBe('stop');
  });

  test('answers with JSON of the schema that is asked for', async () => {
    const schema = {
      type: 'object',
      properties: { ok: { type: 'boolean' }, days: { type: 'array', items: { type: 'integer' } } },
    };
    const reply = await client.chat.completions.create({
      model: 'some-model',
      messages,
      response_format: { type: 'json_schema', json_schema: { name: 'weather', schema } },
    });
    expect(JSON.parse(reply.choices[0]?.message.content ?? '')).toEqual({ ok: true, days: [1] });
  });

  test('embeds each text, as numbers and as base64, and counts tokens', async () => {
    const request = { model: 'some-model', input: ['one', 'two'], dimensions: 8 };
    const packed = await client.embeddings.create(request);
    const plain = await client.embeddings.create({ ...request, encoding_format: 'float' });
    expect(packed.usage.prompt_tokens).toBeGreaterThan(0);
    expect(plain.data.map(({ index }) => index)).toEqual([0, 1]);
    plain.data.forEach(({ embedding }, index) => {
      expect(embedding).toHaveLength(8);
      for (const [at, value] of embedding.entries())
        expect(packed.data[index]?.embedding[at]).toBeCloseTo(value, 5);
    });
    expect(plain.data[0]?.embedding).not.toEqual(plain.data[1]?.embedding);
  });

  test('refuses a broken embedding request', async () => {
    const broken = client.embeddings.create({ model: 'some-model', input: [], dimensions: -1 });
    await expect(broken).rejects.toMatchObject({ status: 400 });
  });
});
