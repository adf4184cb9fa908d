import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { ask } from '../../support/ask.ts';
import { openManagement } from '../../support/management.ts';
import { createDecision, createReportedCaller, createReporting } from './reported-record.ts';

test('a decision tells what became of the call at its limits; words that no node has are refused', async () => {
  await using management = await openManagement();
  const caller = await createReportedCaller(management);
  const { send } = createReporting(() => management);
  const outcome = { limitId: randomUUID(), name: 'narrow', measure: 'tokens', outcome: 'refused' };
  const [limited, free] = [createDecision(caller, { limits: [outcome] }), createDecision(caller)];
  expect(await send([], [limited, free])).toBe(0);
  const told = ({ requestId }: { readonly requestId: string }) =>
    ask(
      { services: management.services, operation: management.admin },
      'query ($requestId: ID!) { decision(requestId: $requestId) { limits { limit measure outcome } } }',
      { requestId },
    );
  expect(await told(limited)).toEqual({
    decision: { limits: [{ limit: 'narrow', measure: 'tokens', outcome: 'refused' }] },
  });
  expect(await told(free)).toEqual({ decision: { limits: [] } });
  for (const change of [{ outcome: 'perhaps' }, { measure: 'money' }, { limitId: 'narrow' }])
    expect(await send([], [createDecision(caller, { limits: [{ ...outcome, ...change }] })])).toBe(
      1,
    );
});
