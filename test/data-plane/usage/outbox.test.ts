import { spawn } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  OUTBOX_LIMITS,
  Outbox,
  type OutboxLimits,
  type OutboxObserver,
} from '../../../data-plane/usage/outbox.ts';
import { BATCH_LIMITS, OutboxReader } from '../../../data-plane/usage/outbox-reader.ts';
import { usageContract } from '../../../proto/load.ts';
import { eventually } from '../../support/eventually.ts';
import { settledRecord } from '../../support/settled-record.ts';

/**
 * Goal: what was appended is delivered, whoever was killed in between, and the disk is bounded.
 * Method: real files; a child process that is killed while it appends; tails torn by hand.
 */

let directory = '';
const events: string[] = [];
const opened: Outbox[] = [];
const observer: OutboxObserver = {
  appended: () => undefined,
  dropped: (kind, count, reason) => {
    for (let one = 0; one < count; one += 1) events.push(`${reason} ${kind}`);
  },
  failed: (error) => events.push(String(error)),
};

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-outbox-'));
  events.length = 0;
});
afterEach(() => {
  for (const outbox of opened.splice(0)) outbox.close();
  rmSync(directory, { recursive: true, force: true });
});

function open(limits: Partial<OutboxLimits> = {}): Outbox {
  const outbox = new Outbox({ directory, limits: { ...OUTBOX_LIMITS, ...limits }, observer });
  opened.push(outbox);
  return outbox;
}

function fill(outbox: Outbox, from: number, to: number): void {
  for (let number = from; number < to; number += 1) outbox.append(settledRecord(number));
}

async function drain(
  outbox: Outbox,
  acknowledge = true,
): Promise<{ readonly usage: number[]; readonly decisions: number[] }> {
  const reader = new OutboxReader(outbox);
  const usage: number[] = [];
  const decisions: number[] = [];
  let from = outbox.acknowledged;
  for (;;) {
    const batch = await reader.read(from);
    if (batch === undefined) break;
    const request = usageContract.ReportRequest.deserialize(batch.payload);
    usage.push(...request.usageEvents.map(({ requestId }) => numberOf(requestId)));
    decisions.push(...request.decisions.map(({ requestId }) => numberOf(requestId)));
    from = batch.end;
    if (acknowledge) outbox.acknowledge(from);
  }
  await reader.close();
  return { usage, decisions };
}

function numberOf(requestId: string): number {
  return Number(requestId.slice(-12));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

function linkOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}

function segments(): readonly string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.segment'))
    .toSorted();
}

test('records come out in the order in which they went in, in bounded batches', async () => {
  const outbox = open();
  fill(outbox, 0, 600);
  const reader = new OutboxReader(outbox);
  const batch = await reader.read(outbox.acknowledged);
  await reader.close();
  expect(batch?.count).toBe(BATCH_LIMITS.recordsMax);
  expect(await drain(outbox)).toEqual({ usage: range(0, 600), decisions: range(0, 600) });
  expect(outbox.pendingBytes).toBe(0);
});

test('a new process goes on where the last acknowledgement was', async () => {
  const first = open();
  fill(first, 0, 300);
  const reader = new OutboxReader(first);
  const batch = await reader.read(first.acknowledged);
  if (batch !== undefined) first.acknowledge(batch.end);
  await reader.close();
  first.close();
  const second = open();
  fill(second, 300, 310);
  expect((await drain(second)).usage).toEqual(range(250, 310));
});

test('segments are bounded, and those that were acknowledged are deleted', async () => {
  const outbox = open({ segmentBytesMax: 20_000 });
  fill(outbox, 0, 200);
  expect(segments().length).toBeGreaterThan(5);
  for (const name of segments()) expect(statSync(join(directory, name)).size).toBeLessThan(20_001);
  expect((await drain(outbox)).usage).toEqual(range(0, 200));
  expect(segments()).toHaveLength(1);
  fill(outbox, 200, 201);
  expect((await drain(outbox)).usage).toEqual([200]);
});

test('a tail that was cut anywhere loses the cut record and no other', async () => {
  const outbox = open();
  fill(outbox, 0, 3);
  outbox.close();
  const path = join(directory, segments()[0] ?? '');
  const { size } = statSync(path);
  for (let cut = 1; cut < size / 3; cut += 37) {
    truncateSync(path, size - cut);
    const recovered = open();
    fill(recovered, 3, 4);
    const { usage } = await drain(recovered, false);
    expect(usage.slice(0, 2)).toEqual([0, 1]);
    expect(usage.at(-1)).toBe(3);
    recovered.close();
    truncateSync(path, size - cut);
  }
});

test('bytes that are no frame at the end are cut away', async () => {
  const outbox = open();
  fill(outbox, 0, 2);
  outbox.close();
  appendFileSync(join(directory, segments()[0] ?? ''), Buffer.alloc(100, 0xab));
  const recovered = open();
  fill(recovered, 2, 3);
  expect((await drain(recovered)).usage).toEqual([0, 1, 2]);
});

test('a damaged segment in the middle loses its rest, which is said, and no other segment', async () => {
  const outbox = open({ segmentBytesMax: 5_000 });
  fill(outbox, 0, 30);
  outbox.close();
  const path = join(directory, segments()[1] ?? '');
  writeFileSync(path, Buffer.alloc(statSync(path).size, 1));
  const recovered = open({ segmentBytesMax: 5_000 });
  const { usage } = await drain(recovered);
  expect(usage.length).toBeGreaterThan(20);
  expect(usage.at(-1)).toBe(29);
  expect(events.join()).toContain('damaged');
  expect(recovered.pendingBytes).toBe(0);
});

