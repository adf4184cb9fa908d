import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecret } from '../../control-plane/secrets/secret-format.ts';
import { type ControlPlane, startControlPlane } from '../../control-plane/server.ts';
import { readSettings as readControlSettings } from '../../control-plane/settings.ts';
import type { DataPlane } from '../../data-plane/data-plane.ts';
import { startDataPlane } from '../../data-plane/server.ts';
import { readSettings as readNodeSettings } from '../../data-plane/settings.ts';
import { openTestDatabase } from './database.ts';
import { eventually } from './eventually.ts';
import { answer, chatBody, type FaultyProvider, startFaultyProvider } from './faulty-provider.ts';
import { createOperator, type HouseOperator, type Operator } from './house-operator.ts';

/** Both planes on a database of their own and two providers, all real and on loopback; only the models are not. */
export interface House extends AsyncDisposable, HouseOperator, HouseContent {
  readonly controlPlane: ControlPlane;
  readonly node: DataPlane;
  readonly first: FaultyProvider;
  readonly second: FaultyProvider;
}

/** What a house begins with. */
export interface HouseContent {
  readonly ids: HouseIds;
  /** Key of the application `support-bot`, with a grant for the chat and the embedding model. */
  readonly apiKey: string;
}

export interface HouseIds {
  readonly tenant: string;
  readonly application: string;
  readonly chatModel: string;
  readonly embeddingModel: string;
  readonly firstChat: string;
  readonly secondChat: string;
  readonly firstEmbedding: string;
  readonly chatRoute: string;
  readonly apiKey: string;
}

/** Nano-USD per million tokens: 1 and 2 USD, so that a token costs 1,000 and 2,000 nano-USD. */
export const housePrice = { input: '1000000000', output: '2000000000' };

/**
 * Starts everything and seeds tenant `acme`: route `chat` goes to the first provider and falls back to the second.
 *
 * @param variables of the control plane, besides the usual ones
 */
