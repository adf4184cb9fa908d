import { describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../../data-plane/pipeline/exchange.ts';
import { createExchange } from '../../../data-plane/pipeline/handle.ts';
import { inspect } from '../../../data-plane/pipeline/inspect.ts';
import { systemClock } from '../../../data-plane/upstream/clock.ts';
import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import type { OutsideDetector } from '../../../policy/prompt-part/outside-detector.ts';
import { arrivalOf, createInspection, makeCall } from './call-fixture.ts';
import { blocking, blockingRule, guarded } from './prompt-policy-fixture.ts';
import { useSoleProvider } from './provider-fixture.ts';
import { application, chatRequest, snapshotOf, tenant } from './snapshot-fixture.ts';

/** Goal: the stage waits for nobody whom no rule asks, and a detector of the gateway's own that fails costs only the rules that ask it. */
const sole = useSoleProvider();

const detector: OutsideDetector = {
  id: 'd1',
  tenantId: 't1',
  name: 'moderation',
  protocol: 'http',
  address: 'https://detector.example',
  kinds: ['insult'],
  timeoutMs: 10_000,
  batchSize: 32,
};
const asking: PromptRule = {
  ...blockingRule,
  name: 'manners',
  detector: 'outside',
  outsideDetectorId: 'd1',
};

describe('a detector of the gateway’s own that throws', () => {
  // Nobody could save it: it throws when it is compiled, at the first look.
  const broken: PromptRule = {
    ...blockingRule,
    name: 'odd',
    detector: 'pattern',
    settings: { patterns: [{ name: 'odd', pattern: '(' }] },
  };

  const call = async (rules: readonly PromptRule[]) => {
    let ended: Exchange | undefined;
    const parts = { routes: [guarded], promptPolicies: [{ ...blocking, rules }] };
    const onEnded = (exchange: Exchange) => {
      ended = exchange;
    };
    const gateway = sole.gatewayWith(parts, { onEnded });
    return { gateway, sink: await makeCall(gateway, chatRequest), exchange: () => ended };
  };

  test('refuses the call, and the others have looked', async () => {
    const { sink, gateway, exchange } = await call([broken, blockingRule]);
    expect(sink.error).toMatchObject({ code: 'policy_error' });
    expect(gateway.faults).toHaveLength(1);
    expect(exchange()?.ruleOutcomes).toMatchObject([
      { rule: 'odd', state: 'failed', reason: 'threw' },
      { rule: 'no secrets', state: 'ran' },
    ]);
    expect(exchange()?.inspectedBy).toEqual(['secret']);
  });

  test('lets it go on where its rule says so', async () => {
    const { sink } = await call([{ ...broken, onFailure: 'open' }, blockingRule]);
    expect(sink.calls).toEqual(['answer']);
  });
});

describe('the stage', () => {
  const look = (rules: readonly PromptRule[], text: string) => {
    const snapshot = snapshotOf({
      routes: [guarded],
      promptPolicies: [{ ...blocking, rules }],
      outsideDetectors: [detector],
    });
    const request = { ...chatRequest, messages: [{ role: 'user', content: text }] } as const;
    const exchange = createExchange(arrivalOf(request), snapshot);
    exchange.request = request;
    exchange.route = guarded;
    exchange.tenant = tenant;
    exchange.application = application;
    const parts = { clock: systemClock, inspection: createInspection(), desk: undefined };
    return { exchange, pending: inspect(parts)(exchange) };
  };

  test('waits for nothing where no policy asks one, and makes nothing for it', () => {
    const { exchange, pending } = look([blockingRule], 'hello');
    expect(pending).toBeUndefined();
    expect([exchange.outside, exchange.unseenBy]).toEqual([undefined, undefined]);
  });

  test('sends nothing of a call that is only explained, and says that', () => {
    const { exchange, pending } = look([asking], 'you idiot');
    expect(pending).toBeUndefined();
    expect(exchange.ruleOutcomes).toMatchObject([{ state: 'skipped', reason: 'not_sent' }]);
  });
});
