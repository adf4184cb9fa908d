import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chat } from '../support/call.ts';
import { eventually } from '../support/eventually.ts';
import type { Answer } from '../support/graphql.ts';
import type { House } from '../support/house.ts';
import { CHANGE_REQUEST } from '../support/house-operator.ts';
import { type ImpactHouse, startImpactHouse, to } from '../support/impact-house.ts';

const IMPACT = `query ($id: ID!) { changeRequest(id: $id) { round digest impact {
  state round digest progress total fault n calls notReplayable reproduced applicationCount
  window { from to bound }
  totals { counts { class requests calls } pricedDifferently pricedRequests costBefore costAfter costDifference }
  byApplication { application { name } changedCalls totals { counts { class requests } } }
  samples { class requestId application { name }
    before { errorCode route { name } rule leads { target { name } share } cost }
    after { errorCode route { name } rule reroutedBy leads { target { name } share } cost } }
} } }`;

/**
 * Goal: a replay decides as nodes do, and says what a change would have made of real calls.
 * Method: both planes, routes of every kind, and calls of every kind at each; then changes are proposed and their impact read.
 */
describe('the impact of a change request', () => {
  let house: House;
  let routes: ImpactHouse['routes'];
  let policies: ImpactHouse['policies'];
  let cheapChat: string;
  beforeAll(async () => {
    ({ house, routes, policies, cheapChat } = await startImpactHouse());
  });
  afterAll(async () => {
    await house[Symbol.asyncDispose]();
  });

  const propose = async (name: string, input: object): Promise<string> => {
    const payload = await house.admin.mutate(name, { reason: 'To see.', ...input }, CHANGE_REQUEST);
    if (payload['changeRequest'] === undefined) throw new Error(JSON.stringify(payload));
    return payload['changeRequest'].id;
  };
  const edit = (name: string, change: object) => {
    const { id, version: expectedVersion } = routes.get(name) ?? { id: '', version: 0 };
    return propose('updateRoute', { id, expectedVersion, ...change });
  };
  const read = async (id: string): Promise<Answer> => {
    const { changeRequest } = await house.admin.query(IMPACT, { id });
    return changeRequest;
  };
  const impactOf = (id: string, round = 1): Promise<Answer> =>
    eventually(async () => {
      const { impact } = await read(id);
      expect(impact).toMatchObject({ state: 'DONE', round, fault: null });
      return impact;
    });
  const requestsOf = ({ totals }: Answer) =>
    Object.fromEntries(
      totals.counts.flatMap((one: Answer) =>
        one['requests'] ? [[one['class'], one['requests']]] : [],
      ),
    );

  const callsOf = ({ totals }: Answer) =>
    Object.fromEntries(totals.counts.map((one: Answer) => [one['class'], one['calls']]));

  test('unchanged, a replay decides every recorded request as its node did', async () => {
    const proposed = new Map<string, string>();
    for (const name of routes.keys())
      proposed.set(name, await edit(name, { totalTimeoutMs: 77_000 }));
    for (const [name, id] of proposed) {
      const impact = await impactOf(id);
      const n =
        (routes.get(name)?.n ?? 0) + (name === 'shares' ? (routes.get('moving')?.n ?? 0) : 0);
      expect([name, impact]).toMatchObject([
        name,
        { n, total: n, progress: n, reproduced: n, calls: n, notReplayable: 0, samples: [] },
      ]);
      expect([name, requestsOf(impact)]).toEqual([name, { UNCHANGED: n }]);
    }
  });

  test('shares move by what must move, and what they cost with them', async () => {
    const { firstChat, secondChat } = house.ids;
    const split = [firstChat, secondChat].map((targetId) => ({ targetId, weight: 1 }));
    const impact = await impactOf(await edit('shares', { rules: [{ name: 'all', split }] }));
    const n = impact['n'];
    const [routed = 0, kept = 0] = ['ROUTED_DIFFERENTLY', 'UNCHANGED'].map(
      (name) => requestsOf(impact)[name],
    );
    expect(routed + kept).toBe(n);
    expect(callsOf(impact)).toMatchObject({
      ROUTED_DIFFERENTLY: routed / 4,
      UNCHANGED: n - routed / 4,
    });
    expect(impact['samples'][0]).toMatchObject({
      class: 'ROUTED_DIFFERENTLY',
      application: { name: 'support-bot' },
      before: {
        errorCode: null,
        route: { name: 'shares' },
        leads: [
          { target: { name: 'first-chat' }, share: 0.75 },
          { target: { name: 'second-chat' }, share: 0.25 },
        ],
      },
      after: { leads: [{ share: 0.5 }, { share: 0.5 }] },
    });
    const { application, changedCalls, totals } = impact['byApplication'][0];
    expect([application, changedCalls]).toEqual([{ name: 'support-bot' }, routed / 4]);
    expect(totals.counts.map((one: Answer) => one['requests'])).toEqual(
      impact['totals'].counts.map((one: Answer) => one['requests']),
    );
  });

  test('a dearer target costs what the tokens of its calls cost there', async () => {
    const rules = [to(house.ids.firstChat)];
    const { totals, ...impact } = await impactOf(await edit('cheap', { rules }));
    const { ROUTED_DIFFERENTLY: moved } = requestsOf({ totals });
    // 7 and 5 tokens of each whole reply, 7 and 2 of the stream, at 0.1 and 0.2 or 1 and 2 USD a million.
    const before = (moved - 1) * (7 * 100 + 5 * 200) + (7 * 100 + 2 * 200);
    expect(totals).toMatchObject({
      pricedDifferently: moved,
      pricedRequests: moved,
      costBefore: String(before),
      costAfter: String(before * 10),
      costDifference: String(before * 9),
    });
    expect(impact['samples'].length).toBe(moved);
  });

  test('a rule less refuses, a rule more allows, and another order of fallbacks is told apart', async () => {
    const { firstChat, secondChat } = house.ids;
    const refusing = [to(firstChat, 'tools', { when: 'request.tools' })];
    const less = await impactOf(await edit('guarded', { rules: refusing }));
    expect(requestsOf(less)).toEqual({ NEWLY_REFUSED: 10, UNCHANGED: 5 });
    expect(less['samples'][0].after).toMatchObject({
      errorCode: 'no_target',
      leads: [],
      cost: '0',
    });
    const more = await impactOf(await edit('fragile', { rules: [to(firstChat)] }));
    const allowed = { NEWLY_ALLOWED: 11, REFUSED_DIFFERENTLY: 1, UNCHANGED: 3 };
    expect(requestsOf(more)).toEqual(allowed);
    const beside = [to(firstChat, 'all', { fallbackTargetIds: [secondChat, cheapChat] })];
    expect(requestsOf(await impactOf(await edit('chat', { rules: beside })))).toEqual({
      FALLBACKS_DIFFER: 13,
      UNCHANGED: 2,
    });
  });

  test('what nobody has looked at cannot be judged by a prompt policy, and is not called unchanged', async () => {
    const promptPolicyId = policies['blocks'];
    const impact = await impactOf(await edit('chat', { promptPolicyId }));
    expect(requestsOf(impact)).toEqual({ NOT_REPLAYABLE: 14, UNCHANGED: 1 });
    expect(impact).toMatchObject({ n: 15, notReplayable: 14, reproduced: 15 });
  });

  test('a prompt policy that moves instead of blocking lets the blocked through by the other route', async () => {
    const rules = [
      {
        name: 'no-secrets',
        detector: 'SECRET',
        action: 'REROUTE',
        rerouteRouteId: routes.get('shares')?.id,
      },
    ];
    const id = policies['blocks'];
    const moving = await propose('updatePromptPolicy', { id, expectedVersion: 1, rules });
    const impact = await impactOf(moving);
    expect(requestsOf(impact)).toEqual({ NEWLY_ALLOWED: 1, UNCHANGED: 14 });
    expect(impact['samples']).toMatchObject([
      {
        before: { errorCode: 'prompt_blocked', route: { name: 'guarded' } },
        after: { errorCode: null, route: { name: 'shares' }, reroutedBy: 'blocks' },
      },
    ]);
    const blocking = await propose('updatePromptPolicy', {
      id: policies['moves'],
      expectedVersion: 1,
      rules: [
        {
          name: 'no-secrets',
          detector: 'SECRET',
          action: 'REROUTE',
          rerouteRouteId: house.ids.chatRoute,
        },
      ],
    });
    expect(requestsOf(await impactOf(blocking))).toEqual({ REROUTED: 1, UNCHANGED: 14 });
  });

  test('what a rule is about, and whether it only watches, is judged from what was found', async () => {
    const id = policies['blocks'];
    const shares = routes.get('shares')?.id;
    const allowedBy = async (change: object) => {
      const rule = { name: 'no-secrets', detector: 'SECRET', action: 'BLOCK', ...change };
      const edited = await propose('updatePromptPolicy', {
        id,
        expectedVersion: 1,
        rules: [rule],
      });
      return requestsOf(await impactOf(edited));
    };
    const allowed = { NEWLY_ALLOWED: 1, UNCHANGED: 14 };
    expect(await allowedBy({ mode: 'MONITOR' })).toEqual(allowed);
    expect(await allowedBy({ action: 'FLAG' })).toEqual(allowed);
    expect(await allowedBy({ kinds: ['jwt'] })).toEqual(allowed);
    expect(await allowedBy({ minCount: 2 })).toEqual(allowed);
    expect(await allowedBy({ action: 'REDACT' })).toEqual(allowed);
    const redacted = await propose('updatePromptPolicy', {
      id: policies['tokens-only'],
      expectedVersion: 1,
      rules: [{ name: 'no-secrets', detector: 'SECRET', action: 'REDACT' }],
    });
    const otherwise = { REDACTED_DIFFERENTLY: 1, UNCHANGED: 14 };
    expect(requestsOf(await impactOf(redacted))).toEqual(otherwise);
    // Its calls were looked at by a rule that is about none of what was found.
    const wider = await propose('updatePromptPolicy', {
      id: policies['tokens-only'],
      expectedVersion: 1,
      rules: [
        { name: 'no-secrets', detector: 'SECRET', action: 'REROUTE', rerouteRouteId: shares },
      ],
    });
    expect(requestsOf(await impactOf(wider))).toEqual({ REROUTED: 1, UNCHANGED: 14 });
  });

  test('a prompt policy that is attached is judged on the calls of every route', async () => {
    const { tenant: tenantId, application } = house.ids;
    const rules = [{ name: 'no-secrets', detector: 'SECRET', action: 'REROUTE' }];
    const shares = routes.get('shares')?.id;
    const { promptPolicy }: Record<string, Answer> = await house.change('createPromptPolicy', {
      ...{ tenantId, name: 'attached' },
      rules: rules.map((rule) => ({ ...rule, rerouteRouteId: shares })),
    });
    const attach = (appliesTo: object) =>
      propose('updatePromptPolicy', {
        ...{ id: promptPolicy?.['id'], expectedVersion: 1, appliesTo },
      });
    const seen = [...routes.keys()].filter((name) => ['guarded', 'narrow'].includes(name));
    expect(seen).toHaveLength(2);
    const impact = await impactOf(await attach({ applicationIds: [application] }));
    // Of "narrow"; on "guarded" its own policy blocks what the attached one would move, and elsewhere nobody looked.
    expect(requestsOf(impact)).toMatchObject({ REROUTED: 1 });
    expect(impact['notReplayable']).toBeGreaterThan(0);
    const nobody = await impactOf(await attach({ workloads: ['nobodys'] }));
    expect(requestsOf(nobody)).toEqual({ UNCHANGED: impact['n'] });
  });

  test('a route that is not there yet allows what asked for it; an edit begins anew, and so does who asks', async () => {
    const { firstChat, tenant: tenantId } = house.ids;
    const made = { tenantId, name: 'later', operation: 'CHAT' };
    const id = await propose('createRoute', { ...made, rules: [to(firstChat)] });
    const first = await impactOf(id);
    expect(requestsOf(first)).toEqual({ NEWLY_ALLOWED: 3 });
    expect(first['samples'][0].before).toMatchObject({ errorCode: 'unknown_route', route: null });
    const rules = [to(firstChat, 'tools', { when: 'request.tools' })];
    await propose('createRoute', { ...made, rules, changeRequestId: id });
    const second = await impactOf(id, 2);
    expect(requestsOf(second)).toEqual({ REFUSED_DIFFERENTLY: 3 });
    const { digest, impact } = await read(id);
    expect([impact.digest, impact.digest === first['digest']]).toEqual([digest, false]);
    await (await chat(house, { model: 'later' })).arrayBuffer();
    await eventually(async () => {
      await house.reviewer.mutate(
        'replayChange',
        { changeRequestId: id },
        '... on ChangeRequestChanged { changeRequest { id } }',
      );
      expect((await impactOf(id, 2))['n']).toBe(4);
    });
    await house.admin.mutate(
      'withdrawChange',
      { changeRequestId: id },
      '... on ChangeRequestChanged { changeRequest { id } }',
    );
    expect(await house.admin.mutate('replayChange', { changeRequestId: id }, '')).toMatchObject({
      __typename: 'ValidationFailed',
      faults: [{ path: 'changeRequestId' }],
    });
  });
});
