import { describe, expect, test } from '@jest/globals';
import type { GatewayErrorCode } from '../../../data-plane/errors.ts';
import type { ChatRequest } from '../../../data-plane/inference.ts';
import type { PromptPolicy, Route } from '../../../policy/resource.ts';
import { makeCall } from './call-fixture.ts';
import { useSoleProvider } from './provider-fixture.ts';
import {
  apiKey,
  chatRequest,
  model,
  routeOver,
  type SnapshotParts,
  targetOf,
} from './snapshot-fixture.ts';

const sole = useSoleProvider();

const route = routeOver([targetOf(0)]);

describe('prompt policies', () => {
  const secret = `here: AKIA${'IOSFODNN7EXAMPLQ'} and more`;
  const blocking = policy('p-block', 'block', undefined);
  const rerouting = policy('p-reroute', 'reroute', 'r2');
  const guarded = { ...route, promptPolicyId: 'p-block' };
  const inner: Route = { ...routeOver([targetOf(1)]), id: 'r2', name: 'inner' };

  function policy(
    id: string,
    action: 'block' | 'reroute',
    rerouteRouteId: string | undefined,
  ): PromptPolicy {
    return {
      id,
      tenantId: 't1',
      name: `policy ${id}`,
      rules: [{ name: 'no secrets', detector: 'secret', action, rerouteRouteId }],
    };
  }

  const places: readonly (readonly [string, Partial<ChatRequest>])[] = [
    ['the user', { messages: [{ role: 'user', content: secret }] }],
    ['the system', { messages: [{ role: 'system', content: [{ kind: 'text', text: secret }] }] }],
    ['a tool result', { messages: [{ role: 'tool', content: secret, toolCallId: 'c1' }] }],
    ['a name', { messages: [{ role: 'user', content: 'hi', name: secret }] }],
    [
      'the arguments of a tool call',
      {
        messages: [
          {
            role: 'assistant',
            content: undefined,
            toolCalls: [{ id: 'c1', name: 'f', arguments: `{"a":"${secret}"}` }],
          },
        ],
      },
    ],
    [
      'an unknown block',
      { messages: [{ role: 'user', content: [{ kind: 'other', value: { a: [{ b: secret }] } }] }] },
    ],
    [
      'the address of a picture',
      { messages: [{ role: 'user', content: [{ kind: 'image', url: `https://x/?k=${secret}` }] }] },
    ],
    [
      'the detail of a picture',
      {
        messages: [
          { role: 'user', content: [{ kind: 'image', url: 'https://x/', detail: secret }] },
        ],
      },
    ],
    [
      'a picture that is no base64',
      {
        messages: [
          { role: 'user', content: [{ kind: 'image', url: `data:image/svg+xml,<a>${secret}` }] },
        ],
      },
    ],
    [
      'two parts of one message',
      {
        messages: [
          {
            role: 'user',
            content: [
              { kind: 'text', text: secret.slice(0, 12) },
              { kind: 'text', text: secret.slice(12) },
            ],
          },
        ],
      },
    ],
    [
      'the bytes of a file, whatever they are said to be',
      {
        messages: [
          {
            role: 'user',
            content: [
              {
                kind: 'file',
                mediaType: 'application/octet-stream',
                name: 'a.txt',
                source: { form: 'base64', data: Buffer.from(secret).toString('base64') },
              },
            ],
          },
        ],
      },
    ],
    [
      'the seal of a thought',
      {
        messages: [
          {
            role: 'assistant',
            content: [{ kind: 'reasoning', text: 'hm', signature: secret }],
          },
        ],
      },
    ],
    [
      'two messages of one speaker',
      {
        messages: [
          { role: 'user', content: secret.slice(0, 12) },
          { role: 'user', content: secret.slice(12) },
        ],
      },
    ],
    [
      'a field of a message',
      { messages: [{ role: 'user', content: 'hi', extra: { note: secret } }] },
    ],
    ['the description of a tool', { tools: [{ name: 'f', description: secret }] }],
    [
      'the schema of a tool',
      { tools: [{ name: 'f', parameters: { properties: { [secret]: {} } } }] },
    ],
    ['the response schema', { responseFormat: { type: 'json_schema', schema: { const: secret } } }],
    ['a stop word', { sampling: { stop: [secret] } }],
    ['a field that rides along', { extra: { user: secret } }],
  ];

  test.each(places)('block a secret in %s', async (_, changes) => {
    const gateway = sole.gatewayWith({ routes: [guarded], promptPolicies: [blocking] });
    const sink = await makeCall(gateway, { ...chatRequest, ...changes });
    expect(sink.error).toMatchObject({
      code: 'prompt_blocked',
      message: expect.stringContaining('"no secrets"'),
    });
    expect(sink.error?.message).not.toContain('AKIA');
    expect(sole.provider.requests).toHaveLength(0);
    const [record] = gateway.records;
    expect(record?.decision).toMatchObject({
      outcome: 'blocked',
      findings: [{ rule: 'no secrets', detector: 'secret', count: 1, action: 'block' }],
    });
    expect(JSON.stringify(gateway.records)).not.toContain('AKIA');
  });

  test('block a secret among the inputs of embeddings, and refuse lists of tokens', async () => {
    const gateway = sole.gatewayWith({
      routes: [{ ...guarded, operation: 'embedding' }],
      promptPolicies: [blocking],
    });
    const request = {
      operation: 'embedding',
      dialect: 'openai-embeddings',
      model: 'fast',
      bare: false,
      dimensions: undefined,
      extra: {},
    } as const;
    const blocked = await makeCall(gateway, { ...request, inputs: ['clean', secret] });
    expect(blocked.error).toMatchObject({ code: 'prompt_blocked' });
    const unreadable = await makeCall(gateway, { ...request, inputs: [[1, 2, 3]] });
    expect(unreadable.error).toMatchObject({ code: 'invalid_request', param: 'input' });
  });

  test('let a clean call through', async () => {
    const gateway = sole.gatewayWith({ routes: [guarded], promptPolicies: [blocking] });
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.calls).toEqual(['answer']);
  });

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
    expect(gateway.records[0]?.decision.findings).toHaveLength(1);
  });
});
