import { expect, test } from '@jest/globals';
import {
  nodeAfterHeartbeat,
  nodeAfterVerdict,
  nodeOf,
} from '../../../control-plane/config-stream/registry.ts';
import type { Outcome } from '../../../proto/generated/gatehouse/config/v1/Outcome.ts';
import { hello } from './session/node-session-fixture.ts';

const proven = { now: new Date('2030-01-01T00:00:00Z'), isProven: true };
const unproven = { ...proven, isProven: false };
const position = { epoch: '1', revision: '7' };

test('a node is known by the pool that it says, or by none', () => {
  expect(nodeOf({ ...hello(1), pool: 'eu' }, proven).pool).toBe('eu');
  expect(nodeOf(hello(1), proven).pool).toBeNull();
});

test('what a node holds counts when it is what this replica knows by that position, and not before', () => {
  const beat = { enforced: position, digest: Buffer.alloc(0), state: 'IN_SYNC', targets: null };
  expect(nodeOf(hello(7), proven).enforcedRevision).toBe(7n);
  const unknown = nodeOf(hello(7), unproven);
  expect(unknown).toMatchObject({ enforcedEpoch: 0n, enforcedRevision: 0n });
  expect(nodeAfterHeartbeat(unknown, beat, unproven).enforcedRevision).toBe(0n);
  expect(nodeAfterHeartbeat(unknown, beat, proven).enforcedRevision).toBe(7n);
});

test.each([
  ['OUTCOME_APPLIED', 'in_sync', 7n, 'syncing', 0n],
  ['OUTCOME_PARTIAL', 'degraded', 7n, 'degraded', 7n],
  ['OUTCOME_REJECTED', 'degraded', 7n, 'degraded', 0n],
] as const)('after %s', (outcome, state, revision, unprovenState, unprovenRevision) => {
  const verdict = verdictOf(outcome);
  const node = nodeOf(hello(0), proven);
  expect(nodeAfterVerdict(node, verdict, proven)).toMatchObject({
    state,
    enforcedRevision: revision,
  });
  expect(nodeAfterVerdict(node, verdict, unproven)).toMatchObject({
    state: unprovenState,
    enforcedRevision: unprovenRevision,
  });
});

function verdictOf(outcome: keyof typeof Outcome) {
  const digest = Buffer.alloc(0);
  return { nonce: '1', outcome, now: position, digest, diagnostics: [], applyMs: 1 };
}
