/**
 * Goal: nothing changes on the way from a caller to Anthropic and back that is not written down in test/golden/anthropic.
 * Method: every file holds what comes in and what goes out: bodies of the OpenAI wire and inner requests to bodies of the
 * Messages API, and its replies and streams to the inner shape and to the OpenAI wire.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { openAiChat } from '../../../../data-plane/dialects/openai/chat-dialect.ts';
import { parseChatBody } from '../../../../data-plane/dialects/openai/chat-parse.ts';
import { adapter, bodyOf, typedChat } from './sample.ts';

const folder = new URL('../../../golden/anthropic/', import.meta.url);
const form = {
  requestId: 'r1',
  receivedAtMs: 1_700_000_000_000,
  request: { ...typedChat, includeUsage: true },
};

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
  test.each(goldens('openai-request-'))('of the OpenAI wire: $title', ({ golden }) => {
    const request = parseChatBody(Buffer.from(JSON.stringify(golden.body)));
    expect(bodyOf(request, golden)).toEqual(golden.providerBody);
  });

  test.each(goldens('inner-request-'))('of the inner shape: $title', ({ golden }) => {
    expect(bodyOf({ ...typedChat, ...golden.inner }, golden)).toEqual(golden.providerBody);
  });
});

describe('whole replies', () => {
  test.each(goldens('reply-'))('$title', ({ golden }) => {
    const bytes = Buffer.from(JSON.stringify(golden.body));
    const { reply, usage } = adapter.decode('chat', bytes, false);
    if (reply.kind !== 'chat') throw new Error('not decoded');
    expect(asJson(reply.chat)).toEqual(golden.inner);
    expect(usage).toEqual(golden.usage);
    expect(reply.usage).toEqual(golden.usage);
    expect(JSON.parse(openAiChat.renderReply(form, reply).toString())).toEqual(golden.rendered);
  });
});

describe('streams', () => {
  test.each(goldens('stream-'))('$title', ({ golden }) => {
    const decoder = adapter.createStreamDecoder({ decode: true, callerWantsUsage: true });
    const pieces = decoder.push(Buffer.from(golden.events.join('')));
    decoder.finish();
    expect(pieces.map(({ raw }) => raw.toString())).toEqual(golden.events);
    expect(asJson(pieces.map(({ raw: _, ...piece }) => piece))).toEqual(golden.pieces);
    const renderer = openAiChat.openStream(form);
    const rendered = pieces.flatMap(({ events }) =>
      events.map((event) =>
        event.kind === 'usage' ? renderer.close(event.usage) : renderer.render(event),
      ),
    );
    expect(rendered).toEqual(golden.rendered);
  });
});
