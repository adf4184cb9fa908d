import { expect, test } from '@jest/globals';
import { runAtOnce } from '../../../control-plane/compile/pace.ts';
import { View, type ViewChange } from '../../../control-plane/config-stream/view.ts';
import { createView, tenant } from './session/node-session-fixture.ts';

const change = (
  revision: bigint,
  resources: ViewChange['resources'],
  full = false,
): ViewChange => ({
  head: { epoch: 1n, revision },
  full,
  resources,
  changes: full ? [] : [{ revision, keys: [...resources.keys()] }],
  oldestCommitMs: 0,
});

test('nobody sees anything of a change before it is taken, then all of it', () => {
  const view = createView();
  const before = { digest: view.digest, bodyBytes: view.bodyBytes };
  const next = new Map([
    ['tenant/a', tenant('a', 'renamed')],
    ['tenant/b', undefined],
    ['tenant/c', tenant('c', 'third')],
  ]);
  const prepared = runAtOnce(view.prepare(change(2n, next)));
  expect([...view.resources.keys()].toSorted()).toEqual(['tenant/a', 'tenant/b']);
  expect({ digest: view.digest, bodyBytes: view.bodyBytes }).toEqual(before);
  expect(view.head?.revision).toBe(1n);
  view.take(prepared);
  const direct = new View();
  const whole = [...next].flatMap(([key, one]) => (one === undefined ? [] : [[key, one] as const]));
  direct.apply(change(2n, new Map(whole), true));
  expect(view.digest).toEqual(direct.digest);
  expect(view.bodyBytes).toBe(direct.bodyBytes);
  expect([...view.resources.keys()].toSorted()).toEqual(['tenant/a', 'tenant/c']);
  expect(view.head?.revision).toBe(2n);
});

test('a change follows on another that is made ready, and what that has lost does not come back', () => {
  const view = new View();
  const all = new Map(['a', 'b', 'c'].map((id) => [`tenant/${id}`, tenant(id, id)]));
  const first = runAtOnce(view.prepare(change(1n, all, true)));
  const second = runAtOnce(view.prepare(change(2n, new Map([['tenant/b', undefined]])), first));
  view.take(first);
  const mark = view.mark;
  view.take(second);
  expect([...view.resources.keys()].toSorted()).toEqual(['tenant/a', 'tenant/c']);
  expect(view.stepFrom(mark, new Set()).removals).toEqual(['tenant/b']);
});

test('who looked at the resources keeps what was there', () => {
  const view = createView();
  const { resources } = view;
  view.apply(change(2n, new Map([['tenant/a', undefined]])));
  expect([...resources.keys()].toSorted()).toEqual(['tenant/a', 'tenant/b']);
});

test.each([true, false])(
  'a change is made ready with a pause at each resource (full: %s)',
  (full) => {
    const view = createView();
    const many = new Map(
      Array.from(
        { length: 50 },
        (_, index) => [`tenant/${index}`, tenant(`${index}`, 'x')] as const,
      ),
    );
    const work = view.prepare(change(2n, many, full));
    let pauseCount = 0;
    while (work.next().done !== true) pauseCount += 1;
    expect(pauseCount).toBe(full ? 52 : 50);
  },
);

test('a step has at most 10,000 keys, in however many changes: who is behind by more is not brought on by one', () => {
  const view = new View();
  const head = { epoch: 1n, revision: 1n };
  view.apply({ head, full: true, resources: new Map(), changes: [], oldestCommitMs: 0 });
  const addMany = (from: number, count: number): void => {
    const keys = Array.from({ length: count }, (_, index) => `tenant/t${from + index}`);
    const resources = new Map(keys.map((key) => [key, tenant(key, 'same')]));
    const next = { epoch: 1n, revision: (view.head?.revision ?? 0n) + 1n };
    const changes = [{ revision: next.revision, keys }];
    view.apply({ head: next, full: false, resources, changes, oldestCommitMs: 0 });
  };
  addMany(0, 6_000);
  addMany(6_000, 4_000);
  expect([1, 2, 3].map((mark) => view.remembers(mark))).toEqual([true, true, true]);
  addMany(10_000, 1);
  expect([1, 2, 3, 4].map((mark) => view.remembers(mark))).toEqual([false, true, true, true]);
});
