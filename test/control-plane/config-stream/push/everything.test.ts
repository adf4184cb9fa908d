import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { Pace } from '../../../../control-plane/compile/pace.ts';
import { Segments } from '../../../../control-plane/config-stream/push/segment.ts';
import { View } from '../../../../control-plane/config-stream/view.ts';
import { configContract } from '../../../../proto/contract/config.ts';
import { ViewDigest } from '../../../../proto/view-digest.ts';
import { commit, partsOf, tenant } from '../session/node-session-fixture.ts';

const PART_COUNT = 12;
const { responseDeserialize } = configContract.ConfigService.service.Stream;

/** A view whose everything has so many parts. */
function createLargeView(): View {
  const view = new View();
  const resources = new Map(
    Array.from({ length: PART_COUNT }, (_, index) => {
      const id = `t${index}`;
      return [`tenant/${id}`, tenant(id, 'x'.repeat(100_000))] as const;
    }),
  );
  const head = { epoch: 1n, revision: 1n };
  view.apply({ head, full: true, resources, changes: [], oldestCommitMs: 0 });
  return view;
}

/** Rests after each resource. */
function createSlowPace(): Pace {
  let nowMs = 0;
  return new Pace(() => (nowMs += 1_000));
}

test('everything that is made ready is of one moment, however the view moves meanwhile', async () => {
  const view = createLargeView();
  const before = view.digest;
  const segments = new Segments(view, () => 0, createSlowPace);
  const ready = segments.prepareEverything(undefined);
  commit(view, 2n, 't3', undefined);
  await ready;
  const updates = partsOf(segments.everything(undefined));
  const digest = new ViewDigest();
  for (const one of updates.flatMap(({ upserts }) => upserts)) digest.toggle(one);
  expect(digest.value()).toEqual(before);
  expect(updates.at(-1)?.digest).toEqual(before);
  expect(updates.at(-1)?.to?.revision).toBe('1');
});

test('those that want everything at the same time get the same', async () => {
  const view = createLargeView();
  const segments = new Segments(view, () => 0, createSlowPace);
  await Promise.all([undefined, undefined].map((floor) => segments.prepareEverything(floor)));
  expect(segments.everything(undefined).nonce).toBe('1');
});

test('everything that is being made is made again, in slices too, for a node that holds something newer', async () => {
  const view = createLargeView();
  let slicedCount = 0;
  const segments = new Segments(
    view,
    () => 0,
    () => {
      slicedCount += 1;
      return createSlowPace();
    },
  );
  const older = segments.prepareEverything(undefined);
  commit(view, 2n, 't3', 'newer');
  await Promise.all([older, segments.prepareEverything({ epoch: 1n, revision: 2n })]);
  expect(slicedCount).toBe(2);
  expect(segments.everything({ epoch: 1n, revision: 2n }).head.revision).toBe(2n);
});

test('parts are encoded one a turn, whoever asks for them', async () => {
  const segment = new Segments(createLargeView()).everything(undefined);
  let isDone = false;
  let turnCount = 0;
  const count = (): void => {
    turnCount += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  const askers = [0, 1].map(async () => {
    for (let index = 0; index < segment.partCount; index += 1) await segment.ready(index);
  });
  await Promise.all(askers);
  isDone = true;
  expect(segment.partCount).toBe(PART_COUNT);
  expect(turnCount).toBeGreaterThanOrEqual(PART_COUNT - 1);
});

test('a packed part is the part itself in fewer bytes, packed once for all that ask', async () => {
  const segment = new Segments(createLargeView()).everything(undefined);
  const indexes = Array.from({ length: segment.partCount }, (_, index) => index);
  const packed = await Promise.all(indexes.map((index) => segment.packedPart(index)));
  for (const [index, bytes] of packed.entries()) {
    const { packedUpdate } = responseDeserialize(bytes);
    expect(packedUpdate).toMatchObject({ part: index + 1, parts: PART_COUNT });
    expect(gunzipSync(packedUpdate?.gzip ?? Buffer.alloc(0))).toEqual(segment.part(index));
    expect(bytes.length).toBeLessThan(segment.part(index).length);
    expect(await segment.packedPart(index)).toBe(bytes);
  }
});
