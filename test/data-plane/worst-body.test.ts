import { expect, test } from '@jest/globals';
import { parseMessagesBody } from '../../data-plane/dialects/anthropic/messages-parse.ts';
import { parseChatBody } from '../../data-plane/dialects/openai/chat-parse.ts';
import { parseResponsesBody } from '../../data-plane/dialects/responses/responses-parse.ts';
import type { InferenceRequest, Json } from '../../data-plane/inference.ts';
import { DocumentNames } from '../../data-plane/providers/bedrock/block-encode.ts';
import { sized } from '../support/form.ts';
import { lookAtRequest } from '../support/look-at-request.ts';
import { encodeForAll } from './inspection/sent-text.ts';

/*
 * Goal: the largest body that a door takes, in its worst shape, ends: no stack is exhausted, and no work grows with the square.
 * Method: 512 KB, in the long form 4 MB, of the smallest items through parsing, inspection and every adapter. Where it can be counted, the work is;
 * elsewhere a square would take minutes, and the test its time limit.
 */

/** The long form sends the largest body that a door takes. */
const bytesMax = sized(0.5, 4) * 1024 * 1024 - 1_000;

/** As many as fit. */
function many(make: (index: number) => Json): Json[] {
  const items: Json[] = [];
  for (let size = 0; ; ) {
    const item = make(items.length);
    size += JSON.stringify(item).length + 1;
    if (size > bytesMax) return items;
    items.push(item);
  }
}

const bodyOf = (fields: object): Buffer => Buffer.from(JSON.stringify({ model: 'r', ...fields }));
const chat = (messages: Json) => parseChatBody(bodyOf({ messages }));
const anthropic = (messages: Json) => parseMessagesBody(bodyOf({ messages, max_tokens: 9 }));
const responses = (input: Json) => parseResponsesBody(bodyOf({ input }));

const user = (content: Json) => ({ role: 'user', content });
const assistant = (content: Json) => ({ role: 'assistant', content });
const text: Json = { type: 'text', text: 'a' };
const call = (id: string): Json => ({
  id,
  type: 'function',
  function: { name: 'f', arguments: '' },
});
const picture = (url: string): Json => ({ type: 'image_url', image_url: { url } });
const titled = (title: string): Json => ({
  type: 'document',
  title,
  source: { type: 'text', media_type: 'text/plain', data: 'a' },
});

/** A body, and how many of the fourteen adapters take it. */
const shapes: Readonly<Record<string, readonly [make: () => InferenceRequest, count: number]>> = {
  'parts of a user': [() => chat([user(many(() => text))]), 14],
  'parts of the system': [
    () => chat([{ role: 'system', content: many(() => text) }, user('a')]),
    14,
  ],
  turns: [() => chat(many((at) => (at % 2 ? user('a') : assistant('a')))), 14],
  'calls of tools': [
    () => chat([user('a'), { role: 'assistant', tool_calls: many((at) => call(`${at}`)) }]),
    10,
  ],
  'results of one call': [
    () =>
      chat([
        user('a'),
        { role: 'assistant', tool_calls: [call('c')] },
        ...many(() => ({ role: 'tool', tool_call_id: 'c', content: 'a' })),
      ]),
    10,
  ],
  'documents of one name': [() => anthropic([user(many(() => titled('a')))]), 14],
  'another field in each message of a speaker': [
    () => anthropic(many((at) => ({ ...user('a'), [`k${at}`]: 1 }))),
    2,
  ],
  'another field in each item of a turn': [
    () => responses(many((at) => ({ ...assistant('a'), [`k${at}`]: 1 }))),
    0,
  ],
  'padding within base64': [
    () => chat([user([picture(`data:image/png;base64,${'A='.repeat(bytesMax / 2 - 1_000)}`)])]),
    14,
  ],
  'percent signs': [
    () => chat([user([picture(`https://a/${'%41a'.repeat(bytesMax / 4 - 1_000)}`)])]),
    6,
  ],
};

test.each(Object.entries(shapes))('a body of nothing but %s ends', (_, [make, count]) => {
  const request = make();
  expect(lookAtRequest(request, ['secret']).counts.size).toBe(0);
  expect(encodeForAll(request).length).toBe(count);
});

test('the name of a document is found in as many steps as it has bearers, however many bear it', () => {
  const lookUp = Set.prototype.has;
  const countLookUps = (bearers: number): number => {
    let count = 0;
    const names = new DocumentNames();
    Set.prototype.has = function has(this: Set<unknown>, value: unknown): boolean {
      count += 1;
      return lookUp.call(this, value);
    };
    try {
      for (let done = 0; done < bearers; done += 1) names.next('a');
    } finally {
      Set.prototype.has = lookUp;
    }
    return count;
  };
  expect(countLookUps(2_000)).toBeLessThan(2.1 * countLookUps(1_000));
});
