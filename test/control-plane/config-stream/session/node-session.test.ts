import { describe, expect, test } from '@jest/globals';
import { compileResource } from '../../../../control-plane/compile/compile-resource.ts';
import { commit, createView, hello, ids, Played, tenant } from './node-session-fixture.ts';

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

  test('however often a node refuses, what is newer waits 5 min at the most', () => {
    const view = createView();
    const played = new Played(view);
    played.session.welcome(hello(1, view.digest));
    commit(view, 2n, 'a', 'bad');
    const waitsMs = Array.from({ length: 9 }, (_, index) => {
      played.next();
      played.answer('OUTCOME_REJECTED');
      const wait = (played.session.retryAtMs ?? 0) - played.nowMs;
      played.nowMs += wait;
      commit(view, BigInt(index + 3), 'a', 'bad');
      return wait;
    });
    const doubled = [5_000, 10_000, 20_000, 40_000, 80_000, 160_000];
    expect(waitsMs).toEqual([...doubled, 300_000, 300_000, 300_000]);
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
      data_classes: [],
      environments: [],
      regions: [],
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

  test('what a node holds is proven by its digest, and from an update on by its verdict', () => {
    const view = createView();
    const isProvenAfter = (said: ReturnType<typeof hello>) => {
      const played = new Played(view);
      played.session.welcome(said);
      return played.session.isProven;
    };
    expect(isProvenAfter(hello(1, view.digest))).toBe(true);
    expect(isProvenAfter(hello(2, Buffer.alloc(32)))).toBe(true);
    expect(isProvenAfter(hello(0))).toBe(false);
    expect(isProvenAfter(hello(1, Buffer.alloc(32)))).toBe(false);
    const played = new Played(view);
    played.session.welcome(hello(1, Buffer.alloc(32)));
    played.next();
    played.answer();
    expect(played.session.isProven).toBe(true);
  });

  test('a node that holds something else than it has acknowledged gets everything, once in a while', () => {
    const view = createView();
    const played = new Played(view);
    const { session } = played;
    const here = { epoch: 1n, revision: 1n };
    const other = Buffer.alloc(32);
    session.welcome(hello(1, view.digest));
    expect(session.agrees(here, view.digest, 0)).toBe(true);
    expect(session.agrees({ ...here, revision: 0n }, other, 0)).toBe(true);
    expect(session.agrees({ ...here, epoch: 0n }, other, 0)).toBe(true);
    expect(session.agrees(here, other, 0)).toBe(false);
    expect(session.isProven).toBe(false);
    expect(played.next()[0]?.full).toBe(true);
    expect(session.fullReason).toBe('diverged');
    expect(session.agrees(here, other, 0)).toBe(true);
    played.answer();
    expect(session.agrees(here, other, 299_999)).toBe(true);
    expect(session.agrees(here, other, 300_000)).toBe(false);
  });

  test.each(['OUTCOME_PARTIAL', 'OUTCOME_REJECTED'] as const)(
    'a node that has answered %s is known to differ',
    (outcome) => {
      const view = createView();
      const played = new Played(view);
      played.session.welcome(hello(1, view.digest));
      commit(view, 2n, 'a', 'bad');
      played.next();
      played.answer(outcome, outcome === 'OUTCOME_PARTIAL' ? ['a'] : []);
      for (const revision of [1n, 2n])
        expect(played.session.agrees({ epoch: 1n, revision }, Buffer.alloc(32), 0)).toBe(true);
    },
  );

  test('what a node says while a window is open is not compared: it may be in the middle of it', () => {
    const view = createView();
    const played = new Played(view);
    played.session.welcome(hello(1, view.digest));
    commit(view, 2n, 'a', 'new');
    played.next();
    expect(played.session.agrees({ epoch: 1n, revision: 1n }, Buffer.alloc(32), 0)).toBe(true);
    expect(played.session.isProven).toBe(true);
  });

  test('a verdict on another window is a stray one', () => {
    const played = new Played(createView());
    played.session.welcome(hello(0));
    expect(played.answer()).toEqual({ kind: 'stray' });
  });
});
