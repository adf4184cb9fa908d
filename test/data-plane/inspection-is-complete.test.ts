import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseMessagesBody } from '../../data-plane/dialects/anthropic/messages-parse.ts';
import { parseChatBody } from '../../data-plane/dialects/openai/chat-parse.ts';
import { parseEmbeddingsBody } from '../../data-plane/dialects/openai/embeddings.ts';
import { parseResponsesBody } from '../../data-plane/dialects/responses/responses-parse.ts';
import { decodeChat, decodeEmbed } from '../../data-plane/doors/grpc/request/request-message.ts';
import { GatewayError } from '../../data-plane/errors.ts';
import type { InferenceRequest } from '../../data-plane/inference.ts';
import { inspectorOf } from '../../policy/inspect/inspector.ts';
import { inferenceContract } from '../../proto/contract/inference.ts';
import { countFindings } from '../support/count-findings.ts';
import { sized } from '../support/form.ts';
import { lookAtRequest } from '../support/look-at-request.ts';
import { bodies } from './inspection/door-bodies.ts';
import { disguises, listPlaces, marker, plantAt, type Value } from './inspection/planted-body.ts';
import { encodeForAll, readAsProvider } from './inspection/sent-text.ts';

const secrets = inspectorOf(['secret']);

/*
 * Goal: what is forwarded was inspected. Whatever the detector of secrets would find in what any provider is sent, it finds in
 * what inspection reads of the request; or the request is refused.
 * Method: bodies that use every field of a dialect; a secret in one of its disguises in place of any value, as a new field of any
 * object, or as a new item of any list; then every adapter. What goes out is read anew by the test, as tolerantly as providers read.
 */

const { Chat, Embed } = inferenceContract.InferenceService.service;

const json = (value: Value): Buffer => Buffer.from(JSON.stringify(value));

/** What a door reads of a body; the gRPC door takes plain objects here, which are written as protobuf first. */
const doors: Readonly<Record<keyof typeof bodies, (body: Value) => InferenceRequest>> = {
  chat: (body) => parseChatBody(json(body)),
  responses: (body) => parseResponsesBody(json(body)),
  messages: (body) => parseMessagesBody(json(body)),
  embeddings: (body) => parseEmbeddingsBody(json(body)),
  typedChat: (body) => decodeChat(Chat.requestSerialize(body as never)),
  typedEmbedding: (body) => decodeEmbed(Embed.requestSerialize(body as never)),
};
const doorNames = Object.keys(doors) as (keyof typeof bodies)[];

const isFound = (texts: readonly string[]): boolean => countFindings(secrets, texts).size > 0;

function isInspected(request: InferenceRequest): boolean {
  return lookAtRequest(request, ['secret']).counts.size > 0;
}

/** Undefined when the door refuses; other errors than refusals are faults. */
function enter(door: keyof typeof bodies, body: Value): InferenceRequest | undefined {
  try {
    return doors[door](body);
  } catch (thrown) {
    if (thrown instanceof GatewayError && thrown.code === 'invalid_request') return undefined;
    // What protobuf itself cannot write is nothing that could be sent.
    if (door.startsWith('typed') && !(thrown instanceof GatewayError)) return undefined;
    throw thrown;
  }
}

/** Names of adapters that were sent a secret which inspection did not see. */
function findLeaks(door: keyof typeof bodies, body: Value): readonly string[] {
  const request = enter(door, body);
  if (request === undefined || isInspected(request)) return [];
  return encodeForAll(request).flatMap(({ name, sent }) =>
    isFound(readAsProvider(sent)) ? [name] : [],
  );
}

test('a secret in its plain form, and in each disguise, is one for the test', () => {
  expect(isFound([marker])).toBe(true);
  for (const [name, disguise] of Object.entries(disguises)) {
    const sent = { url: '/', headers: [], body: json({ data: disguise(marker) }) };
    expect([name, isFound(readAsProvider(sent))]).toEqual([name, true]);
  }
});

test.each(doorNames)('a body of %s with every field reaches some adapter', (door) => {
  for (const body of bodies[door]) {
    const request = enter(door, body);
    expect(request).toBeDefined();
    if (request !== undefined) expect(encodeForAll(request).length).toBeGreaterThan(0);
  }
});

describe.each(doorNames)('what %s forwards was inspected', (door) => {
  test.each(Object.keys(disguises))('with a secret anywhere: %s', (name) => {
    const disguised = disguises[name]?.(marker) ?? '';
    const leaks = bodies[door].flatMap((body) =>
      listPlaces(body).flatMap((place) => {
        const names = findLeaks(door, plantAt(body, place, disguised));
        return names.length === 0 ? [] : [`${place.kind} ${place.path.join('.')}: ${names.join()}`];
      }),
    );
    expect(leaks).toEqual([]);
  });

  test('with a secret cut between two neighbouring texts', () => {
    const leaks = bodies[door].flatMap((body) => {
      const texts = listPlaces(body).filter(({ kind }) => kind === 'value');
      return texts.flatMap((place, at) =>
        texts.slice(at + 1, at + 8).flatMap((next) => {
          const begun = plantAt(body, place, marker.slice(0, 9));
          const names = findLeaks(door, plantAt(begun, next, marker.slice(9)));
          return names.length === 0
            ? []
            : [`${place.path.join('.')} ${next.path.join('.')}: ${names.join()}`];
        }),
      );
    });
    expect(leaks).toEqual([]);
  });

  test('with a secret in two pieces, two disguises at once, and any fields left out', () => {
    const names = Object.keys(disguises);
    const cases = fc.record({
      body: fc.constantFrom(...bodies[door]),
      picks: fc.array(
        fc.record({
          at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
          disguise: fc.constantFrom(...names),
          part: fc.constantFrom('all', 'head', 'tail', 'nothing'),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    });
    fc.assert(
      fc.property(cases, ({ body, picks }) => {
        let planted: Value = body;
        for (const { at, disguise, part } of picks) {
          const places = listPlaces(planted);
          const place = places[Math.floor(at * places.length)];
          if (place === undefined) continue;
          const text = {
            all: marker,
            head: marker.slice(0, 9),
            tail: marker.slice(9),
            nothing: '',
          };
          planted = plantAt(planted, place, disguises[disguise]?.(text[part]) ?? '');
        }
        expect(findLeaks(door, planted)).toEqual([]);
      }),
      { numRuns: sized(60, 1_500) },
    );
  });
});
