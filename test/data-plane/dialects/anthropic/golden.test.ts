/**
 * Goal: nothing changes on the way of a caller of this wire that is not written down in test/golden/anthropic-door.
 * Method: requests hold what comes in, the inner shape, and what a provider of the OpenAI wire gets (or the field for which it is passed
 * over); replies hold the inner shape and the bytes; streams hold what each piece writes.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { anthropicMessages } from '../../../../data-plane/dialects/anthropic/messages-dialect.ts';
import { parseMessagesBody } from '../../../../data-plane/dialects/anthropic/messages-parse.ts';
import { GatewayError } from '../../../../data-plane/errors.ts';
import { createOpenAiAdapter } from '../../../../data-plane/providers/openai/adapter.ts';
import { provider, target } from '../../providers/openai/sample.ts';
import { form } from './sample.ts';

const folder = new URL('../../../golden/anthropic-door/', import.meta.url);
const adapter = createOpenAiAdapter();

function goldens(prefix: string) {
  const names = readdirSync(folder).filter((name) => name.startsWith(prefix));
  expect(names).not.toEqual([]);
  return names.map((name) => {
    const golden = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    return { golden, title: golden.what };
  });
}

const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('requests', () => {
  test.each(goldens('request-'))('$title', ({ golden }) => {
    const request = parseMessagesBody(Buffer.from(JSON.stringify(golden.body)));
    expect(asJson(request)).toEqual(golden.inner);
    const surroundings = { target, provider, credential: undefined, outputTokensMax: 0, nowMs: 0 };
    const encode = () => JSON.parse(String(adapter.encode({ request, ...surroundings }).body));
    if (golden.openaiBody !== undefined) {
      expect(encode()).toEqual(golden.openaiBody);
      return;
    }
    expect(encode).toThrow(GatewayError);
    expect(encode).toThrow(`Leave out ${golden.openaiRefuses}:`);
  });
});

describe('whole replies', () => {
  test.each(goldens('reply-'))('$title', ({ golden }) => {
    const { chat, usage, rendered } = golden;
    const bytes = anthropicMessages.renderReply(form, { kind: 'chat', chat, usage });
    expect(bytes.toString()).toBe(rendered);
    expect(() => JSON.parse(rendered)).not.toThrow();
  });

  test("the provider's own bytes come back as they are", () => {
    const bytes = Buffer.from('{"any": "thing"}');
    const raw = { kind: 'raw', bytes, contentType: 'application/json' } as const;
    expect(anthropicMessages.renderReply(form, raw)).toBe(bytes);
  });
});

describe('streams', () => {
  test.each(goldens('stream-'))('$title', ({ golden }) => {
    const renderer = anthropicMessages.openStream(form);
    for (const { event, written } of golden.events)
      expect(renderer.render(event)).toBe(written.map((text: string) => `${text}\n\n`).join(''));
    const close = golden.close.map((text: string) => `${text}\n\n`).join('');
    expect(renderer.close(golden.usage)).toBe(close);
    expect(renderer.terminal()).toBe(golden.terminal);
    expect(anthropicMessages.terminal).toBe(golden.terminal);
  });
});
