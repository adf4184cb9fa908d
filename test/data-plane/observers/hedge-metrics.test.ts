import { expect, test } from '@jest/globals';
import { CallObserver } from '../../../data-plane/observers/call-observer.ts';
import type { AttemptRecord, Exchange } from '../../../data-plane/pipeline/exchange.ts';
import { createExchange } from '../../../data-plane/pipeline/handle.ts';
import { NodeMetrics } from '../../../data-plane/telemetry/metrics.ts';
import { arrivalOf } from '../pipeline/call-fixture.ts';
import { apiKey, chatRequest, snapshotOf, targetOf } from '../pipeline/snapshot-fixture.ts';

type Attempts = readonly (readonly [verdict: string, isHedge: boolean, costNanoUsd: bigint])[];

function exchangeWith(attempts: Attempts): Exchange {
  const exchange = createExchange(arrivalOf(chatRequest), snapshotOf({}));
  exchange.key = apiKey;
  exchange.attempts = attempts.map(
    ([verdict, isHedge, costNanoUsd], index): AttemptRecord => ({
      number: index + 1,
      target: targetOf(index),
      isHedge,
      verdict,
      status: 200,
      firstTokenMs: 1,
      totalMs: 2,
      endedAtMs: 3,
      usage: undefined,
      costNanoUsd,
      unpriced: false,
      priceFromMs: 0,
      priceTier: 0,
      grantId: '',
      charge: undefined,
    }),
  );
  return exchange;
}

const rows: readonly (readonly [string, Attempts, string | undefined, number])[] = [
  [
    'wins',
    [
      ['outrun', false, 5n],
      ['succeeded', true, 9n],
    ],
    'won',
    5,
  ],
  [
    'is outrun',
    [
      ['succeeded', false, 9n],
      ['outrun', true, 7n],
    ],
    'outrun',
    7,
  ],
  [
    'fails',
    [
      ['succeeded', false, 9n],
      ['timeout', true, 0n],
    ],
    'failed',
    0,
  ],
  [
    'is left with its call',
    [
      ['cancelled', false, 0n],
      ['cancelled', true, 0n],
    ],
    'cancelled',
    0,
  ],
  [
    'is none',
    [
      ['reset', false, 0n],
      ['succeeded', false, 9n],
    ],
    undefined,
    0,
  ],
];

test.each(rows)(
  'a hedge that %s is counted as such, with what the loser cost',
  async (_, attempts, outcome, cost) => {
    const metrics = new NodeMetrics();
    new CallObserver(metrics).observe(() => undefined)(exchangeWith(attempts));
    const { text } = await metrics.expose();
    const hedges = text
      .split('\n')
      .filter((line) => line.startsWith('gatehouse_node_hedges_total{'));
    expect(hedges).toEqual(
      outcome === undefined ? [] : [`gatehouse_node_hedges_total{outcome="${outcome}"} 1`],
    );
    expect(text).toContain(`gatehouse_node_outrun_cost_nano_usd_total ${cost}\n`);
  },
);
