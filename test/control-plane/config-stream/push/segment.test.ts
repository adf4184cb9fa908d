import { describe, expect, test } from '@jest/globals';
import { Segments } from '../../../../control-plane/config-stream/push/segment.ts';
import { View } from '../../../../control-plane/config-stream/view.ts';
import {
  commit,
  createView,
  hello,
  ids,
  Played,
  partsOf,
  tenant,
} from '../session/node-session-fixture.ts';

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
      commit(view, 2n, key, 'stands for it');
      segments.everything(undefined);
      commit(view, 3n, key, undefined);
      expect(segments.everything(undefined).head.revision).toBe(3n);
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
