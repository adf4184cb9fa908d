import { expect, test } from '@jest/globals';
import type { InferenceRequest } from '../../../data-plane/inference.ts';
import { countIn, listPlaces } from '../../../policy/inspect/sighting.ts';
import { lookAtRequest } from '../../support/look-at-request.ts';
import { chatRequest } from './snapshot-fixture.ts';

/*
 * Goal: of what is found in a call it is said in which part and at which place of the call it stands.
 * Method: secrets in known places of calls.
 */

const secret = 'AKIAIOSFODNN7EXAMPLE';
const user = (content: string) => ({ role: 'user', content }) as const;

const lookAt = (request: InferenceRequest) => lookAtRequest(request, ['secret']);
const placesIn = (request: InferenceRequest) => listPlaces(lookAt(request).seen, 16);

test('each part of a call is told apart', () => {
  const toolCalls = [{ id: 'call_1', name: 'look', arguments: `{"key":"${secret}"}` }];
  const file = { form: 'base64', data: Buffer.from(secret).toString('base64') } as const;
  const looked = lookAt({
    ...chatRequest,
    messages: [
      { role: 'developer', content: secret },
      user(secret),
      { role: 'assistant', content: secret, toolCalls },
      { role: 'tool', content: secret, toolCallId: 'call_1' },
      { role: 'user', content: [{ kind: 'file', source: file, mediaType: 'text/plain' }] },
    ],
    tools: [{ name: 'look', description: secret }],
    extra: { user: secret },
  } as InferenceRequest);
  const parts = looked.seen.map(({ part, place }) => `${part} ${place}`);
  expect([...new Set(parts)]).toEqual([
    'system messages.0',
    'user messages.1',
    'assistant messages.2',
    'tool_arguments messages.2',
    'tool_result messages.3',
    'file messages.4',
    'tool_definition tools.0',
    'option options',
  ]);
  expect(countIn(looked, 'aws_access_key', ['tool_result'])).toBe(1);
});

test('messages, tools and whatever rides along are told apart', () => {
  expect(
    placesIn({
      ...chatRequest,
      messages: [user('Hello'), user(secret), user(`again ${secret}`)],
      tools: [{ name: 'look' }, { name: 'find', description: secret }],
      extra: { user: secret },
    }),
  ).toEqual(['messages.1', 'messages.2', 'tools.1', 'options']);
});

test('inputs to embed are told apart', () => {
  const inputs = ['a', secret];
  expect(
    placesIn({
      operation: 'embedding',
      dialect: undefined,
      model: 'fast',
      inputs,
      bare: false,
      dimensions: undefined,
      extra: {},
    }),
  ).toEqual(['inputs.1']);
});

test('what takes several messages to make has a place in each of them, what takes several pieces of one has one', () => {
  const cut = [secret.slice(0, 8), secret.slice(8)];
  const said = lookAt({ ...chatRequest, messages: cut.map(user) });
  expect(countIn(said, 'aws_access_key', ['user'])).toBe(1);
  const found = { kind: 'aws_access_key', part: 'user', start: 0 };
  expect(said.seen).toEqual([
    { ...found, place: 'messages.0', end: 8 },
    { ...found, place: 'messages.1', end: secret.length - 8 },
  ]);
  expect(said.seen.map((one) => one.read(100))).toEqual([secret, secret]);
  const content = cut.map((text) => ({ kind: 'text', text }) as const);
  expect(placesIn({ ...chatRequest, messages: [{ role: 'user', content }] })).toEqual([
    'messages.0',
  ]);
});
