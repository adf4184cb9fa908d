import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import {
  OUTBOX_LIMITS,
  Outbox,
  type OutboxLimits,
  type OutboxObserver,
} from '../../../data-plane/usage/outbox.ts';
import { OutboxReader } from '../../../data-plane/usage/outbox-reader.ts';
import { usageContract } from '../../../proto/contract/usage.ts';
import { settledRecord } from '../../support/settled-record.ts';

/** Outboxes in a directory that lives as long as one test. */
export interface OutboxPlace {
  readonly directory: string;
  /** What they told of: what was dropped and why, and errors. */
  readonly events: readonly string[];
  open(limits?: Partial<OutboxLimits>): Outbox;
  /** Names of the segments on disk, in order. */
  segments(): readonly string[];
}

/** Makes the place anew for each test of the file that calls it. */
export function useOutboxes(): OutboxPlace {
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
  return {
    get directory() {
      return directory;
    },
    events,
    open: (limits = {}) => {
      const outbox = new Outbox({ directory, limits: { ...OUTBOX_LIMITS, ...limits }, observer });
      opened.push(outbox);
      return outbox;
    },
    segments: () =>
      readdirSync(directory)
        .filter((name) => name.endsWith('.segment'))
        .toSorted(),
  };
}

/** Appends records that are numbered so. */
export function fill(outbox: Outbox, from: number, to: number): void {
  for (let number = from; number < to; number += 1) outbox.append(settledRecord(number));
}

/** Numbers of the records that are delivered. */
export async function drain(
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

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
