/**
 * Goal: nothing changes on the way from a caller of the OpenAI dialect to Bedrock and back that is not written down in
 * test/golden/bedrock.
 * Method: every file holds what comes in and what goes out.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { ReplyForm } from '../../../../data-plane/dialects/dialect.ts';
import { openAiChat } from '../../../../data-plane/dialects/openai/chat-dialect.ts';
import { parseChatBody } from '../../../../data-plane/dialects/openai/chat-parse.ts';
import {
  parseEmbeddingsBody,
  renderEmbeddingReply,
} from '../../../../data-plane/dialects/openai/embeddings.ts';
import type { Usage } from '../../../../data-plane/inference.ts';
import { unknownUsage } from '../../../../data-plane/providers/json-reply.ts';
import { adapter, encode, eventOf, parse } from './sample.ts';

const folder = new URL('../../../golden/bedrock/', import.meta.url);
const form: ReplyForm = {
  requestId: '0',
  receivedAtMs: 1_700_000_000_000,
  request: parse({ stream: true, stream_options: { include_usage: true } }),
};

function goldens(prefix: string) {
  const names = readdirSync(folder).filter((name) => name.startsWith(prefix));
  expect(names).not.toEqual([]);
  return names.map((name) => {
    const golden = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    return { name, golden, title: golden.what };
  });
}

const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('requests', () => {
  test.each([...goldens('chat-request-'), ...goldens('embedding-request-')])(
    '$title',
    ({ golden }) => {
      const bytes = Buffer.from(JSON.stringify(golden.body));
      const request =
        golden.operation === 'chat' ? parseChatBody(bytes) : parseEmbeddingsBody(bytes);
      const encoded = encode(request, { providerModel: golden.providerModel });
      expect(encoded.origin).toBe('https://bedrock-runtime.us-east-1.amazonaws.com');
      expect(encoded.path).toBe(golden.path);
      expect(JSON.parse(encoded.body.toString())).toEqual(golden.providerBody);
    },
  );
});

describe('whole replies', () => {
  test.each(goldens('chat-reply-'))('$title', ({ golden }) => {
    const bytes = Buffer.from(JSON.stringify(golden.body));
    const { reply, usage } = adapter.decode('chat', bytes, false);
    if (reply.kind !== 'chat') throw new Error('not decoded');
    expect(asJson(reply.chat)).toEqual(golden.inner);
    expect(usage).toEqual(golden.usage);
    expect(JSON.parse(openAiChat.renderReply(form, reply).toString())).toEqual(golden.rendered);
  });

  test.each(goldens('embedding-reply-'))('$title', ({ golden }) => {
    const bytes = Buffer.from(JSON.stringify(golden.body));
    const { reply, usage } = adapter.decode('embedding', bytes, false);
    if (reply.kind !== 'embedding') throw new Error('not decoded');
    expect(reply.embedding).toEqual(golden.inner);
    expect(usage ?? null).toEqual(golden.usage);
    const rendered = renderEmbeddingReply(
      { model: 'vectors', base64: false },
      reply.embedding,
      reply.usage,
    );
    expect(JSON.parse(rendered)).toEqual(golden.rendered);
  });
});

interface WireEvent {
  readonly type: string;
  readonly payload: unknown;
}

describe('streams', () => {
  test.each(goldens('chat-stream-'))('$title', ({ golden }) => {
    const decoder = adapter.createStreamDecoder({ decode: true, callerWantsUsage: true });
    const events: readonly WireEvent[] = golden.events;
    const bytes = Buffer.concat(events.map(({ type, payload }) => eventOf(type, payload)));
    const pieces = decoder.push(bytes);
    decoder.finish();
    expect(asJson(pieces.map(({ raw: _, ...piece }) => piece))).toEqual(golden.pieces);
    const stream = openAiChat.openStream(form);
    let usage: Usage = unknownUsage;
    const rendered: string[] = [];
    for (const event of pieces.flatMap((piece) => piece.events)) {
      if (event.kind === 'usage') usage = event.usage;
      else rendered.push(stream.render(event));
    }
    rendered.push(stream.close(usage), stream.terminal());
    expect(rendered).toEqual(golden.rendered);
  });
});
