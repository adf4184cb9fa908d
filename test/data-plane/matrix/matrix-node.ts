import type { LLMock } from '@copilotkit/aimock';
import { expect } from '@jest/globals';
import type { Operation } from '../../../policy/resource.ts';
import {
  fullUpdate,
  keyOf,
  openSecrets,
  resource,
  sealSecrets,
  type TestResource,
  tenantResources,
} from '../../support/configuration.ts';
import { eventually } from '../../support/eventually.ts';
import type { FaultyProvider } from '../../support/faulty-provider.ts';
import { startTestNode } from '../../support/node.ts';
import {
  acknowledge,
  type ScriptedControlPlane,
  startScriptedControlPlane,
} from '../../support/scripted-control-plane.ts';
import { startChatMock } from './chat-mock.ts';
import type { Access } from './door.ts';
import { pathOf, type Service, startOwnProvider } from './own-provider.ts';
import { type KindRow, kinds, refusalNames } from './provider-kind.ts';

/** One whole node before every kind of provider. */
export interface MatrixNode extends Access {
  readonly mock: LLMock;
  /** What the mock does not speak: see `startOwnProvider`. */
  readonly own: Pick<FaultyProvider, 'requests'>;
  readonly plane: ScriptedControlPlane;
  [Symbol.asyncDispose](): Promise<void>;
}

/** What a route may lead to instead of a plain answer. */
type LaneFault = Exclude<Service, 'embedding'>;

/** Name of the route of a kind that answers, or that always fails in one way or answers with sealed thoughts. */
export function routeOf(
  { name }: Pick<KindRow, 'name'>,
  operation: Operation,
  fault?: LaneFault,
): string {
  return [name, operation, ...(fault === undefined ? [] : [fault])].join('-');
}

/** Starts it; ready when it resolves. `more` is configured besides, for the tenant `a`. */
export async function startMatrixNode(more: readonly TestResource[] = []): Promise<MatrixNode> {
  const mock = await startChatMock();
  const own = await startOwnProvider(mock.url);
  const lanes = kinds.flatMap((row) => lanesOf(row, mock.url, own.origin));
  const tenant = tenantResources('a').filter(({ kind }) => kind !== 'route' && kind !== 'grant');
  const resources = [...models, ...tenant, ...lanes.flatMap(resourcesOf), ...more];
  const plane = await startScriptedControlPlane({
    onHello: (session) => {
      const head = { epoch: 1, revision: 5 };
      session.send({ welcome: { plan: 'PLAN_FULL', why: 'test', head, schema: 1 } });
      session.send({ secrets: sealSecrets(session.hello.sealingPublicKey, secretsOf(lanes)) });
      for (const update of fullUpdate(resources, { revision: 5 })) session.send({ update });
    },
    onReport: acknowledge,
  });
  const node = await startTestNode(plane.address);
  await eventually(() => expect(node.plane.isReady).toBe(true));
  const { httpUrl, grpcAddress } = node.plane;
  return {
    httpUrl,
    grpcAddress,
    apiKey: keyOf('a'),
    mock,
    own,
    plane,
    [Symbol.asyncDispose]: async () => {
      await node[Symbol.asyncDispose]();
      await plane[Symbol.asyncDispose]();
      await own.close();
      await mock.stop();
    },
  };
}

/** A route with a provider, a credential and a target of its own. */
interface Lane {
  readonly name: string;
  readonly row: KindRow;
  readonly baseUrl: string;
  readonly operation: Operation;
  readonly providerModel: string;
}

function lanesOf(row: KindRow, mockUrl: string, ownUrl: string): readonly Lane[] {
  const { name, path } = row;
  const own = (service: Service) => `${ownUrl}${pathOf(name, service)}${path}`;
  const chat = { row, operation: 'chat', providerModel: row.chatModel } as const;
  const chatFaults = ([...refusalNames, 'ended', 'sealed'] as const).map((fault) => ({
    ...chat,
    name: routeOf(row, 'chat', fault),
    baseUrl: own(fault),
  }));
  const chats = [{ ...chat, name: routeOf(row, 'chat'), baseUrl: `${mockUrl}${path}` }];
  if (row.embeddingModel === undefined) return [...chats, ...chatFaults];
  const embedding = { row, operation: 'embedding', providerModel: row.embeddingModel } as const;
  const embeddingFaults = refusalNames.map((fault) => ({
    ...embedding,
    name: routeOf(row, 'embedding', fault),
    baseUrl: own(fault),
  }));
  const embeddings = { ...embedding, name: routeOf(row, 'embedding'), baseUrl: own('embedding') };
  return [...chats, ...chatFaults, embeddings, ...embeddingFaults];
}

const models = (['chat', 'embedding'] as const).flatMap((operation) => [
  resource(
    'model',
    { id: operation },
    {
      name: operation,
      capabilities: operation === 'chat' ? ['chat', 'tools'] : ['embedding'],
      contextWindowTokens: 8_000,
      outputTokensMax: operation === 'chat' ? 1_000 : 0,
    },
  ),
  resource('grant', { id: operation, tenantId: 'a' }, { tenantId: 'a', modelId: operation }),
]);

function resourcesOf({
  name,
  row,
  baseUrl,
  operation,
  providerModel,
}: Lane): readonly TestResource[] {
  const { kind } = row;
  return [
    resource('provider', { id: name }, { name, kind, baseUrl, region: 'local' }),
    resource(
      'target',
      { id: name },
      {
        name,
        providerId: name,
        modelId: operation,
        providerModel,
        enabled: true,
        prices: [{ effectiveFromUnixMs: 1, input: 1_000_000, output: 2_000_000 }],
      },
    ),
    resource(
      'route',
      { id: name, tenantId: 'a' },
      {
        tenantId: 'a',
        name,
        operation,
        rules: [{ name: 'all', split: [{ targetId: name, weight: 1 }] }],
        firstTokenTimeoutMs: 5_000,
        totalTimeoutMs: 30_000,
      },
    ),
  ];
}

/** The pepper, and the credential of each lane. */
function secretsOf(lanes: readonly Lane[]): ReturnType<typeof openSecrets> {
  return [
    ...openSecrets([]),
    ...lanes.map(({ name, row }) => ({
      name: `provider_credential/${name}`,
      generation: 1n,
      plaintext: Buffer.from(row.credential),
    })),
  ];
}
