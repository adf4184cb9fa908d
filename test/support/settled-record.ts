import type { SettledRecord } from '../../data-plane/usage/settled-record.ts';

/** A record as one answered call leaves it; `number` makes it its own. */
export function settledRecord(number: number): SettledRecord {
  const requestId = `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
  const owner = {
    tenantId: '11111111-1111-4111-8111-111111111111',
    applicationId: '22222222-2222-4222-8222-222222222222',
    apiKeyId: '33333333-3333-4333-8333-333333333333',
  };
  const targetId = '44444444-4444-4444-8444-444444444444';
  return {
    usageEvents: [
      {
        ...owner,
        requestId,
        attempt: 1,
        atUnixMs: '1790000000123',
        routeId: '55555555-5555-4555-8555-555555555555',
        targetId,
        modelId: '66666666-6666-4666-8666-666666666666',
        feature: 'search',
        workload: 'chat',
        inputTokens: '120',
        outputTokens: '300',
        costNanoUsd: '123456789012345678',
        outcome: 'succeeded',
      },
    ],
    decision: {
      ...owner,
      requestId,
      atUnixMs: '1790000000100',
      nodeId: 'node-1',
      requestedRoute: 'assistant',
      routeId: '55555555-5555-4555-8555-555555555555',
      operation: 'chat',
      door: 'http',
      stream: true,
      workload: 'chat',
      epoch: '1',
      revision: '42',
      rule: 'all',
      candidates: [
        { targetId, kept: true, reason: 'drawn' },
        { targetId, kept: false, reason: 'disabled' },
      ],
      attempts: [
        {
          number: 1,
          targetId,
          verdict: 'succeeded',
          status: 200,
          firstTokenMs: 3,
          totalMs: 23,
          hedge: false,
        },
      ],
      findings: [],
      outcome: 'allowed',
      costNanoUsd: '123456789012345678',
      totalMs: 25,
      firstTokenMs: 5,
      claimed: { feature: 'ünïcode' },
    },
  };
}
