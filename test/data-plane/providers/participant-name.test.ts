import { describe, expect, test } from '@jest/globals';
import { parseChatBody } from '../../../data-plane/dialects/openai/chat-parse.ts';
import { GatewayError } from '../../../data-plane/errors.ts';
import { getAdapter } from '../../../data-plane/providers/registry.ts';
import type { ProviderKind } from '../../../policy/resource.ts';
import { provider, target } from './openai/sample.ts';

const call = { id: 'c', type: 'function', function: { name: 'look', arguments: '{}' } };

/** The body that goes out, or the path of what was refused. */
function sent(messages: readonly object[], kind: ProviderKind): string {
  const body = { model: 'r', messages, tools: [{ type: 'function', function: { name: 'look' } }] };
  try {
    return getAdapter(kind)
      .encode({
        request: parseChatBody(Buffer.from(JSON.stringify(body))),
        target: { ...target, providerModel: 'model' },
        provider: { ...provider, kind },
        credential: undefined,
        outputTokensMax: 0,
        nowMs: 0,
      })
      .body.toString();
  } catch (thrown) {
    if (thrown instanceof GatewayError) return `refused at ${thrown.param}`;
    throw thrown;
  }
}

const alike = [
  { role: 'system', content: 'Be brief', name: 'rules' },
  { role: 'developer', content: 'Be kind', name: 'rules' },
  { role: 'user', content: 'a', name: 'person' },
  { role: 'assistant', content: 'b', name: 'robot', tool_calls: [call] },
  { role: 'tool', content: 'd', tool_call_id: 'c', name: 'look' },
  { role: 'assistant', content: 'c', name: 'robot' },
  { role: 'user', content: 'd', name: 'person' },
];
const severalNames: readonly (readonly [string, readonly object[]])[] = [
  [
    'messages.0.name',
    [
      { role: 'user', content: 'a', name: 'ann' },
      { role: 'user', content: 'b', name: 'bob' },
    ],
  ],
  [
    'messages.2.name',
    [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b' },
      { role: 'user', content: 'c', name: 'ann' },
    ],
  ],
  [
    'messages.1.name',
    [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b', name: 'one' },
      { role: 'assistant', content: 'c', name: 'two' },
    ],
  ],
  [
    'messages.1.name',
    [
      { role: 'developer', content: 'Be brief' },
      { role: 'system', content: 'Hello', name: 'example_user' },
      { role: 'user', content: 'a' },
    ],
  ],
];

describe.each(['anthropic', 'gemini', 'vertex', 'bedrock'] as const)('names to %s', (kind) => {
  test('are left out where all messages of a role bear the same', () => {
    const body = sent(alike, kind);
    expect(body).toBe(
      sent(
        alike.map(({ name: _, ...message }) => message),
        kind,
      ),
    );
    expect(body).not.toContain('refused');
  });

  test.each(severalNames)('have no place where they tell speakers apart: %s', (path, messages) => {
    expect(sent(messages, kind)).toBe(`refused at ${path}`);
  });
});

test('names to OpenAI stay, each in its place', () => {
  for (const [, messages] of severalNames)
    expect(JSON.parse(sent(messages, 'openai')).messages).toEqual(messages);
});
