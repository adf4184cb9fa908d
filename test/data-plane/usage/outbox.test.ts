import { appendFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { BATCH_LIMITS, OutboxReader } from '../../../data-plane/usage/outbox-reader.ts';
import { settledRecord } from '../../support/settled-record.ts';
import { drain, fill, range, useOutboxes } from './outbox-fixture.ts';

/**
 * Goal: what was appended is delivered, whoever was killed in between, and the disk is bounded.
 * Method: real files; tails torn by hand.
 */

const place = useOutboxes();

test('records come out in the order in which they went in, in bounded batches', async () => {
  const outbox = place.open();
  fill(outbox, 0, 600);
  const reader = new OutboxReader(outbox);
  const batch = await reader.read(outbox.acknowledged);
  await reader.close();
  expect(batch?.count).toBe(BATCH_LIMITS.recordsMax);
  expect(await drain(outbox)).toEqual({ usage: range(0, 600), decisions: range(0, 600) });
  expect(outbox.pendingBytes).toBe(0);
});

test('a new process goes on where the last acknowledgement was', async () => {
  const first = place.open();
  fill(first, 0, 300);
  const reader = new OutboxReader(first);
  const batch = await reader.read(first.acknowledged);
  if (batch !== undefined) first.acknowledge(batch.end);
  await reader.close();
  first.close();
  const second = place.open();
  fill(second, 300, 310);
  expect((await drain(second)).usage).toEqual(range(250, 310));
});

test('segments are bounded, and those that were acknowledged are deleted', async () => {
  const outbox = place.open({ segmentBytesMax: 20_000 });
  fill(outbox, 0, 200);
  expect(place.segments().length).toBeGreaterThan(5);
  for (const name of place.segments())
    expect(statSync(join(place.directory, name)).size).toBeLessThan(20_001);
  expect((await drain(outbox)).usage).toEqual(range(0, 200));
  expect(place.segments()).toHaveLength(1);
  fill(outbox, 200, 201);
  expect((await drain(outbox)).usage).toEqual([200]);
});

test('a tail that was cut anywhere loses the cut record and no other', async () => {
  const outbox = place.open();
  fill(outbox, 0, 3);
  outbox.close();
  const path = join(place.directory, place.segments()[0] ?? '');
  const { size } = statSync(path);
  for (let cut = 1; cut < size / 3; cut += 37) {
    truncateSync(path, size - cut);
    const recovered = place.open();
    fill(recovered, 3, 4);
    const { usage } = await drain(recovered, false);
    expect(usage.slice(0, 2)).toEqual([0, 1]);
    expect(usage.at(-1)).toBe(3);
    recovered.close();
    truncateSync(path, size - cut);
  }
});

test('bytes that are no frame at the end are cut away', async () => {
  const outbox = place.open();
  fill(outbox, 0, 2);
  outbox.close();
  appendFileSync(join(place.directory, place.segments()[0] ?? ''), Buffer.alloc(100, 0xab));
  const recovered = place.open();
  fill(recovered, 2, 3);
  expect((await drain(recovered)).usage).toEqual([0, 1, 2]);
});

test('a damaged segment in the middle loses its rest, which is said, and no other segment', async () => {
  const outbox = place.open({ segmentBytesMax: 5_000 });
  fill(outbox, 0, 30);
  outbox.close();
  const path = join(place.directory, place.segments()[1] ?? '');
  writeFileSync(path, Buffer.alloc(statSync(path).size, 1));
  const recovered = place.open({ segmentBytesMax: 5_000 });
  const { usage } = await drain(recovered);
  expect(usage.length).toBeGreaterThan(20);
  expect(usage.at(-1)).toBe(29);
  expect(place.events.join()).toContain('damaged');
  expect(recovered.pendingBytes).toBe(0);
});

test('an acknowledgement that was torn makes records come twice, never not at all', async () => {
  const outbox = place.open();
  fill(outbox, 0, 10);
  await drain(outbox);
  outbox.close();
  truncateSync(join(place.directory, 'acknowledged'), 7);
  const recovered = place.open();
  expect((await drain(recovered)).usage).toEqual(range(0, 10));
});

test('at the bound the oldest decisions go first, counted, and no usage is lost', async () => {
  const limits = { segmentBytesMax: 20_000, bytesMax: 100_000 };
  const outbox = place.open(limits);
  fill(outbox, 0, 150);
  const dropped = place.events.filter((event) => event === 'bound decision').length;
  expect(dropped).toBeGreaterThan(0);
  const { usage, decisions } = await drain(outbox);
  expect(usage).toEqual(range(0, 150));
  expect(decisions).toHaveLength(150 - dropped);
  expect(decisions.at(-1)).toBe(149);
});

test('when nothing but usage is left the oldest of it goes, counted, and the disk stays bounded', async () => {
  const limits = { segmentBytesMax: 20_000, bytesMax: 100_000 };
  const outbox = place.open(limits);
  fill(outbox, 0, 1_000);
  expect(outbox.pendingBytes).toBeLessThanOrEqual(limits.bytesMax);
  const lost = place.events.filter((event) => event === 'bound usage').length;
  expect(lost).toBeGreaterThan(0);
  const { usage } = await drain(outbox);
  expect(usage).toHaveLength(1_000 - lost);
  expect(usage.at(-1)).toBe(999);
});

test('a record that no batch could carry is dropped and counted', async () => {
  const outbox = place.open();
  const { decision, usageEvents } = settledRecord(1);
  outbox.append({ usageEvents, decision: { ...decision, rule: 'x'.repeat(300_000) } });
  expect(place.events).toEqual(['oversize decision']);
  expect(await drain(outbox)).toEqual({ usage: [1], decisions: [] });
});

test('what was written last is delivered without a look at its file', async () => {
  const outbox = place.open();
  fill(outbox, 0, 4);
  const [name = ''] = place.segments();
  truncateSync(join(place.directory, name), 0);
  const reader = new OutboxReader(outbox);
  expect((await reader.read(outbox.acknowledged))?.count).toBe(8);
  await reader.close();
});
