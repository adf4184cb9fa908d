import { expect } from '@jest/globals';
import { type ChatOptions, chat } from './call.ts';
import { eventually } from './eventually.ts';
import { answer, chatBody, embeddingsBody, stream, wholeStream } from './faulty-provider.ts';
import type { Answer } from './graphql.ts';
import { type House, housePrice, startHouse } from './house.ts';
import type { Operator } from './house-operator.ts';

const SECRET = `here: AKIA${'IOSFODNN7EXAMPLQ'} and more`;
const tool = { type: 'function', function: { name: 'look', parameters: { type: 'object' } } };
const long = 'word '.repeat(400);
const image = {
  messages: [
    {
      role: 'user',
      content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,aaaa' } }],
    },
  ],
};

/** What every route is asked: of each fact that decides, both sides. */
const questions: readonly (ChatOptions & Record<string, unknown>)[] = [
  {},
  { text: SECRET },
  { stream: true },
  { tools: [tool] },
  { text: long },
  { max_completion_tokens: 90_000 },
  { ...image },
  { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: {} } } },
  { reasoning_effort: 'high' },
  { headers: { 'x-gatehouse-metadata': '{"tier":"gold"}' } },
  { headers: { 'x-gatehouse-session': 's-1' } },
  { headers: { 'x-gatehouse-session': 's-2' } },
  { headers: { 'x-gatehouse-workload': 'batch' } },
  { headers: { 'x-gatehouse-workload': 'nothing' } },
];

/** A route, and how many calls asked for it. */
export interface AskedRoute {
  readonly id: string;
  readonly version: number;
  n: number;
}

/** A house with routes of every kind, calls of every kind at each, and a rule that has changes of them reviewed. */
export interface ImpactHouse {
  readonly house: House;
  /** By name. */
  readonly routes: ReadonlyMap<string, AskedRoute>;
  /** Name of a prompt policy -> its id. */
  readonly policies: Readonly<Record<string, string>>;
  /** A target at a tenth of the price of the house. */
  readonly cheapChat: string;
}

/** Nobody has made a route of this name; three calls asked for it. */
export const MISSING_ROUTE = 'later';

export async function startImpactHouse(): Promise<ImpactHouse> {
  const house = await startHouse();
  try {
    const routes = new Map<string, AskedRoute>();
    const policies: Record<string, string> = {};
    const cheapChat = await house.batch((operator) => seed(house, operator, { routes, policies }));
    for (const kind of ['ROUTE', 'PROMPT_POLICY'])
      await house.admin.mutate(
        'createApprovalRule',
        { tenantId: house.ids.tenant, kind, quorum: 1 },
        '... on ApprovalRuleChanged { approvalRule { id } }',
      );
    await callAll(house, routes);
    return { house, routes, policies, cheapChat };
  } catch (error) {
    await house[Symbol.asyncDispose]();
    throw error;
  }
}

/** A rule that sends everything to one target. */
export const to = (id: string, name = 'all', more: object = {}) => ({
  name,
  split: [{ targetId: id, weight: 1 }],
  ...more,
});

type Made = { readonly routes: Map<string, AskedRoute>; readonly policies: Record<string, string> };

/** Gives the id of the cheap target. */
async function seed({ ids, admin }: House, { change }: Operator, made: Made): Promise<string> {
  const make = async (name: string, field: string, input: object): Promise<Answer> =>
    (await change(name, input))[field];
  const small = await make('createModel', 'model', {
    name: 'small',
    capabilities: ['CHAT'],
    contextWindowTokens: 400,
    outputTokensMax: 100,
  });
  const target = async (name: string, modelId: string, more: object = {}) => {
    const { providers } = await admin.query('{ providers { edges { node { id } } } }');
    const providerId = providers.edges[0].node.id;
    const prices = [{ input: '100000000', output: '200000000' }];
    const made = { name, providerId, modelId, providerModel: 'real', prices, ...more };
    return (await make('createTarget', 'target', made))['id'] as string;
  };
  const cheapChat = await target('cheap-chat', ids.chatModel);
  const abroad = await target('abroad', ids.chatModel, { region: 'us' });
  const ungranted = await target('ungranted', small['id'], { prices: [housePrice] });
  await seedRoutes({ ids, change }, made, { cheapChat, abroad, ungranted });
  return cheapChat;
}

type Seeding = Pick<House, 'ids'> & Pick<Operator, 'change'>;

