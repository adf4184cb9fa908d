import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { readTargetReport } from '../../../../control-plane/config-stream/session/target-report.ts';
import { nodeRecord } from '../../../support/node-record.ts';

const now = new Date('2030-01-01T00:00:00Z');
const node = nodeRecord('node-1', { connectedAt: new Date('2029-12-31T00:00:00Z') });
const targetId: string = randomUUID();
const state = { targetId, state: 'open', breaker: 'open', sinceUnixMs: String(now.getTime() - 1) };
const read = (states: readonly (typeof state)[], counts = { healthyCount: 2, leftOutCount: 0 }) =>
  readTargetReport(node, { states: [...states], ...counts }, now);

describe('the report of a node', () => {
  test('is of that node and of that process, at the time at which it was heard', () => {
    expect(read([state])).toEqual({
      nodeId: 'node-1',
      instanceId: node.instanceId,
      connectedAt: node.connectedAt,
      reportedAt: now,
      healthyCount: 2,
      leftOutCount: 0,
      states: [{ targetId, condition: 'open', breaker: 'open', since: '2029-12-31T23:59:59.999Z' }],
    });
  });

  test.each([
    ['words that are not known', { state: 'dreaming', breaker: 'bent' }, 'unknown', null],
    ['none at all', { state: '', breaker: '' }, 'unknown', null],
  ])('may have %s, which are nobody’s health', (_what, change, condition, breaker) => {
    expect(read([{ ...state, ...change }]).states).toMatchObject([{ condition, breaker }]);
  });

  test.each(['0', '18446744073709551615', String(now.getTime() + 90_000_000)])(
    'has no beginning where it says %s',
    (sinceUnixMs) => {
      expect(read([{ ...state, sinceUnixMs }]).states[0]?.since).toBeNull();
    },
  );

  test.each([
    [
      'more than a hundred targets',
      Array.from({ length: 101 }, () => ({ ...state, targetId: randomUUID() })),
    ],
    ['a target twice', [state, state]],
    ['what is no UUID', [{ ...state, targetId: "x'; DROP TABLE node" }]],
    [
      'a UUID in capitals, which is another text',
      [{ ...state, targetId: targetId.replace(/.$/, 'F') }],
    ],
  ])('is refused with %s', (_what, states) => {
    expect(() => read(states)).toThrow(/a report names|target_id/);
  });

  test('counts no more than there can be', () => {
    const report = read([], { healthyCount: 4_294_967_295, leftOutCount: 4_294_967_295 });
    expect([report.healthyCount, report.leftOutCount]).toEqual([1_000_000, 1_000_000]);
  });
});
