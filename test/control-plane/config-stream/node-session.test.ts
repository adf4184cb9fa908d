import { describe, expect, test } from '@jest/globals';
import { compileResource } from '../../../control-plane/compile/compile-resource.ts';
import { NodeSession } from '../../../control-plane/config-stream/node-session.ts';
import { View } from '../../../control-plane/config-stream/view.ts';
import type { Hello__Output } from '../../../proto/generated/gatehouse/config/v1/Hello.ts';
import type { Outcome } from '../../../proto/generated/gatehouse/config/v1/Outcome.ts';
import type { Update } from '../../../proto/generated/gatehouse/config/v1/Update.ts';

const tenant = (id: string, name: string) =>
  compileResource('tenant', { id, name, suspended: false });

/** A view that was read once, at revision 1, with tenants a and b. */
function createView(): View {
  const view = new View();
  view.apply({
    head: { epoch: 1n, revision: 1n },
    full: true,
    resources: new Map([
      ['tenant/a', tenant('a', 'first')],
      ['tenant/b', tenant('b', 'second')],
    ]),
    changes: [],
    oldestCommitMs: 0,
  });
  return view;
}

function commit(view: View, revision: bigint, id: string, name: string | undefined): void {
  const key = `tenant/${id}`;
  view.apply({
    head: { epoch: 1n, revision },
    full: false,
    resources: new Map([[key, name === undefined ? undefined : tenant(id, name)]]),
    changes: [{ revision, keys: [key] }],
    oldestCommitMs: 0,
  });
}

function hello(revision: number, digest: Buffer = Buffer.alloc(0), epoch = 1): Hello__Output {
  return {
    nodeId: 'n',
    instanceId: '',
    build: '',
    schemaMin: 1,
    schemaMax: 1,
    labels: {},
    held: { epoch: String(epoch), revision: String(revision) },
    digest,
    sealingPublicKey: Buffer.alloc(32),
    addresses: {},
  };
}

function answer(
  session: NodeSession,
  [update]: readonly Update[],
  outcome: keyof typeof Outcome = 'OUTCOME_APPLIED',
): boolean {
  const now = { epoch: String(update?.to?.epoch), revision: String(update?.to?.revision) };
  const nonce = String(update?.nonce);
  return session.answer({
    nonce,
    outcome,
    now,
    digest: Buffer.alloc(0),
    diagnostics: [],
    applyMs: 0,
  });
}

const ids = (updates: readonly Update[]) =>
  updates.flatMap(({ upserts }) => upserts ?? []).map(({ id }) => id);

describe('the session of a node', () => {
  test('a node that holds nothing gets everything, in one window', () => {
    const session = new NodeSession(createView());
    expect(session.welcome(hello(0)).plan).toBe('PLAN_FULL');
    const updates = session.next();
    expect(ids(updates)).toEqual(['a', 'b']);
    expect(updates[0]).toMatchObject({
      full: true,
      from: { revision: '0' },
      to: { revision: '1' },
    });
  });

  test('nothing follows while a window is unanswered; then only what changed', () => {
    const view = createView();
    const session = new NodeSession(view);
    session.welcome(hello(0));
    const first = session.next();
    commit(view, 2n, 'a', 'renamed');
    commit(view, 3n, 'b', undefined);
    expect(session.next()).toEqual([]);
    expect(answer(session, first)).toBe(true);
    const [delta, ...rest] = session.next();
    expect(rest).toEqual([]);
    expect(delta).toMatchObject({ full: false, from: { revision: '1' }, to: { revision: '3' } });
    expect(delta?.upserts?.map(({ id }) => id)).toEqual(['a']);
    expect(delta?.removals).toEqual([{ kind: 'tenant', id: 'b' }]);
  });

  test('a node that holds the head is told so', () => {
    const view = createView();
    const session = new NodeSession(view);
    expect(session.welcome(hello(1, view.digest)).plan).toBe('PLAN_UP_TO_DATE');
    expect(session.next()).toEqual([]);
  });

  test('a node that holds what this replica read first resumes', () => {
    const view = createView();
    const digest = view.digest;
    commit(view, 2n, 'a', 'second name');
    const session = new NodeSession(view);
    expect(session.welcome(hello(1, digest)).plan).toBe('PLAN_RESUME');
    expect(ids(session.next())).toEqual(['a']);
  });

  test('a node that is behind resumes', () => {
    const view = createView();
    commit(view, 2n, 'a', 'second name');
    const digest = view.digest;
    commit(view, 3n, 'a', 'third name');
    const session = new NodeSession(view);
    expect(session.welcome(hello(2, digest)).plan).toBe('PLAN_RESUME');
    expect(ids(session.next())).toEqual(['a']);
  });

  test.each([
    ['another digest at the same revision', hello(1, Buffer.alloc(32))],
    ['a revision ahead of ours', hello(9, Buffer.alloc(32))],
    ['another epoch', hello(1, Buffer.alloc(32), 7)],
  ])('a node with %s gets everything', (_why, said) => {
    expect(new NodeSession(createView()).welcome(said).plan).toBe('PLAN_FULL');
  });

  test('what a node has refused is not sent again until there is something newer, then whole', () => {
    const view = createView();
    const session = new NodeSession(view);
    session.welcome(hello(0));
    expect(answer(session, session.next(), 'OUTCOME_REJECTED')).toBe(true);
    expect(session.next()).toEqual([]);
    commit(view, 2n, 'a', 'mended');
    expect(session.next()[0]).toMatchObject({ full: true, to: { revision: '2' } });
  });

  test('a verdict on another window breaks the stream', () => {
    const session = new NodeSession(createView());
    session.welcome(hello(0));
    const [update] = session.next();
    expect(answer(session, [{ ...update, nonce: '77' }])).toBe(false);
  });

  test('a large configuration comes in parts that together are everything', () => {
    const view = new View();
    const resources = new Map(
      Array.from({ length: 60 }, (_, index) => {
        const id = `t${index}`;
        return [`tenant/${id}`, tenant(id, 'x'.repeat(50_000))] as const;
      }),
    );
    const head = { epoch: 1n, revision: 1n };
    view.apply({ head, full: true, resources, changes: [], oldestCommitMs: 0 });
    const session = new NodeSession(view);
    session.welcome(hello(0));
    const updates = session.next();
    expect(updates.length).toBe(3);
    expect(updates.map(({ part, parts }) => [part, parts])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(new Set(ids(updates)).size).toBe(60);
  });
});
