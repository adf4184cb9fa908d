import { expect, test } from '@jest/globals';
import { GatewayError } from '../../../data-plane/errors.ts';
import type { ChatRequest } from '../../../data-plane/inference.ts';
import { authenticate } from '../../../data-plane/pipeline/authenticate.ts';
import { authorise } from '../../../data-plane/pipeline/authorise.ts';
import type { Exchange } from '../../../data-plane/pipeline/exchange.ts';
import { createHandler } from '../../../data-plane/pipeline/handle.ts';
import { inspect } from '../../../data-plane/pipeline/inspect.ts';
import { parse } from '../../../data-plane/pipeline/parse.ts';
import { type RouteOptions, route } from '../../../data-plane/pipeline/route.ts';
import { TokenDesk } from '../../../data-plane/pipeline/token/token-desk.ts';
import { Balancer } from '../../../data-plane/routing/balancer.ts';
import { systemClock } from '../../../data-plane/upstream/clock.ts';
import type { RoutingRule } from '../../../policy/resource.ts';
import { arrivalOf, createInspection } from './call-fixture.ts';
import { RecordingSink } from './recording-sink.ts';
import {
  chatRequest,
  model,
  providersAt,
  routeOver,
  snapshotOf,
  targetOf,
} from './snapshot-fixture.ts';

/*
 * Goal: the routing stage hands to policies what calls and nodes say, and to the stages after it what policies say.
 * Method: the real stages up to routing, and one behind them that looks.
 */

const targets = [targetOf(0), targetOf(1), targetOf(2)];
const rule: RoutingRule = {
  name: 'all',
  when: '',
  require: '',
  split: targets.map(({ id }) => ({ targetId: id, weight: 1 })),
  fallbackTargetIds: [],
};

function routed(
  changes: Partial<RoutingRule>,
  options: Partial<RouteOptions> = {},
  request: ChatRequest = chatRequest,
): Exchange {
  let seen: Exchange | undefined;
  const stop = new GatewayError('overloaded', 'This test has seen enough.');
  const clock = systemClock;
  const snapshot = snapshotOf({
    providers: providersAt(targets.map(() => 'http://127.0.0.1:9/v1')),
    models: [{ ...model, contextWindowTokens: 1_000 }],
    routes: [{ ...routeOver(targets), policy: { rules: [{ ...rule, ...changes }] } }],
  });
  const handle = createHandler({
    snapshot: () => snapshot,
    stages: [
      (exchange) => {
        seen = exchange;
      },
      authenticate(clock, new TokenDesk(), () => undefined),
      parse,
      authorise(clock),
      inspect({ clock, inspection: createInspection(), desk: undefined }),
      route({ clock, draw: () => 0, nodeRegion: 'eu', ...options }),
      () => {
        throw stop;
      },
    ],
    settle: () => undefined,
    whenDue: (exchange, run) => run(exchange),
    whenKept: (exchange, finish) => finish(exchange),
  });
  handle(arrivalOf(request, { claimed: { session: 's-1' }, sink: new RecordingSink() }));
  if (seen === undefined) throw new Error('no stage was reached');
  return seen;
}
const idsOf = ({ targets: order }: Exchange) => order.map(({ id }) => id);

test('signals of the node decide, and a balancer is one that gives them', () => {
  const ill = new Set(['x0']);
  const signals = new Balancer({ nowMs: () => 0, isHealthy: (id) => !ill.has(id) });
  const choice = { strategy: 'least_busy' } as const;
  const load = signals.started(targetOf(1), chatRequest, 100);
  expect(idsOf(routed({ choice }, { signals }))).toEqual(['x2', 'x1', 'x0']);
  signals.ended(load, { verdict: 'succeeded', firstTokenMs: 5, totalMs: 5 });
  ill.clear();
  expect(idsOf(routed({ choice }, { signals }))).toEqual(['x0', 'x1', 'x2']);
  expect(idsOf(routed({ choice }))).toEqual(['x0', 'x1', 'x2']);
});

test('the session and the beginning of the prompt reach strategies', () => {
  const sticky = { strategy: 'sticky', stickyBy: 'claimed.session' } as const;
  expect(routed({ choice: sticky }).candidates.map(({ reason }) => reason)).toContain('sticky');
  const affine = { strategy: 'prompt_cache_affinity' } as const;
  const leads = new Set(
    Array.from({ length: 30 }, (_, n) => {
      const messages = [{ role: 'user', content: `You are ${n}.` }] as const;
      return idsOf(routed({ choice: affine }, {}, { ...chatRequest, messages }))[0];
    }),
  );
  expect(leads.size).toBe(3);
});

test('the orders by class reach the stages behind', () => {
  const { fallbacksOn } = routed({
    split: rule.split.slice(0, 1),
    fallbackTargetIds: ['x1'],
    fallbacksByClass: [{ on: ['budget'], targetIds: ['x2'] }],
  });
  expect(fallbacksOn.error.map(({ id }) => id)).toEqual(['x0', 'x1']);
  expect(fallbacksOn.budget.map(({ id }) => id)).toEqual(['x2']);
});

test('what the prompt policy said is a fact', () => {
  expect(routed({ when: 'prompt.verdict == "clean"' }).rule).toBe('all');
});

test('a call that is too large for every target is the caller’s to mend', () => {
  const messages = [{ role: 'user', content: 'x'.repeat(5_000) }] as const;
  const { error } = routed({}, {}, { ...chatRequest, messages });
  expect(error).toMatchObject({
    code: 'invalid_request',
    message: expect.stringContaining('shorten it'),
  });
});

test('a call that no target may take is told why, target by target', () => {
  const constraints = { regions: ['moon'], dataTerms: [] };
  expect(routed({ constraints }).error).toMatchObject({
    code: 'no_target',
    message: expect.stringContaining('target-0: region, target-1: region'),
  });
});
