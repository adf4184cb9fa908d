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
import { type Answer, GraphqlCaller } from './graphql.ts';

/** Both planes on a database of their own and two providers, all real and on loopback; only the models are not. */
export interface House extends AsyncDisposable, HouseOperator, HouseContent {
  readonly controlPlane: ControlPlane;
  readonly node: DataPlane;
  readonly first: FaultyProvider;
  readonly second: FaultyProvider;
}

/** The people who run a house, and what they do. */
export interface HouseOperator {
  /** Platform-admin, a human. */
  readonly admin: GraphqlCaller;
  /** Security-reviewer, another human. */
  readonly reviewer: GraphqlCaller;
  /** Resolves when the node enforces the revision. */
  awaitEnforced(revision: string): Promise<void>;
  /** Runs a mutation as admin and waits until the node enforces it. @throws Error when it was refused */
  change(name: string, input: object, selection?: string): Promise<Answer>;
  /** Requests a grant as admin, approves it as reviewer, and waits until it is enforced. */
  grant(input: object): Promise<Answer>;
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

/** Starts everything and seeds tenant `acme`: route `chat` goes to the first provider and falls back to the second. */
export async function startHouse(): Promise<House> {
  const closers: (() => Promise<unknown> | unknown)[] = [];
  const close = async () => {
    for (const closer of closers.toReversed()) await closer();
  };
  try {
    return await build(closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function build(
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

/** Makes the two people with the token of the first start. */
export async function createOperator(
  controlPlane: GraphqlPlace,
  bootstrapToken: string,
  awaitEnforced: HouseOperator['awaitEnforced'],
): Promise<HouseOperator> {
  const bootstrap = new GraphqlCaller(controlPlane.graphqlUrl, bootstrapToken);
  const admin = await createPerson(controlPlane, bootstrap, 'ada', 'PLATFORM_ADMIN');
  const reviewer = await createPerson(controlPlane, bootstrap, 'rae', 'SECURITY_REVIEWER');
  const change: HouseOperator['change'] = async (name, input, selection = '') => {
    const payload = await admin.mutate(name, input, successOf(name, selection));
    if (payload['revision'] === undefined) throw new Error(JSON.stringify(payload));
    await awaitEnforced(payload['revision']);
    return payload;
  };
  const grant: HouseOperator['grant'] = async (input) => {
    const reason = 'a test needs it';
    const asked = await admin.mutate('requestGrant', { reason, ...input }, CHANGE_REQUEST);
    const { id: changeRequestId, digest } = asked['changeRequest'];
    const granted = await reviewer.mutate(
      'approveGrant',
      { changeRequestId, digest },
      '... on GrantChanged { grant { id version } revision }',
    );
    if (granted['revision'] === undefined) throw new Error(JSON.stringify(granted));
    await awaitEnforced(granted['revision']);
    return granted;
  };
  return { admin, reviewer, awaitEnforced, change, grant };
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
      GATEHOUSE_LOG_LEVEL: 'silent',
    }),
  );
  closers.push(() => node[Symbol.asyncDispose]());
  return node;
}

/** A selection that fits any change request. */
export const CHANGE_REQUEST =
  '... on ChangeRequestRequired { message changeRequest { id digest state version } }';

type GraphqlPlace = Pick<ControlPlane, 'graphqlUrl'>;

/** A human principal of the platform with a token. */
export async function createPerson(
  { graphqlUrl }: GraphqlPlace,
  by: GraphqlCaller,
  name: string,
  role: string,
): Promise<GraphqlCaller> {
  const made = await by.mutate(
    'createPrincipal',
    { kind: 'HUMAN', name, roles: [role] },
    '... on PrincipalChanged { principal { id } }',
  );
  const token = await by.mutate(
    'createAccessToken',
    { principalId: made['principal'].id, name: 'test' },
    '... on AccessTokenCreated { secret }',
  );
  return new GraphqlCaller(graphqlUrl, token['secret']);
}

/** The success member of a mutation's union: `createRoute` -> RouteChanged with `route { id version }`. */
function successOf(name: string, selection: string): string {
  const noun = name.replace(/^[a-z]+/, '');
  const field = `${noun.charAt(0).toLowerCase()}${noun.slice(1)}`;
  const type = name === 'createApiKey' ? 'ApiKeyCreated' : `${noun}Changed`;
  const secret = name === 'createApiKey' ? 'secret' : '';
  return `... on ${type} { ${field} { id version } ${secret} revision ${selection} }`;
}

/** Makes tenant `acme`: route `chat` goes to the first provider and falls back to the second, `embed` to the first. */
export async function seedHouse(
  { change, grant }: Pick<HouseOperator, 'change' | 'grant'>,
  providers: { readonly first: FaultyProvider; readonly second: FaultyProvider },
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
