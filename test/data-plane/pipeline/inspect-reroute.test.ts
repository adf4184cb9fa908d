import { describe, expect, test } from '@jest/globals';
import type { GatewayErrorCode } from '../../../data-plane/errors.ts';
import { makeCall } from './call-fixture.ts';
import {
  blocking,
  guarded,
  inner,
  policy,
  rerouting,
  route,
  secret,
} from './prompt-policy-fixture.ts';
import { useSoleProvider } from './provider-fixture.ts';
import { apiKey, chatRequest, model, type SnapshotParts, targetOf } from './snapshot-fixture.ts';

const sole = useSoleProvider();

describe('prompt policies that move a call', () => {
  test('move a call to another route, and the record names the policy', async () => {
    const gateway = sole.gatewayWith({
      key: { ...apiKey, routes: ['fast'] },
      routes: [{ ...route, promptPolicyId: 'p-reroute' }, inner],
      promptPolicies: [rerouting],
    });
    const sink = await makeCall(gateway, {
      ...chatRequest,
      messages: [{ role: 'user', content: secret }],
    });
    expect(sink.calls).toEqual(['answer']);
    expect(sink.head).toMatchObject({ routeName: 'inner', targetName: 'target-1' });
    expect(sink.tail?.decision).toBe('authenticated,granted,rerouted,drawn,verbatim');
    expect(gateway.records[0]?.decision).toMatchObject({
      outcome: 'rerouted',
      reroutedBy: 'policy p-reroute',
      requestedRoute: 'fast',
      routeId: 'r2',
    });
  });

  const onSecret: readonly (readonly [string, SnapshotParts, GatewayErrorCode])[] = [
    [
      'a reroute to a route without grant',
      {
        models: [model, { ...model, id: 'm2', name: 'other' }],
        targets: [targetOf(0), { ...targetOf(1), modelId: 'm2' }],
        routes: [{ ...route, promptPolicyId: 'p-reroute' }, inner],
        promptPolicies: [rerouting],
      },
      'grant_missing',
    ],
    [
      'a reroute to a route that is not there',
      { routes: [{ ...route, promptPolicyId: 'p-reroute' }], promptPolicies: [rerouting] },
      'policy_error',
    ],
    [
      'a reroute to a route of another tenant',
      {
        routes: [
          { ...route, promptPolicyId: 'p-reroute' },
          { ...inner, tenantId: 't2' },
        ],
        promptPolicies: [rerouting],
      },
      'policy_error',
    ],
    [
      'a reroute to a route that blocks',
      {
        routes: [
          { ...route, promptPolicyId: 'p-reroute' },
          { ...inner, promptPolicyId: 'p-block' },
        ],
        promptPolicies: [rerouting, blocking],
      },
      'prompt_blocked',
    ],
    [
      'a second reroute to a third route',
      {
        routes: [
          { ...route, promptPolicyId: 'p-reroute' },
          { ...inner, promptPolicyId: 'p-again' },
          { ...inner, id: 'r3', name: 'third' },
        ],
        promptPolicies: [rerouting, policy('p-again', 'reroute', 'r3')],
      },
      'policy_error',
    ],
    [
      'a circle of reroutes',
      {
        routes: [
          { ...route, promptPolicyId: 'p-reroute' },
          { ...inner, promptPolicyId: 'p-back' },
        ],
        promptPolicies: [rerouting, policy('p-back', 'reroute', 'r1')],
      },
      'policy_error',
    ],
    ['a policy that is not in force', { routes: [guarded] }, 'policy_error'],
    [
      'a reroute to a route of another kind',
      {
        routes: [
          { ...route, promptPolicyId: 'p-reroute' },
          { ...inner, operation: 'embedding' },
        ],
        promptPolicies: [rerouting],
      },
      'policy_error',
    ],
    [
      'a reroute to a route without grant before anything else is looked at there',
      {
        models: [model, { ...model, id: 'm2', name: 'other' }],
        targets: [targetOf(0), { ...targetOf(1), modelId: 'm2' }],
        routes: [
          { ...route, promptPolicyId: 'p-reroute' },
          { ...inner, promptPolicyId: 'p-block' },
        ],
        promptPolicies: [rerouting, blocking],
      },
      'grant_missing',
    ],
  ];

  test.each(onSecret)('refuse %s', async (_, parts, code) => {
    const gateway = sole.gatewayWith(parts);
    const sink = await makeCall(gateway, {
      ...chatRequest,
      messages: [{ role: 'user', content: secret }],
    });
    expect(sink.error?.code).toBe(code);
    expect(sole.provider.requests).toHaveLength(0);
  });

  test('of the new route may name that route itself', async () => {
    const gateway = sole.gatewayWith({
      routes: [
        { ...route, promptPolicyId: 'p-reroute' },
        { ...inner, promptPolicyId: 'p-reroute' },
      ],
      promptPolicies: [rerouting],
    });
    const sink = await makeCall(gateway, {
      ...chatRequest,
      messages: [{ role: 'user', content: secret }],
    });
    expect(sink.head?.routeName).toBe('inner');
    expect(gateway.records[0]?.decision?.findings).toHaveLength(1);
  });
});
