import { z } from 'zod';
import type { GraphqlClient } from './graphql-client.ts';
import type { Offer, OfferedModel } from './offer.ts';

const created = z.looseObject({ row: z.object({ id: z.string() }) });
const proposal = z.object({ id: z.string(), digest: z.string() });
const proposed = z.looseObject({ changeRequest: proposal });
const pendingList = z.object({
  changeRequests: z.object({
    edges: z.array(
      z.object({
        node: proposal.extend({
          proposal: z.object({
            model: z.object({ id: z.string() }),
            application: z.object({ id: z.string() }).nullable(),
          }),
        }),
      }),
    ),
  }),
});
const grantList = z.object({
  grants: z.object({
    edges: z.array(z.object({ node: z.object({ model: z.object({ id: z.string() }) }) })),
  }),
});
const ROWS_MAX = 100;

/** Whose demo it is, and who makes it: one person asks, another approves. */
export interface Tenancy {
  readonly admin: GraphqlClient;
  readonly reviewer: GraphqlClient;
  readonly tenantId: string;
  readonly applicationId: string;
  readonly promptPolicyId: string;
}

/** Gives the id of the row of this name, which is made when there is none. */
export async function ensure(
  client: GraphqlClient,
  plan: {
    readonly list: { readonly field: string; readonly args?: string };
    readonly name: string;
    readonly mutation: string;
    readonly input: object;
    /** Selects the new row as `row { id }`. */
    readonly selection: string;
  },
): Promise<string> {
  const found = await client.findByName(plan.list, plan.name);
  if (found !== undefined) return found.id;
  return created.parse(await client.mutate(plan.mutation, plan.input, plan.selection)).row.id;
}

/** Connects a provider with its models, targets, routes and approved grants. */
export async function connectOffer(tenancy: Tenancy, offer: Offer): Promise<void> {
  const providerId = await connectProvider(tenancy.admin, offer.provider);
  for (const offered of offer.models) {
    const modelId = await ensure(tenancy.admin, {
      list: { field: 'models', args: 'includeArchived: true' },
      name: offered.model.name,
      mutation: 'createModel',
      input: offered.model,
      selection: '... on ModelChanged { row: model { id } }',
    });
    await ensureRoute(tenancy, offered, { providerId, modelId });
    await ensureGrant(tenancy, modelId);
  }
}

/** A provider that exists gets today's address and credential: its port may be another one. */
async function connectProvider(admin: GraphqlClient, input: Offer['provider']): Promise<string> {
  const list = { field: 'providers', args: 'includeArchived: true', select: 'archivedAt' };
  const found = await admin.findByName(list, input.name);
  const selection = '... on ProviderChanged { row: provider { id } }';
  if (found === undefined)
    return created.parse(await admin.mutate('createProvider', input, selection)).row.id;
  if (found['archivedAt'] === null) {
    const { baseUrl, credential } = input;
    const change = { id: found.id, expectedVersion: found.version, baseUrl, credential };
    await admin.mutate('updateProvider', change, selection);
  }
  return found.id;
}

async function ensureRoute(
  { admin, tenantId, promptPolicyId }: Tenancy,
  { target, providerModel, price, route }: OfferedModel,
  { providerId, modelId }: { readonly providerId: string; readonly modelId: string },
): Promise<void> {
  const targetId = await ensure(admin, {
    list: { field: 'targets', args: 'includeArchived: true' },
    name: target,
    mutation: 'createTarget',
    input: { name: target, providerId, modelId, providerModel, prices: [price] },
    selection: '... on TargetChanged { row: target { id } }',
  });
  await ensure(admin, {
    list: { field: 'routes', args: `tenantId: "${tenantId}" includeArchived: true` },
    name: route.name,
    mutation: 'createRoute',
    input: {
      ...route,
      tenantId,
      promptPolicyId,
      rules: [{ name: 'default', split: [{ targetId, weight: 1 }] }],
    },
    selection: '... on RouteChanged { row: route { id } }',
  });
}

/** A grant that was revoked stays revoked: it is listed too. */
async function ensureGrant(tenancy: Tenancy, modelId: string): Promise<void> {
  const { admin, reviewer, tenantId, applicationId } = tenancy;
  const data = await admin.query(
    `query ($tenantId: ID!, $applicationId: ID!) {
      grants(
        tenantId: $tenantId
        applicationId: $applicationId
        first: ${ROWS_MAX}
        includeRevoked: true
      ) {
        edges { node { model { id } } }
      }
    }`,
    { tenantId, applicationId },
  );
  const { edges } = grantList.parse(data).grants;
  if (edges.some(({ node }) => node.model.id === modelId)) return;
  const { id, digest } =
    (await findPending(tenancy, modelId)) ?? (await requestGrant(tenancy, modelId));
  await reviewer.mutate(
    'approveGrant',
    { changeRequestId: id, digest, comment: 'Approved for the demo.' },
    '... on GrantChanged { revision }',
  );
}

/** A seed that was interrupted may have asked already. */
async function findPending(
  { admin, tenantId, applicationId }: Tenancy,
  modelId: string,
): Promise<z.infer<typeof proposal> | undefined> {
  const data = await admin.query(
    `query ($tenantId: ID!) {
      changeRequests(tenantId: $tenantId, state: IN_REVIEW, first: ${ROWS_MAX}) {
        edges { node { id digest proposal { model { id } application { id } } } }
      }
    }`,
    { tenantId },
  );
  const { edges } = pendingList.parse(data).changeRequests;
  return edges.find(
    ({ node }) =>
      node.proposal.model.id === modelId && node.proposal.application?.id === applicationId,
  )?.node;
}

async function requestGrant(
  { admin, tenantId, applicationId }: Tenancy,
  modelId: string,
): Promise<z.infer<typeof proposal>> {
  const reason = 'The demo application of npm start.';
  const request = await admin.mutate(
    'requestGrant',
    { tenantId, applicationId, modelId, reason },
    '... on ChangeRequestRequired { changeRequest { id digest } }',
  );
  return proposed.parse(request).changeRequest;
}
