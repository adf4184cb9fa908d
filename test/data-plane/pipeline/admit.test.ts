import { describe, expect, test } from '@jest/globals';
import { createExplainCall } from '../../../data-plane/doors/grpc/explain-call.ts';
import { authenticate } from '../../../data-plane/pipeline/authenticate.ts';
import { authorise } from '../../../data-plane/pipeline/authorise.ts';
import { createExchange } from '../../../data-plane/pipeline/handle.ts';
import {
  admitCaller,
  admitTokens,
  admitToRoute,
} from '../../../data-plane/pipeline/limits/admit.ts';
import { parse } from '../../../data-plane/pipeline/parse.ts';
import { route as routed } from '../../../data-plane/pipeline/route.ts';
import { TokenDesk } from '../../../data-plane/pipeline/token/token-desk.ts';
import { systemClock } from '../../../data-plane/upstream/clock.ts';
import type { Limit } from '../../../policy/limit.ts';
import { answer } from '../../support/faulty-provider.ts';
import { limitOf } from '../limits/limit-fixture.ts';
import { arrivalOf, createDesk, healthOf, makeCall } from './call-fixture.ts';
import { inner, rerouting, route, secret } from './prompt-policy-fixture.ts';
import { useSoleProvider } from './provider-fixture.ts';
import { apiKey, chatRequest, snapshotOf } from './snapshot-fixture.ts';

const sole = useSoleProvider();

/** Codes of so many calls, one after another; empty for those that were answered. */
async function codesOf(count: number, limits: readonly Limit[], request = chatRequest) {
  const gateway = sole.gatewayWith({
    routes: [{ ...route, promptPolicyId: 'p-reroute' }, inner],
    promptPolicies: [rerouting],
    limits,
  });
  const codes: string[] = [];
  for (let one = 0; one < count; one += 1)
    codes.push((await makeCall(gateway, request)).error?.code ?? '');
  return { codes, gateway };
}

describe('limits on the way of a call', () => {
  test('a call that a prompt policy has moved is admitted at the limits of its new route, too', async () => {
    const moved = { ...chatRequest, messages: [{ role: 'user' as const, content: secret }] };
    const ofInner = limitOf({ amount: 1, routeIds: [inner.id] });
    expect((await codesOf(2, [ofInner], moved)).codes).toEqual(['', 'limit_exceeded']);
    expect((await codesOf(2, [ofInner])).codes).toEqual(['', '']);
  });

  test('a call that its provider did not answer has used its request, and gives back its place and its tokens', async () => {
    sole.provider.behave(answer('{"error":{"message":"no"}}', { status: 400 }));
    const held = limitOf({ id: 'l2', measure: 'concurrent_requests', amount: 1, windowS: 0 });
    const tokens = limitOf({ id: 'l3', measure: 'tokens', amount: 300, windowS: 3_600 });
    const { codes } = await codesOf(4, [limitOf({ amount: 3, windowS: 3_600 }), held, tokens]);
    expect(codes.slice(0, 3)).not.toContain('limit_exceeded');
    expect(codes[3]).toBe('limit_exceeded');
  });

  test('a caller with a token has no key: it counts for its application', () => {
    const snapshot = snapshotOf({ limits: [limitOf({ per: 'api_key', amount: 1 })] });
    const desk = createDesk();
    const stage = admitCaller(desk, false);
    const admit = (isToken: boolean, id: string): string => {
      const exchange = createExchange(arrivalOf(chatRequest), snapshot);
      exchange.key = { ...apiKey, id };
      if (isToken) exchange.token = { key: exchange.key } as unknown as typeof exchange.token;
      try {
        void stage(exchange);
      } catch (thrown) {
        return (thrown as { code: string }).code;
      }
      return '';
    };
    expect([admit(true, 'k1'), admit(true, 'k2')]).toEqual(['', 'limit_exceeded']);
    expect([admit(false, 'k3'), admit(false, 'k4')]).toEqual(['', '']);
  });

  test('Explain says what would become of a call, at each limit, and counts nothing', async () => {
    const key = { ...apiKey, scopes: ['explain'] as const };
    const snapshot = snapshotOf({ key, limits: [limitOf({ amount: 1, windowS: 3_600 })] });
    const desk = createDesk();
    const explain = createExplainCall({
      stages: [
        authenticate(systemClock, new TokenDesk(), () => undefined),
        admitCaller(desk, true),
        parse,
        authorise(systemClock),
        admitToRoute,
        admitTokens,
        routed({ clock: systemClock, draw: () => 0, nodeRegion: 'eu' }),
      ],
      snapshot: () => snapshot,
      health: healthOf(),
    });
    const ask = async () => (await explain(arrivalOf(chatRequest, { explain: true }))).decision;
    for (let one = 0; one < 3; one += 1)
      expect(await ask()).toMatchObject({
        outcome: 'allowed',
        limits: [{ limit: 'ten', measure: 'requests', outcome: 'allowed' }],
      });
    const exchange = createExchange(arrivalOf(chatRequest), snapshot);
    exchange.key = key;
    void admitCaller(desk, false)(exchange);
    expect(await ask()).toMatchObject({
      outcome: 'refused',
      errorCode: 'limit_exceeded',
      limits: [{ limit: 'ten', outcome: 'refused' }],
    });
  });
});
