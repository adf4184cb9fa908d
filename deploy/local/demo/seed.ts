import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { PlanContext } from '../child-plan.ts';
import { type DemoSecrets, keepDemoSecrets } from '../secrets.ts';
import { GraphqlClient } from './graphql-client.ts';
import { demoOffer, type Offer, vendorOffers } from './offer.ts';
import { connectOffer, ensure, type Tenancy } from './offer-seed.ts';

const TENANT = 'demo';
const APPLICATION = 'demo-app';
const KEY = 'demo';
/** The longest that an access token may live is 400 days. */
const TOKEN_LIFE_MS = 399 * 24 * 60 * 60 * 1_000;

const adminPerson = { name: 'Ada Admin', email: 'ada@demo.example', role: 'PLATFORM_ADMIN' };
const reviewerPerson = {
  name: 'Rae Reviewer',
  email: 'rae@demo.example',
  role: 'SECURITY_REVIEWER',
};
const TOKENS_MAX = 100;
const issued = z.looseObject({ secret: z.string() });
const tokenList = z.object({
  principal: z.object({
    accessTokens: z.object({
      edges: z.array(
        z.object({ node: z.object({ id: z.string(), revokedAt: z.string().nullable() }) }),
      ),
    }),
  }),
});

/** What callers of the demo hold, and the tenant that it is in. */
export interface Demo extends DemoSecrets {
  readonly tenantId: string;
  /** Routes that a caller may name, the chat route first. */
  readonly routes: readonly string[];
  /** Whether something was made or changed by this start. */
  readonly isFresh: boolean;
}

/**
 * Makes the demo tenant once, through GraphQL like anybody: each thing is looked for by name and
 * made when it is missing, so a seed that was interrupted goes on where it stopped, and what a user
 * changed or archived since stays so. Lost tokens and keys are issued anew.
 * @throws Error with what the control plane said when it refuses
 */
export async function seedDemo(
  context: PlanContext,
  { graphqlUrl, providerUrl }: { readonly graphqlUrl: string; readonly providerUrl: string },
  signal: AbortSignal,
): Promise<Demo> {
  const speakAs = (token: string) => new GraphqlClient(graphqlUrl, token, signal);
  const offers = [demoOffer(`${providerUrl}/v1`), ...vendorOffers(context.settings.vendorKeys)];
  const routes = offers.flatMap(({ models }) => models.map(({ route }) => route.name));
  const digest = digestOf(offers);
  const known = context.secrets.demo;
  const tenantId = known && (await findDemoTenant(speakAs, known));
  if (known !== undefined && tenantId !== undefined && known.seedDigest === digest)
    return { ...known, tenantId, routes, isFresh: false };
  const isKnown = known !== undefined && tenantId !== undefined;
  const tokens = isKnown ? known : await issueTokens(speakAs(context.secrets.bootstrapToken));
  const tenancy = await ensureTenancy(speakAs(tokens.adminToken), speakAs(tokens.reviewerToken));
  for (const offer of offers) await connectOffer(tenancy, offer);
  const { adminToken, reviewerToken } = tokens;
  const apiKey = isKnown ? known.apiKey : await issueKey(tenancy);
  const demo = { adminToken, reviewerToken, apiKey, seedDigest: digest };
  keepDemoSecrets(context.stateDirectory, demo);
  return { ...demo, tenantId: tenancy.tenantId, routes, isFresh: true };
}

type SpeakAs = (token: string) => GraphqlClient;
type Tokens = Pick<DemoSecrets, 'adminToken' | 'reviewerToken'>;

/** The demo tenant, when both tokens are still good; archived or not, it is the user's. */
async function findDemoTenant(speakAs: SpeakAs, known: DemoSecrets): Promise<string | undefined> {
  try {
    await speakAs(known.reviewerToken).query('{ me { id } }');
    const list = { field: 'tenants', args: 'includeArchived: true' };
    return (await speakAs(known.adminToken).findByName(list, TENANT))?.id;
  } catch {
    return undefined;
  }
}

