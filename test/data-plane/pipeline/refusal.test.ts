import { expect, test } from '@jest/globals';
import type { GatewayErrorCode } from '../../../data-plane/errors.ts';
import type { InferenceRequest } from '../../../data-plane/inference.ts';
import type { Arrival } from '../../../data-plane/pipeline/exchange.ts';
import type { Route } from '../../../policy/resource.ts';
import { makeCall } from './call-fixture.ts';
import { useSoleProvider } from './provider-fixture.ts';
import {
  apiKey,
  chatRequest,
  grant,
  model,
  routeOver,
  type SnapshotParts,
  targetOf,
  tenant,
} from './snapshot-fixture.ts';

/*
 * Goal: each stage refuses what it must, with its word and a sentence that helps, and sends nothing.
 * Method: whole calls over the real list of stages; the provider counts what reaches it.
 */

const sole = useSoleProvider();

const pastMs = Date.now() - 1_000;
const route = routeOver([targetOf(0)]);
const rule = { name: 'default', when: '', require: '', split: [], fallbackTargetIds: ['x0'] };

function routeWith(changes: Partial<typeof rule>): Route {
  return { ...route, policy: { rules: [{ ...rule, ...changes }] } };
}

interface Refusal {
  readonly what: string;
  readonly code: GatewayErrorCode;
  readonly says: string;
  readonly parts?: SnapshotParts;
  readonly request?: InferenceRequest;
  readonly arrival?: Omit<Partial<Arrival>, 'sink'>;
}

const refusals: readonly Refusal[] = [
  {
    what: 'no key',
    code: 'missing_key',
    says: 'authorization: Bearer',
    arrival: { credential: undefined },
  },
  { what: 'an unknown key', code: 'unknown_key', says: 'create', arrival: { credential: 'other' } },
  {
    what: 'an expired key',
    code: 'key_expired',
    says: 'create a new one',
    parts: { key: { ...apiKey, notAfterMs: pastMs } },
  },
  {
    what: 'a suspended tenant',
    code: 'tenant_suspended',
    says: 'operators',
    parts: { tenant: { ...tenant, suspended: true } },
  },
  {
    what: 'an output of no tokens',
    code: 'invalid_request',
    says: 'at least 1',
    request: { ...chatRequest, outputTokensMax: 0 },
  },
  {
    what: 'an empty model',
    code: 'invalid_request',
    says: '"model"',
    request: { ...chatRequest, model: '' },
  },
  {
    what: 'an unknown route',
    code: 'unknown_route',
    says: '/v1/models',
    request: { ...chatRequest, model: 'constructor' },
  },
  {
    what: 'a route that the key does not list',
    code: 'route_not_allowed',
    says: 'fast',
    parts: { key: { ...apiKey, routes: ['slow'] } },
  },
  {
    what: 'an operation that the key is not for, whatever the route',
    code: 'operation_not_allowed',
    says: '"chat", only for embedding, model_list',
    parts: { key: { ...apiKey, operations: ['embedding', 'model_list'] } },
    request: { ...chatRequest, model: 'nothing' },
  },
  {
    what: 'a key whose operations are all of a later build',
    code: 'operation_not_allowed',
    says: 'nothing that this node knows',
    parts: { key: { ...apiKey, operations: [] } },
  },
  {
    what: 'a workload that the key does not list',
    code: 'workload_not_allowed',
    says: 'chat, batch',
    arrival: { requestedWorkload: 'code' },
  },
  {
    what: 'a route of another operation',
    code: 'unsupported_operation',
    says: 'embedding',
    parts: { routes: [{ ...route, operation: 'embedding' }] },
  },
  {
    what: 'no grant',
    code: 'grant_missing',
    says:
      'The application "support-bot" has no grant for the model "gpt" with the workload "chat"; ' +
      'ask for one with the mutation requestGrant in GraphQL.',
    parts: { grants: [] },
  },
  {
    what: 'a grant of another application',
    code: 'grant_missing',
    says: 'requestGrant',
    parts: { grants: [{ ...grant, applicationId: 'a2' }] },
  },
  {
    what: 'a grant for another workload',
    code: 'grant_missing',
    says: 'requestGrant',
    parts: { grants: [{ ...grant, workloads: ['code'] }] },
  },
  {
    what: 'a grant for another region',
    code: 'grant_missing',
    says: 'the region of the target',
    parts: { grants: [{ ...grant, regions: ['us'] }] },
  },
  {
    what: 'a grant for another data class',
    code: 'grant_missing',
    says: 'its data class "internal"',
    parts: { grants: [{ ...grant, dataClasses: ['public'] }] },
  },
  {
    what: 'a grant for another environment',
    code: 'grant_missing',
    says: 'its environment',
    parts: { grants: [{ ...grant, environments: ['staging'] }] },
  },
  {
    what: 'a grant that has ended',
    code: 'grant_missing',
    says: 'requestGrant',
    parts: { grants: [{ ...grant, notAfterMs: pastMs }] },
  },
  {
    what: 'a rule whose targets all lack the grant that others of the route have',
    code: 'grant_missing',
    says: 'model "other"',
    parts: {
      models: [model, { ...model, id: 'm2', name: 'other' }],
      targets: [targetOf(0), { ...targetOf(1), modelId: 'm2' }],
      routes: [
        {
          ...route,
          policy: {
            rules: [
              { ...rule, fallbackTargetIds: ['x1'] },
              { ...rule, name: 'never' },
            ],
          },
        },
      ],
    },
  },
  {
    what: 'a condition that fails',
    code: 'policy_error',
    says: 'route "fast"',
    parts: { routes: [routeWith({ when: 'key.attributes["none"] == "x"' })] },
  },
  {
    what: 'no rule that holds',
    code: 'no_target',
    says: 'No rule of the route "fast"',
    parts: { routes: [routeWith({ when: 'workload == "batch"' })] },
  },
  {
    what: 'no target that can',
    code: 'no_target',
    says: 'target-0: disabled, target-1: capability',
    parts: {
      targets: [
        { ...targetOf(0), enabled: false },
        { ...targetOf(1), capabilities: ['chat'] },
      ],
      routes: [routeWith({ fallbackTargetIds: ['x0', 'x1'] })],
    },
    request: { ...chatRequest, tools: [{ name: 'search' }] },
  },
];

const ownerless = new Set<GatewayErrorCode>(['missing_key', 'unknown_key', 'key_expired']);

test.each(refusals.map((refusal) => [refusal.what, refusal] as const))(
  'refuses %s',
  async (_, { code, says, parts = {}, request = chatRequest, arrival = {} }) => {
    const gateway = sole.gatewayWith(parts);
    const sink = await makeCall(gateway, request, arrival);
    expect(sink.calls).toEqual(['fail']);
    expect(sink.error?.code).toBe(code);
    expect(sink.error?.message).toContain(says);
    expect(sole.provider.requests).toHaveLength(0);
    expect(gateway.faults).toEqual([]);
    // Who the owner of the call is, is known from the key on.
    expect(gateway.records).toHaveLength(ownerless.has(code) ? 0 : 1);
    for (const { decision } of gateway.records) {
      expect(decision).toMatchObject({ outcome: 'refused', errorCode: code });
    }
  },
);

test('a grant for every application of the tenant lets the call through', async () => {
  const sink = await makeCall(
    sole.gatewayWith({ grants: [{ ...grant, applicationId: undefined, workloads: ['batch'] }] }),
    chatRequest,
    { requestedWorkload: 'batch' },
  );
  expect(sink.calls).toEqual(['answer']);
});
