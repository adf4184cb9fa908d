/**
 * Goal: a count is given to those who may make the call, and to nobody else.
 * Method: the real stages over a real snapshot.
 */
import { describe, expect, test } from '@jest/globals';
import { createTokenCount } from '../../../../../data-plane/doors/http/token-count.ts';
import type { NoteUse } from '../../../../../data-plane/pipeline/authenticate.ts';
import type { Arrival } from '../../../../../data-plane/pipeline/exchange.ts';
import { TokenDesk } from '../../../../../data-plane/pipeline/token/token-desk.ts';
import { estimateInputTokens } from '../../../../../data-plane/routing/token-estimate.ts';
import { systemClock } from '../../../../../data-plane/upstream/clock.ts';
import { arrivalOf } from '../../../pipeline/call-fixture.ts';
import {
  apiKey,
  chatRequest,
  routeOver,
  type SnapshotParts,
  snapshotOf,
  targetOf,
  tenant,
} from '../../../pipeline/snapshot-fixture.ts';

const noted: string[] = [];
const noteUse: NoteUse = ({ key }) => void noted.push(key.id);
const desk = { tokens: new TokenDesk(), noteUse };
const route = routeOver([targetOf(0)]);
const embed = routeOver([targetOf(0)], { id: 'r2', name: 'embed', operation: 'embedding' });
const parts = { targets: [targetOf(0)], routes: [route, embed] };

function count(changes: Partial<Arrival> = {}, more: SnapshotParts = {}): number {
  const snapshot = snapshotOf({ ...parts, ...more });
  return createTokenCount(() => snapshot, systemClock, desk)(arrivalOf(chatRequest, changes));
}

test('the number is the one that routing goes by', () => {
  expect(count()).toBe(estimateInputTokens(chatRequest));
  expect(noted).toEqual([apiKey.id]);
});

test('a key that is for nothing else counts', () => {
  expect(count({}, { key: { ...apiKey, operations: ['token_count'] } })).toBeGreaterThan(0);
});

describe('whoever may not make the call is told why', () => {
  test.each<[string, Partial<Arrival>, SnapshotParts]>([
    ['missing_key', { credential: undefined }, {}],
    ['unknown_key', { credential: 'other' }, {}],
    ['tenant_suspended', {}, { tenant: { ...tenant, suspended: true } }],
    ['unknown_route', { parse: () => ({ ...chatRequest, model: 'nothing' }) }, {}],
    ['unsupported_operation', { parse: () => ({ ...chatRequest, model: 'embed' }) }, {}],
    ['route_not_allowed', {}, { key: { ...apiKey, routes: ['embed'] } }],
    ['operation_not_allowed', {}, { key: { ...apiKey, operations: ['chat'] } }],
    ['workload_not_allowed', { requestedWorkload: 'other' }, {}],
    ['grant_missing', {}, { grants: [] }],
  ])('%s', (code, changes, more) => {
    expect(() => count(changes, more)).toThrow(expect.objectContaining({ code }));
  });

  test('not_ready', () => {
    const counting = createTokenCount(() => undefined, systemClock, desk);
    expect(() => counting(arrivalOf(chatRequest))).toThrow(
      expect.objectContaining({ code: 'not_ready' }),
    );
  });
});