export async function startHouse(variables: Variables = {}): Promise<House> {
  const closers: (() => Promise<unknown> | unknown)[] = [];
  const close = async () => {
    for (const closer of closers.toReversed()) await closer();
  };
  try {
    return await build(variables, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

type Variables = Readonly<Record<string, string>>;

async function build(
  variables: Variables,
  closers: (() => Promise<unknown> | unknown)[],
  close: () => Promise<void>,
): Promise<House> {
  const database = await openTestDatabase();
  closers.push(() => database[Symbol.asyncDispose]());
  const [first, second] = [
    await startFaultyProvider(answer(chatBody)),
    await startFaultyProvider(answer(chatBody)),
  ];
  closers.push(() => Promise.all([first.close(), second.close()]));
  const nodeToken = randomBytes(24).toString('hex');
  const bootstrapToken = createSecret('gth_pat_', (bound) => randomInt(bound));
  const controlPlane = await startControlPlane(
    readControlSettings({
      GATEHOUSE_DATABASE_URL: database.url,
      GATEHOUSE_MASTER_KEY: randomBytes(32).toString('base64'),
      GATEHOUSE_NODE_TOKEN: nodeToken,
      GATEHOUSE_BOOTSTRAP_TOKEN: bootstrapToken,
      GATEHOUSE_GRAPHQL_PORT: '0',
      GATEHOUSE_CONFIG_PORT: '0',
      GATEHOUSE_CONTROL_ADMIN_PORT: '0',
      GATEHOUSE_LOG_LEVEL: 'silent',
      ...variables,
    }),
  );
  closers.push(() => controlPlane[Symbol.asyncDispose]());
  const node = await startNode(controlPlane, nodeToken, closers);
  const operator = await createOperator(controlPlane, bootstrapToken, (revision) =>
    eventually(() => {
      if ((node.snapshot?.revision ?? 0n) < BigInt(revision)) throw new Error('not enforced yet');
    }),
  );
  const content = await seedHouse(operator, { first, second });
  return {
    controlPlane,
    node,
    first,
    second,
    ...operator,
    ...content,
    [Symbol.asyncDispose]: close,
  };
}

async function startNode(
  controlPlane: ControlPlane,
  nodeToken: string,
  closers: (() => Promise<unknown> | unknown)[],
): Promise<DataPlane> {
  const stateDir = mkdtempSync(join(tmpdir(), 'gatehouse-node-'));
  closers.push(() => rmSync(stateDir, { recursive: true, force: true }));
  const node = await startDataPlane(
    readNodeSettings({
      GATEHOUSE_NODE_ID: 'node-1',
      GATEHOUSE_CONFIG_ADDRESS: controlPlane.configAddress,
      GATEHOUSE_NODE_TOKEN: nodeToken,
      GATEHOUSE_NODE_STATE_DIR: stateDir,
      GATEHOUSE_NODE_STATE_KEY: randomBytes(32).toString('base64'),
      GATEHOUSE_HTTP_PORT: '0',
      GATEHOUSE_GRPC_PORT: '0',
      GATEHOUSE_NODE_ADMIN_PORT: '0',
      GATEHOUSE_DETECTOR_NETWORKS: '127.0.0.0/8',
      GATEHOUSE_LOG_LEVEL: 'silent',
    }),
  );
  closers.push(() => node[Symbol.asyncDispose]());
  return node;
}

/** Makes tenant `acme`: route `chat` goes to the first provider and falls back to the second, `embed` to the first. */
export function seedHouse(
  { batch }: Pick<HouseOperator, 'batch'>,
  providers: HouseProviders,
): Promise<HouseContent> {
  return batch((operator) => makeContent(operator, providers));
}

interface HouseProviders {
  readonly first: FaultyProvider;
  readonly second: FaultyProvider;
}

async function makeContent(
  { change, grant }: Operator,
  providers: HouseProviders,
): Promise<HouseContent> {
  const make = async (name: string, field: string, input: object): Promise<string> =>
    (await change(name, input))[field].id;
  const tenant = await make('createTenant', 'tenant', { name: 'acme' });
  const application = await make('createApplication', 'application', {
    tenantId: tenant,
    name: 'support-bot',
    team: 'support',
    environment: 'STAGING',
    dataClass: 'INTERNAL',
  });
  const connect = (name: string, { baseUrl }: FaultyProvider) =>
    make('createProvider', 'provider', {
      name,
      kind: 'OPENAI',
      baseUrl,
      region: 'eu',
      credential: `sk-${name}-credential`,
    });
  const firstProvider = await connect('first', providers.first);
  const secondProvider = await connect('second', providers.second);
  const chatModel = await make('createModel', 'model', {
    name: 'large',
    capabilities: ['CHAT', 'TOOLS', 'VISION', 'JSON_SCHEMA'],
  });
  const embeddingModel = await make('createModel', 'model', {
    name: 'embed',
    capabilities: ['EMBEDDING'],
  });
  const target = (name: string, providerId: string, modelId: string) =>
    make('createTarget', 'target', {
      name,
      providerId,
      modelId,
      providerModel: `real-${name}`,
      prices: [housePrice],
    });
  const firstChat = await target('first-chat', firstProvider, chatModel);
  const secondChat = await target('second-chat', secondProvider, chatModel);
  const firstEmbedding = await target('first-embed', firstProvider, embeddingModel);
  // Before the route: a fallback must be granted.
  await grant({ tenantId: tenant, applicationId: application, modelId: chatModel });
  await grant({ tenantId: tenant, applicationId: application, modelId: embeddingModel });
  const chatRoute = await make('createRoute', 'route', {
    tenantId: tenant,
    name: 'chat',
    operation: 'CHAT',
    rules: [
      {
        name: 'all',
        split: [{ targetId: firstChat, weight: 1 }],
        fallbackTargetIds: [secondChat],
      },
    ],
  });
  await make('createRoute', 'route', {
    tenantId: tenant,
    name: 'embed',
    operation: 'EMBEDDING',
    rules: [{ name: 'all', split: [{ targetId: firstEmbedding, weight: 1 }] }],
  });
  const key = await change('createApiKey', {
    applicationId: application,
    name: 'main',
    workloads: ['default', 'batch'],
    feature: 'answers',
  });
  return {
    apiKey: key['secret'],
    ids: {
      tenant,
      application,
      chatModel,
      embeddingModel,
      firstChat,
      secondChat,
      firstEmbedding,
      chatRoute,
      apiKey: key['apiKey'].id,
    },
  };
}
