import { describe, expect, test } from '@jest/globals';
import { compileResource } from '../../../control-plane/compile/compile-resource.ts';
import { NodeSession } from '../../../control-plane/config-stream/node-session.ts';
import { type Segment, Segments } from '../../../control-plane/config-stream/push/segment.ts';
import { View } from '../../../control-plane/config-stream/view.ts';
import type { Hello__Output } from '../../../proto/generated/gatehouse/config/v1/Hello.ts';
import type { Outcome } from '../../../proto/generated/gatehouse/config/v1/Outcome.ts';
import type { Update__Output } from '../../../proto/generated/gatehouse/config/v1/Update.ts';
import { configContract } from '../../../proto/load.ts';

const { responseDeserialize } = configContract.ConfigService.service.Stream;
const tenant = (id: string, name: string) =>
  compileResource('tenant', { id, name, suspended: false });

/** A view that was read once, at revision 1, with tenants a and b; and who brings a node on. */
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
  const key = id.includes('/') ? id : `tenant/${id}`;
  view.apply({
    head: { epoch: 1n, revision },
    full: false,
    resources: new Map([[key, name === undefined ? undefined : tenant(id, name)]]),
    changes: [{ revision, keys: [key] }],
    oldestCommitMs: Number(revision),
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

/** A session at a server that offers whatever there is. */
class Played {
  readonly session: NodeSession;
  readonly view: View;
  nowMs = 0;
  #last: Segment | undefined;

  constructor(view: View, segments = new Segments(view)) {
    this.view = view;
    this.session = new NodeSession(view, segments);
  }

  due() {
    return this.session.due(this.view.mark, this.nowMs);
  }

  /** The parts of what is due; none when nothing is. */
  next(): readonly Update__Output[] {
    if (this.due() === 'nothing') return [];
    this.#last = this.session.open();
    return partsOf(this.#last);
  }

  answer(outcome: keyof typeof Outcome = 'OUTCOME_APPLIED', heldBack: readonly string[] = []) {
    const last = this.#last;
    return this.session.answer(
      {
        nonce: last?.nonce ?? '0',
        outcome,
        now: null,
        digest: last?.digest ?? Buffer.alloc(0),
        diagnostics: heldBack.map((tenantId) => ({ resource: null, tenantId, message: '' })),
        applyMs: 0,
      },
      this.nowMs,
    );
  }
}

function partsOf(segment: Segment): readonly Update__Output[] {
  return Array.from({ length: segment.partCount }, (_, index) => {
    const { update } = responseDeserialize(segment.part(index));
    if (!update) throw new Error('a part of a segment is an update');
    return update;
  });
}

const ids = (updates: readonly Update__Output[]) =>
  updates.flatMap(({ upserts }) => upserts).map(({ id }) => id);

describe('the session of a node', () => {
  test('a node that holds nothing gets everything, in one window', () => {
    const played = new Played(createView());
    expect(played.session.welcome(hello(0)).plan).toBe('PLAN_FULL');
    const updates = played.next();
    expect(ids(updates)).toEqual(['a', 'b']);
    expect(updates[0]).toMatchObject({
      full: true,
      from: { revision: '0' },
      to: { revision: '1' },
    });
  });

  test('nothing follows while a window is unanswered; then only what changed', () => {
    const view = createView();
    const played = new Played(view);
    played.session.welcome(hello(0));
    played.next();
    commit(view, 2n, 'a', 'renamed');
    commit(view, 3n, 'b', undefined);
    expect(played.due()).toBe('nothing');
    expect(played.answer()).toMatchObject({ kind: 'answered', enforced: true });
    const [delta, ...rest] = played.next();
    expect(rest).toEqual([]);
    expect(delta).toMatchObject({ full: false, from: { revision: '1' }, to: { revision: '3' } });
    expect(delta?.upserts.map(({ id }) => id)).toEqual(['a']);
    expect(delta?.removals).toEqual([{ kind: 'tenant', id: 'b' }]);
    expect(delta?.oldestCommitUnixMs).toBe('2');
  });

  test('what is not offered yet is not sent', () => {
    const view = createView();
    const played = new Played(view);
    played.session.welcome(hello(1, view.digest));
    const offered = view.mark;
    commit(view, 2n, 'a', 'later');
    expect(played.session.due(offered, 0)).toBe('nothing');
    expect(played.session.due(view.mark, 0)).toBe('step');
  });

  test('a node that holds the head is told so', () => {
    const view = createView();
    const played = new Played(view);
    expect(played.session.welcome(hello(1, view.digest)).plan).toBe('PLAN_UP_TO_DATE');
    expect(played.due()).toBe('nothing');
  });

  test.each([1, 2])('a node that is behind, at revision %i, resumes', (revision) => {
    const view = createView();
    const digests = [Buffer.alloc(0), view.digest];
    commit(view, 2n, 'a', 'second name');
    digests.push(view.digest);
    commit(view, 3n, 'a', 'third name');
    const played = new Played(view);
    expect(played.session.welcome(hello(revision, digests[revision])).plan).toBe('PLAN_RESUME');
    expect(ids(played.next())).toEqual(['a']);
  });

  test.each([
    ['another digest at the same revision', hello(1, Buffer.alloc(32))],
    ['another epoch', hello(1, Buffer.alloc(32), 0)],
  ])('a node with %s gets everything', (_why, said) => {
    const played = new Played(createView());
    expect(played.session.welcome(said).plan).toBe('PLAN_FULL');
    expect(played.next()[0]?.full).toBe(true);
    expect(played.session.fullReason).toBe('not_known');
  });

  test('a replica that is behind the node sends nothing until it has caught up', () => {
    const [view, ahead] = [createView(), createView()];
    commit(ahead, 2n, 'a', 'newer');
    const played = new Played(view);
    expect(played.session.welcome(hello(2, ahead.digest)).plan).toBe('PLAN_RESUME');
    expect(played.due()).toBe('nothing');
    commit(view, 2n, 'a', 'newer');
    expect(played.due()).toBe('nothing');
    commit(view, 3n, 'b', undefined);
    expect(played.next()[0]).toMatchObject({ full: false, from: { revision: '2' } });
  });

  test('a full reading that found a few differences is a step for who was in step', () => {
    const view = createView();
    const played = new Played(view);
    played.session.welcome(hello(1, view.digest));
    view.apply({
      head: { epoch: 2n, revision: 1n },
      full: true,
      resources: new Map([['tenant/a', tenant('a', 'first')]]),
      changes: [],
      oldestCommitMs: 0,
    });
    const [step] = played.next();
    expect(step).toMatchObject({ full: false, to: { epoch: '2', revision: '1' }, upserts: [] });
    expect(step?.removals).toEqual([{ kind: 'tenant', id: 'b' }]);
  });

  test('what a node has refused is not sent again; what is newer waits 5 s, then twice as long', () => {
    const view = createView();
    const played = new Played(view);
    played.session.welcome(hello(1, view.digest));
    commit(view, 2n, 'a', 'bad');
    played.next();
    expect(played.answer('OUTCOME_REJECTED')).toMatchObject({ enforced: false });
    played.nowMs = 1_000_000;
    expect(played.due()).toBe('nothing');
    played.nowMs = 4_999;
    commit(view, 3n, 'b', 'another');
    expect(played.due()).toBe('nothing');
    played.nowMs = 5_000;
    const [again] = played.next();
    expect(again).toMatchObject({ full: false, from: { revision: '1' }, to: { revision: '3' } });
    played.answer('OUTCOME_REJECTED');
    commit(view, 4n, 'a', 'good');
    played.nowMs = 14_999;
    expect(played.due()).toBe('nothing');
    played.nowMs = 15_000;
    expect(played.due()).toBe('step');
  });

  test.each(['api_key/k', 'grant/g'])('the removal of %s waits for no back-off', (key) => {
    const view = createView();
    commit(view, 2n, key, 'stands for a key');
    const played = new Played(view);
    played.session.welcome(hello(2, view.digest));
    commit(view, 3n, 'a', 'bad');
    played.next();
    played.answer('OUTCOME_REJECTED');
    commit(view, 4n, key, undefined);
    const [kind, id] = key.split('/');
    expect(played.next()[0]?.removals).toEqual([{ kind, id }]);
  });

  test('after a tenant was held back others go on; it is sent whole once something of it changed', () => {
    const view = createView();
    const played = new Played(view);
    played.session.welcome(hello(1, view.digest));
    commit(view, 2n, 'a', 'bad');
    played.next();
    expect(played.answer('OUTCOME_PARTIAL', ['a'])).toMatchObject({ enforced: true });
    commit(view, 3n, 'b', 'renamed');
    expect(ids(played.next())).toEqual(['b']);
    played.answer('OUTCOME_PARTIAL', ['a']);
    const grant = compileResource('grant', {
      id: 'g',
      tenant_id: 'a',
      application_id: null,
      model_id: 'm',
      workloads: [],
      not_after: null,
    });
    view.apply({
      head: { epoch: 1n, revision: 4n },
      full: false,
      resources: new Map([['grant/g', grant]]),
      changes: [{ revision: 4n, keys: ['grant/g'] }],
      oldestCommitMs: 0,
    });
    expect(ids(played.next()).toSorted()).toEqual(['a', 'g']);
  });

  test('a node that does not say which tenants it holds back gets everything, when there is more', () => {
    const view = createView();
    const played = new Played(view);
    played.session.welcome(hello(1, view.digest));
    commit(view, 2n, 'a', 'bad');
    played.next();
    played.answer('OUTCOME_PARTIAL');
    expect(played.due()).toBe('nothing');
    commit(view, 3n, 'a', 'good');
    played.nowMs = 5_000;
    expect(played.due()).toBe('full');
    expect(played.session.fullReason).toBe('held_back');
  });

  test('a node whose digest differs after an update gets everything', () => {
    const view = createView();
    const played = new Played(view);
    played.session.welcome(hello(0));
    const [update] = played.next();
    const verdict = { outcome: 'OUTCOME_APPLIED' as const, now: null, diagnostics: [], applyMs: 0 };
    const digest = Buffer.alloc(32);
    played.session.answer({ ...verdict, nonce: update?.nonce ?? '', digest }, 0);
    commit(view, 2n, 'b', 'newer');
    played.nowMs = 5_000;
    expect(played.next()[0]?.full).toBe(true);
  });

  test('a verdict on another window is a stray one', () => {
    const played = new Played(createView());
    played.session.welcome(hello(0));
    expect(played.answer()).toEqual({ kind: 'stray' });
  });
});

describe('segments', () => {
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
    const updates = partsOf(new Segments(view).everything(undefined));
    expect(updates.length).toBe(30);
    expect(updates.map(({ part, parts }) => [part, parts])).toEqual(
      Array.from({ length: 30 }, (_, index) => [index + 1, 30]),
    );
    expect(new Set(ids(updates)).size).toBe(60);
  });

  test('nodes share what they are sent: the same bytes, not the like', () => {
    const view = createView();
    const segments = new Segments(view);
    const [one, two] = [new Played(view, segments), new Played(view, segments)];
    for (const { session } of [one, two]) session.welcome(hello(1, view.digest));
    commit(view, 2n, 'a', 'newer');
    const [first, second] = [one.session.open(), two.session.open()];
    expect(first.part(0)).toBe(second.part(0));
    expect(segments.everything(undefined).part(0)).toBe(segments.everything(undefined).part(0));
  });

  test('everything may be a little older than the head, but not than what the node holds', () => {
    const view = createView();
    const segments = new Segments(view, () => 500);
    const kept = segments.everything(undefined);
    commit(view, 2n, 'a', 'newer');
    expect(segments.everything({ epoch: 1n, revision: 1n })).toBe(kept);
    expect(segments.everything({ epoch: 1n, revision: 2n }).head.revision).toBe(2n);
  });

  test('everything that was superseded a while ago is made anew: a node would begin in the past', () => {
    const view = createView();
    const segments = new Segments(view, () => 60_000);
    segments.everything(undefined);
    commit(view, 2n, 'a', 'newer');
    expect(segments.everything(undefined).head.revision).toBe(2n);
  });

  test.each(['api_key/k', 'grant/g'])(
    'everything from before %s was revoked goes to nobody',
    (key) => {
      const view = createView();
      const segments = new Segments(view, () => 500);
      segments.everything(undefined);
      commit(view, 2n, key, undefined);
      expect(segments.everything(undefined).head.revision).toBe(2n);
    },
  );

  test('everything that a node has refused is sent to nobody once there is something newer', () => {
    const view = createView();
    const segments = new Segments(view);
    const played = new Played(view, segments);
    played.session.welcome(hello(0));
    played.next();
    played.answer('OUTCOME_REJECTED');
    commit(view, 2n, 'a', 'mended');
    expect(segments.everything(undefined).head.revision).toBe(2n);
  });

  test('many removals are cut into parts too', () => {
    const view = new View();
    const keys = Array.from({ length: 10_000 }, (_, index) => `tenant/${index}`);
    const head = { epoch: 1n, revision: 1n };
    const resources = new Map(keys.map((key) => [key, tenant(key, 'name')]));
    view.apply({ head, full: true, resources, changes: [], oldestCommitMs: 0 });
    const mark = view.mark;
    view.apply({
      head: { epoch: 1n, revision: 2n },
      full: true,
      resources: new Map(),
      changes: [],
      oldestCommitMs: 0,
    });
    const updates = partsOf(new Segments(view).since(mark, head, new Set()));
    expect(updates.length).toBeGreaterThan(1);
    expect(updates.flatMap(({ removals }) => removals).length).toBe(10_000);
  });
});