async function seedRoutes(
  { ids, change }: Seeding,
  { routes, policies }: Made,
  {
    cheapChat,
    abroad,
    ungranted,
  }: { readonly cheapChat: string; readonly abroad: string; readonly ungranted: string },
): Promise<void> {
  const make = async (name: string, field: string, input: object): Promise<Answer> =>
    (await change(name, input))[field];
  const route = async (name: string, rules: object[], more: object = {}) => {
    const made = { tenantId: ids.tenant, name, operation: 'CHAT', rules, ...more };
    const { id, version } = await make('createRoute', 'route', made);
    routes.set(name, { id, version, n: 0 });
    return id as string;
  };
  const policy = async (name: string, rule: object): Promise<string> => {
    const rules = [{ name: 'no-secrets', detector: 'SECRET', ...rule }];
    const made = { tenantId: ids.tenant, name, rules };
    const { id } = await make('createPromptPolicy', 'promptPolicy', made);
    policies[name] = id;
    return id;
  };
  const both = {
    split: [
      { targetId: ids.firstChat, weight: 3 },
      { targetId: ids.secondChat, weight: 1 },
    ],
  };
  const mixed = {
    split: [ungranted, abroad, ids.firstChat].map((targetId) => ({ targetId, weight: 2 })),
  };
  const shares = await route('shares', [{ name: 'all', ...both }]);
  await route('sticky', [
    { name: 'all', ...both, choice: { strategy: 'STICKY', stickyBy: 'claimed.session' } },
  ]);
  const cheapest = {
    split: [ids.firstChat, cheapChat].map((targetId) => ({ targetId, weight: 1 })),
  };
  await route('cheap', [{ name: 'all', ...cheapest, choice: { strategy: 'LOWEST_COST' } }]);
  await route('affine', [{ name: 'all', ...both, choice: { strategy: 'PROMPT_CACHE_AFFINITY' } }]);
  await route('busy', [{ name: 'all', ...both, choice: { strategy: 'LEAST_BUSY' } }]);
  await route('rules', [
    to(ids.firstChat, 'tools', { when: 'request.tools' }),
    to(ids.secondChat, 'long', { when: 'request.inputTokens > 200' }),
    to(cheapChat, 'bounded', { when: 'request.maxOutputTokens > 80000' }),
    to(ids.secondChat, 'pictures', { when: '"image" in request.modalities' }),
    to(ids.firstChat, 'thinks', { when: 'request.reasoning || request.jsonSchema' }),
    to(cheapChat, 'gold', { when: '"tier" in claimed && claimed.tier == "gold"' }),
    to(ids.secondChat, 'batch', {
      when: 'workload == "batch" && application.dataClass == "internal"',
    }),
    to(ids.firstChat, 'streams', { when: 'request.stream' }),
  ]);
  await route('fragile', [to(ids.firstChat, 'all', { when: 'claimed.tier == "gold"' })]);
  await route('mixed', [{ name: 'all', ...mixed, require: 'provider.name != "x"' }], {
    constraints: { regions: ['eu'], dataTerms: [] },
  });
  await route('barred', [to(ungranted)]);
  await route('guarded', [to(ids.firstChat)], {
    promptPolicyId: await policy('blocks', { action: 'BLOCK' }),
  });
  await route('narrow', [to(ids.firstChat)], {
    promptPolicyId: await policy('tokens-only', { action: 'BLOCK', kinds: ['jwt'] }),
  });
  await route('vectors', [to(ids.firstEmbedding)], {
    operation: 'EMBEDDING',
    promptPolicyId: await policy('blocks-vectors', { action: 'BLOCK' }),
  });
  await route('moving', [to(ids.firstChat)], {
    promptPolicyId: await policy('moves', { action: 'REROUTE', rerouteRouteId: shares }),
  });
  routes.set('chat', { id: ids.chatRoute, version: 1, n: 0 });
}

async function callAll(house: House, routes: ReadonlyMap<string, AskedRoute>): Promise<void> {
  const input = { applicationId: house.ids.application, name: 'narrow', routes: ['chat'] };
  const { secret: narrow } = await house.change('createApiKey', input);
  let made = 0;
  const ask = async (model: string, options: ChatOptions): Promise<void> => {
    const place = options.stream ? stream(wholeStream) : answer(chatBody);
    house.first.behave(place);
    house.second.behave(place);
    await (await chat(house, { model, ...options })).arrayBuffer();
    made += 1;
  };
  for (const [name, route] of routes) {
    for (const question of questions) await ask(name, question);
    await ask(name, { key: narrow });
    if (name === 'vectors') made += await embed(house, name);
    route.n = made;
    made = 0;
  }
  for (let count = 0; count < 3; count += 1) await ask(MISSING_ROUTE, {});
  const total = [...routes.values()].reduce((sum, { n }) => sum + n, made);
  await eventually(async () => {
    const page = await house.admin.query(
      '{ decisions(first: 200) { edges { node { requestId } } pageInfo { hasNextPage } } }',
    );
    const next = page['decisions'].edges.length;
    expect(page['decisions'].pageInfo.hasNextPage || next === total).toBe(true);
  });
}

/** A text, which is inspected, and numbers of a vocabulary, which are not. Gives how many calls that were. */
async function embed({ node, apiKey, first }: House, model: string): Promise<number> {
  first.behave(answer(embeddingsBody));
  const inputs = ['a text', [[1, 2, 3]]];
  for (const input of inputs) {
    const reply = await fetch(`${node.httpUrl}/v1/embeddings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, input }),
    });
    await reply.arrayBuffer();
  }
  return inputs.length;
}
