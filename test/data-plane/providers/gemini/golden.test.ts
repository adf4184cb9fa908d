/**
 * Goal: nothing changes on the way from a caller of the OpenAI dialect to Google and back that is not written down in
 * test/golden/gemini. Method: every file holds what comes in, and what goes out.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseChatBody } from '../../../../data-plane/dialects/openai/chat-parse.ts';
import {
  ChatChunkRenderer,
  renderChatReply,
} from '../../../../data-plane/dialects/openai/chat-render.ts';
import {
  parseEmbeddingsBody,
  renderEmbeddingReply,
} from '../../../../data-plane/dialects/openai/embeddings.ts';
import { getAdapter } from '../../../../data-plane/providers/registry.ts';
import { encode } from './sample.ts';

const folder = new URL('../../../golden/gemini/', import.meta.url);
const adapter = getAdapter('gemini');
const head = { id: 'chatcmpl-0', model: 'assistant', createdAtS: 1_700_000_000 };

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
  test.each([...goldens('chat-request-'), ...goldens('embedding-request-')])(
    '$title',
    ({ golden }) => {
      const bytes = Buffer.from(JSON.stringify(golden.body));
      const request =
        golden.operation === 'chat' ? parseChatBody(bytes) : parseEmbeddingsBody(bytes);
      const { origin, path, body } = encode(request, golden);
      expect(origin + path).toBe(golden.url);
      expect(JSON.parse(body.toString())).toEqual(golden.providerBody);
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
    expect(JSON.parse(renderChatReply(head, reply.chat, reply.usage))).toEqual(golden.rendered);
  });

  test.each(goldens('embedding-reply'))('$title', ({ golden }) => {
    const bytes = Buffer.from(JSON.stringify(golden.body));
    const { reply, usage } = adapter.decode('embedding', bytes, false);
    if (reply.kind !== 'embedding') throw new Error('not decoded');
    expect(reply.embedding).toEqual(golden.inner);
    expect(usage).toEqual(golden.usage);
    const form = { model: 'vectors', base64: false };
    expect(JSON.parse(renderEmbeddingReply(form, reply.embedding, reply.usage))).toEqual(
      golden.rendered,
    );
  });
});

describe('streams', () => {
  test.each(goldens('chat-stream-'))('$title', ({ golden }) => {
    const decoder = adapter.createStreamDecoder({ decode: true, callerWantsUsage: false });
    const pieces = decoder.push(Buffer.from(golden.events.join('')));
    decoder.finish();
    expect(pieces.map(({ raw }) => raw.toString())).toEqual(golden.events);
    expect(asJson(pieces.map(({ raw: _, ...piece }) => piece))).toEqual(golden.pieces);
    const renderer = new ChatChunkRenderer(head);
    const rendered = pieces.flatMap(({ events }) =>
      events.map((event) =>
        event.kind === 'usage' ? renderer.renderUsage(event.usage) : renderer.render(event),
      ),
    );
    expect(rendered).toEqual(golden.rendered);
  });
});
