import { credentials, Metadata } from '@grpc/grpc-js';
import { inferenceContract } from '../../../proto/contract/inference.ts';
import {
  hashOf,
  keyOf,
  resource,
  type TestResource,
  tenantResources,
  testPepper,
} from '../../support/configuration.ts';
import { eventually } from '../../support/eventually.ts';
import {
  answer,
  chatBody,
  type FaultyProvider,
  startFaultyProvider,
} from '../../support/faulty-provider.ts';
import { startTestNode, type TestNode } from '../../support/node.ts';
import {
  acknowledge,
  type ScriptedControlPlane,
  sendEverything,
  startScriptedControlPlane,
} from '../../support/scripted-control-plane.ts';

/** A key with the scope `explain`, and one of the same application without. */
export const explainingKey = keyOf('a-explaining');
export const plainKey = keyOf('a');

/**
 * Routes of tenant `a`: `assistant` over three targets on OpenAI's wire of which the last is off, `claude` over one on Anthropic's,
 * `vectors`, `guarded` and `moved` behind prompt policies that block and reroute, `never` with a rule that never holds. Tenant `b` has the usual ones.
 */
export interface ExplainNode extends AsyncDisposable {
  readonly node: TestNode;
  readonly plane: ScriptedControlPlane;
  readonly first: FaultyProvider;
  readonly second: FaultyProvider;
  readonly claude: FaultyProvider;
  readonly client: InstanceType<typeof inferenceContract.InferenceService>;
}

/** A whole node between a scripted control plane and three providers; it is sent `others` besides. */
export async function startExplainNode(others: readonly TestResource[] = []): Promise<ExplainNode> {
  const [first, second, claude] = await Promise.all([provider(), provider(), provider()]);
  const resources = [
    ...sharedParts({ first, second, claude }),
    ...tenantResources('a'),
    ...tenantResources('b'),
    ...ownParts,
    ...others,
  ].filter(({ kind, id }) => !(kind === 'route' && id === 'route-a'));
  const plane = await startScriptedControlPlane({
    onHello: (session) => sendEverything(session, resources, 5),
    onReport: acknowledge,
  });
  const node = await startTestNode(plane.address);
  await eventually(() => {
    if (!node.plane.isReady) throw new Error('the node is not ready');
  });
  const client = new inferenceContract.InferenceService(
    node.plane.grpcAddress,
    credentials.createInsecure(),
  );
  return {
    node,
    plane,
    first,
    second,
    claude,
    client,
    [Symbol.asyncDispose]: async () => {
      client.close();
      await node[Symbol.asyncDispose]();
      await plane[Symbol.asyncDispose]();
      await Promise.all([first.close(), second.close(), claude.close()]);
    },
  };
}

/** Metadata of a gRPC call. */
export function metadataFor(key: string, others: Readonly<Record<string, string>> = {}): Metadata {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${key}`);
  for (const [name, value] of Object.entries(others)) metadata.set(name, value);
  return metadata;
}

const provider = () => startFaultyProvider(answer(chatBody));

type Providers = Pick<ExplainNode, 'first' | 'second' | 'claude'>;

function sharedParts({ first, second, claude }: Providers): readonly TestResource[] {
  const vendor = (id: string, kind: string, { baseUrl }: FaultyProvider) =>
    resource(
      'provider',
      { id },
      { name: id, kind, baseUrl, region: 'eu', dataTerms: ['no_training'] },
    );
  const model = (id: string, capability: string) =>
    resource('model', { id }, { name: `name-of-${id}`, capabilities: [capability, 'tools'] });
  const target = (id: string, providerId: string, change: object = {}) =>
    resource(
      'target',
      { id },
      {
        name: `at-${id}`,
        providerId,
        modelId: 'model-1',
        providerModel: `model-of-${id}`,
        enabled: true,
        prices: [{ effectiveFromUnixMs: 1, input: 1_000_000, output: 2_000_000 }],
        ...change,
      },
    );
  return [
    vendor('provider-1', 'openai', first),
    vendor('provider-2', 'openai', second),
    vendor('provider-3', 'anthropic', claude),
    model('model-1', 'chat'),
    model('model-2', 'embedding'),
    target('target-1', 'provider-1'),
    target('target-2', 'provider-2'),
    target('target-3', 'provider-2', { enabled: false }),
    target('target-4', 'provider-3'),
    target('target-5', 'provider-1', { modelId: 'model-2' }),
  ];
}

const tenantId = 'a';
const own = (id: string) => ({ id, tenantId });
const route = (name: string, target: string, change: object = {}) =>
  resource('route', own(`route-${name}`), {
    tenantId,
    name,
    operation: 'chat',
    rules: [{ name: 'all', split: [{ targetId: target, weight: 1 }] }],
    firstTokenTimeoutMs: 5_000,
    totalTimeoutMs: 30_000,
    ...change,
  });

const ownParts: readonly TestResource[] = [
  resource('api_key', own('key-explaining'), {
    tenantId,
    applicationId: 'application-a',
    name: 'explaining',
    hash: hashOf(explainingKey),
    pepperId: testPepper.id,
    workloads: ['chat'],
    scopes: ['explain'],
  }),
  resource('grant', own('grant-vectors'), { tenantId, modelId: 'model-2' }),
  resource('prompt_policy', own('policy'), {
    tenantId,
    name: 'no-secrets',
    rules: [{ name: 'no-credentials', detector: 'secret', action: 'block' }],
  }),
  resource('prompt_policy', own('moving'), {
    tenantId,
    name: 'keep-inside',
    rules: [
      { name: 'move', detector: 'secret', action: 'reroute', rerouteRouteId: 'route-claude' },
    ],
  }),
  route('assistant', 'target-1', {
    rules: [
      {
        name: 'never',
        when: 'request.stream && !request.stream',
        split: [{ targetId: 'target-2', weight: 1 }],
      },
      {
        name: 'all',
        split: [{ targetId: 'target-1', weight: 1 }],
        fallbackTargetIds: ['target-2', 'target-3'],
        constraints: { regions: ['eu', 'us'] },
      },
    ],
    constraints: { dataTerms: ['no_training'] },
  }),
  route('claude', 'target-4'),
  route('vectors', 'target-5', { operation: 'embedding' }),
  route('guarded', 'target-1', { promptPolicyId: 'policy' }),
  route('moved', 'target-1', { promptPolicyId: 'moving' }),
  route('never', 'target-1', {
    rules: [
      { name: 'never', when: 'workload == "other"', split: [{ targetId: 'target-1', weight: 1 }] },
    ],
  }),
];
