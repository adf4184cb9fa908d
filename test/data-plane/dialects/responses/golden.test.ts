/**
 * Goal: nothing changes on the way from a caller of /v1/responses to a provider and back that is not written down in
 * test/golden/responses.
 * Method: a request file holds the body, the inner shape, what replies repeat of it, and what goes to an OpenAI-compatible
 * provider; a reply or stream file holds what was decoded and what goes out.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { openAiResponses } from '../../../../data-plane/dialects/responses/responses-dialect.ts';
import { parseResponsesBody } from '../../../../data-plane/dialects/responses/responses-parse.ts';
import { createOpenAiAdapter } from '../../../../data-plane/providers/openai/adapter.ts';
import { provider, target } from '../../providers/openai/sample.ts';
import { accumulate, formOf, readEvents, renderStream } from './stream-reader.ts';

const folder = new URL('../../../golden/responses/', import.meta.url);
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
    const request = parseResponsesBody(Buffer.from(JSON.stringify(golden.body)));
    const { echo, ...inner } = request;
    expect(asJson(inner)).toEqual(golden.inner);
    expect(asJson(echo)).toEqual(golden.echo);
    const encode = () =>
      adapter.encode({
        request,
        target,
        provider,
        credential: undefined,
        outputTokensMax: 0,
        nowMs: 0,
      });
    if (golden.refusedAt === undefined) {
      expect(JSON.parse(encode().body.toString())).toEqual(golden.providerBody);
    } else {
      expect(encode).toThrow(
        expect.objectContaining({ code: 'invalid_request', param: golden.refusedAt }),
      );
    }
  });
});

describe('whole replies', () => {
  test.each(goldens('reply-'))('$title', ({ golden }) => {
    const { request, chat, usage, rendered } = golden;
    const bytes = openAiResponses.renderReply(formOf(request), { kind: 'chat', chat, usage });
    expect(JSON.parse(bytes.toString())).toEqual(rendered);
  });
});

describe('streams', () => {
  test.each(goldens('stream-'))('$title', ({ golden }) => {
    const { request, events, usage, rendered } = golden;
    const sent = readEvents(renderStream(formOf(request), events, usage));
    expect(sent).toEqual(rendered);
    expect(accumulate(sent.slice(0, -1)).output).toEqual(rendered.at(-1).response.output);
  });
});
