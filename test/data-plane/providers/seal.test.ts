import { expect, test } from '@jest/globals';
import { createAnthropicAdapter } from '../../../data-plane/providers/anthropic/adapter.ts';
import { createBedrockAdapter } from '../../../data-plane/providers/bedrock/adapter.ts';
import { createGeminiAdapter } from '../../../data-plane/providers/gemini/adapter.ts';
import type { ProviderAdapter } from '../../../data-plane/providers/provider.ts';
import { markGoogleSeal } from '../../../data-plane/providers/seal.ts';
import { chatRequest, providersAt, targetOf } from '../pipeline/snapshot-fixture.ts';

/** Goal: a conversation that moves between vendors shows each of them its own seals only. */
const google = {
  kind: 'reasoning',
  text: 'of Google',
  signature: markGoogleSeal('g-seal'),
} as const;
const claude = { kind: 'reasoning', text: 'of Claude', signature: 'a-seal' } as const;
const answer = { kind: 'text', text: 'Yes.' } as const;

function bodyOf(adapter: ProviderAdapter): string {
  const [provider] = providersAt(['https://vendor.example/v1']);
  if (provider === undefined) throw new Error('no provider');
  const { body } = adapter.encode({
    request: {
      ...chatRequest,
      messages: [
        { role: 'user', content: 'One' },
        { role: 'assistant', content: [google, claude, answer] },
        { role: 'user', content: 'Two' },
      ],
    },
    target: { ...targetOf(0), providerModel: 'anthropic.claude-x' },
    provider,
    credential: undefined,
    outputTokensMax: 1_000,
    nowMs: 0,
  });
  return body.toString();
}

test.each([
  ['Anthropic', createAnthropicAdapter(), 'a-seal', 'g-seal'],
  ['Bedrock', createBedrockAdapter(), 'a-seal', 'g-seal'],
  ['Gemini', createGeminiAdapter(), 'g-seal', 'a-seal'],
])('%s gets its own', (_, adapter, own, foreign) => {
  const body = bodyOf(adapter);
  expect(body).toContain(own);
  expect(body).not.toContain(foreign);
});
