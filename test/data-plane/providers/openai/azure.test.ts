/**
 * Goal: deployments of Azure OpenAI are reached in both forms of its addresses, with both kinds of credential, and its filter
 * never reads as a broken stream or a failed provider.
 * Method: test/golden/azure-openai holds requests and streams; streams are split at every byte.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseChatBody } from '../../../../data-plane/dialects/openai/chat-parse.ts';
import { parseEmbeddingsBody } from '../../../../data-plane/dialects/openai/embeddings.ts';
import { createAzureOpenAiAdapter } from '../../../../data-plane/providers/openai/adapter.ts';
import { isAccessToken } from '../../../../data-plane/providers/openai/azure.ts';
import type { StreamPiece } from '../../../../data-plane/providers/provider.ts';
import { getAdapter } from '../../../../data-plane/providers/registry.ts';
import { expectSame } from '../../../support/same.ts';
import { provider, target } from './sample.ts';

const folder = new URL('../../../golden/azure-openai/', import.meta.url);
const adapter = createAzureOpenAiAdapter();

function goldens(prefix: string) {
  const names = readdirSync(folder).filter((name) => name.startsWith(prefix));
  expect(names).not.toEqual([]);
  return names.map((name) => {
    const golden = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    return { golden, title: golden.what };
  });
}

describe('requests', () => {
  test.each(goldens('request-'))('$title', ({ golden }) => {
    const bytes = Buffer.from(JSON.stringify(golden.body));
    const { origin, path, headers, body } = adapter.encode({
      request: golden.operation === 'chat' ? parseChatBody(bytes) : parseEmbeddingsBody(bytes),
      target: { ...target, providerModel: golden.deployment },
      provider: { ...provider, kind: 'azure_openai', baseUrl: golden.baseUrl },
      credential: golden.credential,
      outputTokensMax: 0,
      nowMs: 0,
    });
    const credential = ['authorization', 'api-key'].flatMap((name) => {
      const at = headers.indexOf(name);
      return at < 0 ? [] : [[name, headers[at + 1]]];
    });
    expect(`${origin}${path}`).toBe(golden.url);
    expect(Object.fromEntries(credential)).toEqual(golden.headers);
    expect(JSON.parse(body.toString())).toEqual(golden.providerBody);
  });
});

describe('streams', () => {
  const read = (chunks: readonly Buffer[]): readonly Omit<StreamPiece, 'raw'>[] => {
    const decoder = adapter.createStreamDecoder({ decode: true, callerWantsUsage: false });
    const pieces = chunks.flatMap((chunk) => [...decoder.push(chunk)]);
    decoder.finish();
    return pieces.map(({ raw: _, ...piece }) => JSON.parse(JSON.stringify(piece)));
  };

  test.each(goldens('stream-'))('$title', ({ golden }) => {
    const bytes = Buffer.from(golden.events.join(''));
    expect(read([bytes])).toEqual(golden.pieces);
    for (let at = 1; at < bytes.length; at += 1)
      expectSame(read([bytes.subarray(0, at), bytes.subarray(at)]), golden.pieces);
  });

  test('the verdict on the prompt is no content: until the first text another target may answer', () => {
    const [text] = goldens('stream-text');
    const flags = text?.golden.pieces.map(({ content }: { content: boolean }) => content);
    expect(flags).toEqual([false, false, true, true, true, true]);
  });

  test('a prompt that the filter refuses inside of the stream is the refusal of the request', () => {
    const error = { code: 'content_filter', message: 'The prompt was filtered.', param: 'prompt' };
    const decoder = adapter.createStreamDecoder({ decode: true, callerWantsUsage: false });
    expect(() => decoder.push(Buffer.from(`data: ${JSON.stringify({ error })}\n\n`))).toThrow(
      expect.objectContaining({ code: 'provider_rejected' }),
    );
  });
});

describe('failures', () => {
  const read = (status: number, body: object) =>
    adapter.readFailure(status, {}, Buffer.from(JSON.stringify(body)));
  const innererror = {
    code: 'ResponsibleAIPolicyViolation',
    content_filter_result: { hate: { filtered: true, severity: 'high' } },
  };
  const message = 'The response was filtered due to the prompt triggering the content policy.';

  test('a filtered prompt is refused, and the messages are at fault', () => {
    const error = { message, type: null, param: 'prompt', code: 'content_filter', innererror };
    expect(read(400, { error: { ...error, status: 400 } })).toEqual({
      failure: 'content_policy',
      message: `The provider refused the request: ${message}`,
      retryAfterS: undefined,
      param: 'messages',
    });
  });

  test('the inner code tells where the outer one does not, whatever the status', () => {
    expect(read(500, { error: { message, code: null, innererror } }).failure).toBe(
      'content_policy',
    );
    expect(read(500, { error: { message, innererror: 'x' } }).failure).toBe('server_error');
    expect(read(500, { error: { innererror: { code: '__proto__' } } }).failure).toBe(
      'server_error',
    );
  });

  test.each([
    [
      401,
      { error: { code: '401', message: 'Access denied due to invalid subscription key.' } },
      'credential',
    ],
    [
      401,
      { statusCode: 401, message: 'Unauthorized. Access token is missing or expired.' },
      'credential',
    ],
    [
      404,
      { error: { code: 'DeploymentNotFound', message: 'There is no such deployment.' } },
      'credential',
    ],
    [429, { error: { code: '429', message: 'Rate limit is exceeded.' } }, 'rate_limited'],
    [400, { error: { code: 'context_length_exceeded', message: 'too long' } }, 'context_window'],
  ])('%d %j is %s', (status, body, failure) => {
    expect(read(status, body).failure).toBe(failure);
  });
});

test.each([
  ['eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln', true],
  ['0123456789abcdef0123456789abcdef', false],
  ['eyJhbGciOiJSUzI1NiJ9', false],
  ['eyJ.a', false],
  ['eyJ.a.b.c', false],
  ['a.eyJ.b', false],
])('%s is a token of Entra ID: %s', (credential, isToken) => {
  expect(isAccessToken(credential)).toBe(isToken);
});

test('the node has an adapter for the kind', () => {
  expect(getAdapter('azure_openai').kind).toBe('azure_openai');
});
