import { describe, expect, test } from '@jest/globals';
import type { NoteUse } from '../../../data-plane/pipeline/authenticate.ts';
import { listUsableRoutes } from '../../../data-plane/pipeline/list-usable-routes.ts';
import { TokenDesk } from '../../../data-plane/pipeline/token/token-desk.ts';
import type { KeyOperation } from '../../../policy/key-part/key-operation.ts';
import { apiKey, grant, routeOver, snapshotOf, targetOf, tenant } from './snapshot-fixture.ts';

const tokens = new TokenDesk();
const nowMs = 1_700_000_000_000;
const noted: unknown[] = [];
const noteUse: NoteUse = ({ key }, ...use) => void noted.push([key.id, ...use]);
const asking = { nowMs, door: 'http', noteUse } as const;
const targets = [targetOf(0), { ...targetOf(1), modelId: 'm2' }];
const chat = routeOver([targetOf(0)], { id: 'r1', name: 'zebra' });
const embed = routeOver([targetOf(0)], { id: 'r2', name: 'aardvark', operation: 'embedding' });
const other = routeOver(targets.slice(1), { id: 'r3', name: 'ungranted' });
const parts = { targets, routes: [embed, other, chat] };

function names(snapshot: ReturnType<typeof snapshotOf>): readonly string[] {
  return listUsableRoutes({ snapshot, tokens }, 'secret', asking).map(({ name }) => name);
}

describe('the routes that a key may use', () => {
  test('are those with a grant, chat first', () => {
    expect(names(snapshotOf(parts))).toEqual(['zebra', 'aardvark']);
    expect(noted).toEqual([['k1', 'http', nowMs]]);
  });

  test('are only those that the key lists', () => {
    expect(
      names(snapshotOf({ ...parts, key: { ...apiKey, routes: ['aardvark', 'ungranted'] } })),
    ).toEqual(['aardvark']);
  });

  test('are only those of operations that the key is for, and it must be for lists', () => {
    const namesFor = (...operations: readonly KeyOperation[]) =>
      names(snapshotOf({ ...parts, key: { ...apiKey, operations } }));
    expect(namesFor('model_list', 'embedding')).toEqual(['aardvark']);
    expect(namesFor('model_list')).toEqual([]);
    expect(() => namesFor('chat', 'embedding')).toThrow(
      expect.objectContaining({ code: 'operation_not_allowed' }),
    );
  });

  test('count a grant for any workload of the key, and none that has ended', () => {
    expect(
      names(snapshotOf({ ...parts, grants: [{ ...grant, workloads: ['batch'] }] })),
    ).toHaveLength(2);
    expect(names(snapshotOf({ ...parts, grants: [{ ...grant, workloads: ['code'] }] }))).toEqual(
      [],
    );
    expect(names(snapshotOf({ ...parts, grants: [{ ...grant, notAfterMs: nowMs }] }))).toEqual([]);
  });

  test('are asked for with the same refusals as a call', () => {
    const refusal =
      (snapshot: Parameters<typeof listUsableRoutes>[0]['snapshot'], credential?: string) => () =>
        listUsableRoutes({ snapshot, tokens }, credential, asking);
    expect(refusal(undefined, 'secret')).toThrow(expect.objectContaining({ code: 'not_ready' }));
    expect(refusal(snapshotOf(parts))).toThrow(expect.objectContaining({ code: 'missing_key' }));
    expect(refusal(snapshotOf(parts), 'x')).toThrow(
      expect.objectContaining({ code: 'unknown_key' }),
    );
    const suspended = snapshotOf({ ...parts, tenant: { ...tenant, suspended: true } });
    expect(refusal(suspended, 'secret')).toThrow(
      expect.objectContaining({ code: 'tenant_suspended' }),
    );
  });
});
