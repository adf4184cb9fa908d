import { z } from 'zod';
import { GraphqlClient } from '../../deploy/local/demo/graphql-client.ts';

/** What a caller of the seeded gateway needs. */
export interface BenchKey {
  readonly apiKey: string;
  /** With a condition, three targets, a fallback and a prompt policy. */
  readonly governedRoute: string;
  /** The same over targets that speak Anthropic's wire. */
  readonly translatedRoute: string;
  /** One target and nothing else. */
  readonly plainRoute: string;
}

const row = z.looseObject({ row: z.object({ id: z.string() }) });
const issued = z.looseObject({ secret: z.string() });
const proposed = z.looseObject({
  changeRequest: z.object({ id: z.string(), digest: z.string() }),
});
const seedTimeoutMs = 60_000;
const governedRoute = 'bench';
const translatedRoute = 'bench-translated';
const plainRoute = 'bench-plain';
/** Nano-USD per million tokens. */
const price = { input: '150000000', output: '600000000' };
const weights = [70, 20, 10] as const;

/**
 * Makes a tenant with everything that a governed call meets, as an administrator and a reviewer would.
 *
 * @param baseUrl the mock, with its version segment
 * @throws Error with what the control plane said when it refuses
 */
export async function seedBench(
  graphqlUrl: string,
  bootstrapToken: string,
  baseUrl: string,
): Promise<BenchKey> {
  const signal = AbortSignal.timeout(seedTimeoutMs);
  const bootstrap = new GraphqlClient(graphqlUrl, bootstrapToken, signal);
  const speakAs = async (name: string, role: string) =>
    new GraphqlClient(graphqlUrl, await issueToken(bootstrap, name, role), signal);
  const admin = await speakAs('Bench Admin', 'PLATFORM_ADMIN');
  const reviewer = await speakAs('Bench Reviewer', 'SECURITY_REVIEWER');
  const tenantId = await create(admin, 'Tenant', { name: 'bench' });
  const applicationId = await create(admin, 'Application', {
    tenantId,
    name: 'bench-app',
    team: 'platform',
    environment: 'PRODUCTION',
    dataClass: 'INTERNAL',
    rolloutStage: 'GOVERNED',
  });
  const modelId = await create(admin, 'Model', {
    name: 'bench-model',
    capabilities: ['CHAT', 'TOOLS'],
    contextWindowTokens: 128_000,
  });
  const targetIds = await connectProvider(admin, { kind: 'OPENAI', baseUrl, modelId });
  const foreignIds = await connectProvider(admin, { kind: 'ANTHROPIC', baseUrl, modelId });
  // Before the routes: a fallback must be granted.
  await grant(admin, reviewer, { tenantId, applicationId, modelId });
  await createRoutes(admin, tenantId, { targetIds, foreignIds });
  const key = await admin.mutate(
    'createApiKey',
    { applicationId, name: 'bench', workloads: ['chat'], feature: 'bench' },
    '... on ApiKeyCreated { secret }',
  );
  return { apiKey: issued.parse(key).secret, governedRoute, translatedRoute, plainRoute };
}

async function issueToken(bootstrap: GraphqlClient, name: string, role: string): Promise<string> {
  const email = `${role.toLowerCase().replaceAll('_', '-')}@bench.example`;
  const principalId = await create(bootstrap, 'Principal', {
    kind: 'HUMAN',
    name,
    email,
    roles: [role],
  });
  const token = await bootstrap.mutate(
    'createAccessToken',
    { principalId, name: 'bench' },
    '... on AccessTokenCreated { secret }',
  );
  return issued.parse(token).secret;
}

/** A provider of that kind and its targets, one for each weight. */
async function connectProvider(
  admin: GraphqlClient,
  {
    kind,
    baseUrl,
    modelId,
  }: { readonly kind: string; readonly baseUrl: string; readonly modelId: string },
): Promise<readonly string[]> {
  const name = `mock-${kind.toLowerCase()}`;
  const providerId = await create(admin, 'Provider', {
    name,
    kind,
    baseUrl,
    region: 'local',
    dataTerms: ['ZERO_RETENTION'],
    credential: 'any-key-will-do',
  });
  const targetIds: string[] = [];
  for (const index of weights.keys())
    targetIds.push(
      await create(admin, 'Target', {
        name: `${name}-${index}`,
        providerId,
        modelId,
        providerModel: 'bench-model',
        prices: [price],
      }),
    );
  return targetIds;
}

interface RouteTargets {
  readonly targetIds: readonly string[];
  /** Of another wire than the caller's. */
  readonly foreignIds: readonly string[];
}

async function createRoutes(
  admin: GraphqlClient,
  tenantId: string,
  { targetIds, foreignIds }: RouteTargets,
): Promise<void> {
  const promptPolicyId = await create(admin, 'PromptPolicy', {
    tenantId,
    name: 'no-secrets',
    rules: [{ name: 'no-credentials', detector: 'SECRET', action: 'BLOCK' }],
  });
  const common = { tenantId, operation: 'CHAT' };
  const governed = { ...common, promptPolicyId };
  await create(admin, 'Route', {
    ...governed,
    name: governedRoute,
    rules: governedRules(targetIds),
  });
  await create(admin, 'Route', {
    ...governed,
    name: translatedRoute,
    rules: governedRules(foreignIds),
  });
  await create(admin, 'Route', {
    ...common,
    name: plainRoute,
    rules: [{ name: 'default', split: splitOver(targetIds).slice(0, 1) }],
  });
}

function governedRules(targetIds: readonly string[]): readonly object[] {
  const split = splitOver(targetIds);
  return [
    {
      name: 'confidential',
      when: 'application.dataClass == "restricted"',
      split: split.slice(0, 1),
    },
    {
      name: 'default',
      when: 'workload == "chat" && request.inputTokens < 100000',
      split,
      fallbackTargetIds: targetIds.slice(0, 1),
    },
  ];
}

function splitOver(targetIds: readonly string[]): readonly object[] {
  return weights.map((weight, index) => ({ targetId: targetIds[index], weight }));
}

async function grant(
  admin: GraphqlClient,
  reviewer: GraphqlClient,
  what: { readonly tenantId: string; readonly applicationId: string; readonly modelId: string },
): Promise<void> {
  const request = await admin.mutate(
    'requestGrant',
    { ...what, reason: 'The application of the benchmark.' },
    '... on ChangeRequestRequired { changeRequest { id digest } }',
  );
  const { id, digest } = proposed.parse(request).changeRequest;
  await reviewer.mutate(
    'approveGrant',
    { changeRequestId: id, digest, comment: 'Approved for the benchmark.' },
    '... on GrantChanged { revision }',
  );
}

/** Runs `create<Noun>` and gives the id of the new row. */
async function create(client: GraphqlClient, noun: string, input: object): Promise<string> {
  const field = `${noun.charAt(0).toLowerCase()}${noun.slice(1)}`;
  const selection = `... on ${noun}Changed { row: ${field} { id } }`;
  return row.parse(await client.mutate(`create${noun}`, input, selection)).row.id;
}