test('an acknowledgement that was torn makes records come twice, never not at all', async () => {
  const outbox = open();
  fill(outbox, 0, 10);
  await drain(outbox);
  outbox.close();
  truncateSync(join(directory, 'acknowledged'), 7);
  const recovered = open();
  expect((await drain(recovered)).usage).toEqual(range(0, 10));
});

test('at the bound the oldest decisions go first, counted, and no usage is lost', async () => {
  const limits = { segmentBytesMax: 20_000, bytesMax: 100_000 };
  const outbox = open(limits);
  fill(outbox, 0, 150);
  const dropped = events.filter((event) => event === 'bound decision').length;
  expect(dropped).toBeGreaterThan(0);
  const { usage, decisions } = await drain(outbox);
  expect(usage).toEqual(range(0, 150));
  expect(decisions).toHaveLength(150 - dropped);
  expect(decisions.at(-1)).toBe(149);
});

test('when nothing but usage is left the oldest of it goes, counted, and the disk stays bounded', async () => {
  const limits = { segmentBytesMax: 20_000, bytesMax: 100_000 };
  const outbox = open(limits);
  fill(outbox, 0, 1_000);
  expect(outbox.pendingBytes).toBeLessThanOrEqual(limits.bytesMax);
  const lost = events.filter((event) => event === 'bound usage').length;
  expect(lost).toBeGreaterThan(0);
  const { usage } = await drain(outbox);
  expect(usage).toHaveLength(1_000 - lost);
  expect(usage.at(-1)).toBe(999);
});

test('a record that no batch could carry is dropped and counted', async () => {
  const outbox = open();
  const { decision, usageEvents } = settledRecord(1);
  outbox.append({ usageEvents, decision: { ...decision, rule: 'x'.repeat(300_000) } });
  expect(events).toEqual(['oversize decision']);
  expect(await drain(outbox)).toEqual({ usage: [1], decisions: [] });
});

test('while the disk refuses, records wait in memory, and then they are written', async () => {
  const outbox = open({ segmentBytesMax: 5_000 });
  fill(outbox, 0, 4);
  // A directory in the place of the next segment makes opening it fail, as a full disk would.
  const next = String(segments().length + 1).padStart(12, '0');
  mkdirSync(join(directory, `${next}.segment`));
  fill(outbox, 4, 20);
  expect(events.length).toBeGreaterThan(0);
  rmdirSync(join(directory, `${next}.segment`));
  outbox.retryWrites();
  expect((await drain(outbox)).usage).toEqual(range(0, 20));
});

test('a full disk gets back what is acknowledged, though it takes no mark of it', async () => {
  symlinkSync('/dev/full', join(directory, 'acknowledged'));
  const outbox = open({ segmentBytesMax: 5_000 });
  fill(outbox, 0, 20);
  expect(segments().length).toBeGreaterThan(2);
  await drain(outbox);
  expect(events.join()).toContain('ENOSPC');
  expect(segments()).toHaveLength(1);
});

test('a reader that waits for more does not hold the room of a deleted segment', async () => {
  const earlier = open({ segmentBytesMax: 5_000 });
  fill(earlier, 0, 4);
  earlier.close();
  // What an earlier process wrote is in its file only.
  const outbox = open({ segmentBytesMax: 5_000 });
  const reader = new OutboxReader(outbox);
  const batch = await reader.read(outbox.acknowledged);
  fill(outbox, 4, 20);
  const held = () =>
    readdirSync('/proc/self/fd').filter(
      (fd) => linkOf(join('/proc/self/fd', fd)) === `${directory}/000000000001.segment (deleted)`,
    );
  expect(batch?.count).toBe(8);
  outbox.acknowledge({ segment: 2, offset: 0 });
  expect(held()).toHaveLength(1);
  await reader.read({ segment: 9, offset: 0 });
  expect(held()).toHaveLength(0);
  await reader.close();
});

test('what was written last is delivered without a look at its file', async () => {
  const outbox = open();
  fill(outbox, 0, 4);
  const [name = ''] = segments();
  truncateSync(join(directory, name), 0);
  const reader = new OutboxReader(outbox);
  expect((await reader.read(outbox.acknowledged))?.count).toBe(8);
  await reader.close();
});

test('while records wait for the disk, a segment that is acknowledged whole makes room', async () => {
  const outbox = open({ segmentBytesMax: 5_000 });
  mkdirSync(join(directory, '000000000002.segment'));
  fill(outbox, 0, 20);
  expect(events.length).toBeGreaterThan(0);
  rmdirSync(join(directory, '000000000002.segment'));
  await drain(outbox);
  expect(segments()).toEqual(['000000000002.segment']);
  outbox.retryWrites();
  await drain(outbox);
  expect(outbox.pendingBytes).toBe(0);
});

test('kill -9 of the process that appends loses nothing that it had appended', async () => {
  const program = fileURLToPath(new URL('../../support/outbox-writer.ts', import.meta.url));
  const said = join(directory, 'said');
  const lines = () => readFileSync(said, 'utf8').split('\n').slice(0, -1);
  const child = spawn(process.execPath, ['--import', 'tsx', program, directory, said], {
    stdio: 'inherit',
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  await eventually(() => expect(lines().length).toBeGreaterThan(200), 15_000);
  child.kill('SIGKILL');
  await closed;
  const promised = Number(lines().at(-1));
  const recovered = open();
  const { usage, decisions } = await drain(recovered);
  expect(usage.length).toBeGreaterThan(promised);
  expect(usage).toEqual(range(0, usage.length));
  expect(decisions.slice(0, promised + 1)).toEqual(range(0, promised + 1));
});