/** Another provider address or key is another demo: it is brought up to date, not made twice. */
function digestOf(offers: readonly Offer[]): string {
  return createHash('sha256').update(JSON.stringify(offers)).digest('hex');
}

async function issueTokens(bootstrap: GraphqlClient): Promise<Tokens> {
  return {
    adminToken: await issueToken(bootstrap, adminPerson),
    reviewerToken: await issueToken(bootstrap, reviewerPerson),
  };
}

async function issueToken(
  bootstrap: GraphqlClient,
  person: { readonly name: string; readonly email: string; readonly role: string },
): Promise<string> {
  const { name, email, role } = person;
  const principalId = await ensure(bootstrap, {
    list: { field: 'principals', args: 'includeArchived: true' },
    name,
    mutation: 'createPrincipal',
    input: { kind: 'HUMAN', name, email, roles: [role] },
    selection: '... on PrincipalChanged { row: principal { id } }',
  });
  await revokeTokens(bootstrap, principalId);
  const created = await bootstrap.mutate(
    'createAccessToken',
    {
      principalId,
      name: 'npm start',
      notAfter: new Date(Date.now() + TOKEN_LIFE_MS).toISOString(),
    },
    '... on AccessTokenCreated { secret }',
  );
  return issued.parse(created).secret;
}

/** Nobody makes a token for a person who has one in use: those of a lost demo end first. */
async function revokeTokens(bootstrap: GraphqlClient, principalId: string): Promise<void> {
  const data = await bootstrap.query(
    `query ($id: ID!) {
      principal(id: $id) { accessTokens(first: ${TOKENS_MAX}) { edges { node { id revokedAt } } } }
    }`,
    { id: principalId },
  );
  const { edges } = tokenList.parse(data).principal.accessTokens;
  for (const { node } of edges)
    if (node.revokedAt === null)
      await bootstrap.mutate(
        'revokeAccessToken',
        { id: node.id },
        '... on AccessTokenChanged { accessToken { id } }',
      );
}

async function ensureTenancy(admin: GraphqlClient, reviewer: GraphqlClient): Promise<Tenancy> {
  const tenantId = await ensure(admin, {
    list: { field: 'tenants', args: 'includeArchived: true' },
    name: TENANT,
    mutation: 'createTenant',
    input: { name: TENANT },
    selection: '... on TenantChanged { row: tenant { id } }',
  });
  const ofTenant = `tenantId: "${tenantId}" includeArchived: true`;
  const applicationId = await ensure(admin, {
    list: { field: 'applications', args: ofTenant },
    name: APPLICATION,
    mutation: 'createApplication',
    input: {
      tenantId,
      name: APPLICATION,
      team: 'platform',
      environment: 'DEVELOPMENT',
      dataClass: 'INTERNAL',
      rolloutStage: 'GOVERNED',
    },
    selection: '... on ApplicationChanged { row: application { id } }',
  });
  const promptPolicyId = await ensure(admin, {
    list: { field: 'promptPolicies', args: ofTenant },
    name: 'no-secrets',
    mutation: 'createPromptPolicy',
    input: {
      tenantId,
      name: 'no-secrets',
      rules: [{ name: 'no-credentials', detector: 'SECRET', action: 'BLOCK' }],
    },
    selection: '... on PromptPolicyChanged { row: promptPolicy { id } }',
  });
  return { admin, reviewer, tenantId, applicationId, promptPolicyId };
}

/** Its secret is shown once: a key whose secret was lost is of use to nobody and ends here. */
async function issueKey({ admin, applicationId }: Tenancy): Promise<string> {
  const list = { field: 'apiKeys', args: `applicationId: "${applicationId}"` };
  const lost = await admin.findByName(list, KEY);
  if (lost !== undefined)
    await admin.mutate(
      'revokeApiKey',
      { id: lost.id, expectedVersion: lost.version },
      '... on ApiKeyChanged { revision }',
    );
  const created = await admin.mutate(
    'createApiKey',
    { applicationId, name: KEY, workloads: ['chat'], feature: 'demo', scopes: ['EXPLAIN'] },
    '... on ApiKeyCreated { secret }',
  );
  return issued.parse(created).secret;
}
