import { expect, test } from '@jest/globals';
import type { InferenceRequest } from '../../../data-plane/inference.ts';
import { createExchange } from '../../../data-plane/pipeline/handle.ts';
import { findPlaces } from '../../../data-plane/pipeline/prompt/finding-place.ts';
import { arrivalOf } from './call-fixture.ts';
import { chatRequest, routeOver, snapshotOf, targetOf, tenant } from './snapshot-fixture.ts';

/*
 * Goal: who explains says in which pieces of a call something was found.
 * Method: secrets in known places of a call, under a policy that blocks them.
 */

const policy = {
  id: 'policy',
  tenantId: 't1',
  name: 'no-secrets',
  rules: [{ name: 'no-keys', detector: 'secret', action: 'block', rerouteRouteId: undefined }],
} as const;
const route = routeOver([targetOf(0)], { promptPolicyId: 'policy' });
const snapshot = snapshotOf({ promptPolicies: [policy], routes: [route] });
const finding = {
  policy: 'strict',
  rule: 'no-keys',
  detector: 'secret',
  kind: 'aws_access_key',
  count: 1,
  action: 'block',
} as const;
const secret = 'AKIAIOSFODNN7EXAMPLE';
const user = (content: string) => ({ role: 'user', content }) as const;

function placesIn(request: InferenceRequest): readonly string[] {
  const exchange = createExchange(arrivalOf(request), snapshot);
  exchange.tenant = tenant;
  exchange.request = request;
  exchange.route = route;
  return findPlaces(exchange)(finding);
}

test('messages, tools and whatever rides along are told apart', () => {
  expect(
    placesIn({
      ...chatRequest,
      messages: [user('Hello'), user(secret), user(`again ${secret}`)],
      tools: [{ name: 'look' }, { name: 'find', description: secret }],
      extra: { user: secret },
    }),
  ).toEqual(['options', 'tools.1', 'messages.1', 'messages.2']);
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

test('what takes several messages to make has no place', () => {
  const parts = [user(secret.slice(0, 8)), user(secret.slice(8))];
  expect(placesIn({ ...chatRequest, messages: parts })).toEqual([]);
});

test('at most 16 places are told, of at most 1,000 pieces', () => {
  const many = Array.from({ length: 100 }, () => user(secret));
  expect(placesIn({ ...chatRequest, messages: many })).toHaveLength(16);
  const late = [...Array.from({ length: 998 }, () => user('')), user(secret), user(secret)];
  expect(placesIn({ ...chatRequest, messages: late })).toEqual(['messages.998']);
});
