import { expect, test } from '@jest/globals';
import type { SettledRecord } from '../../../data-plane/usage/settled-record.ts';
import { TurnRecords } from '../../../data-plane/usage/turn-records.ts';

const record: SettledRecord = { decision: undefined, usageEvents: [] };
const endOfTurn = () => new Promise((resolve) => setImmediate(resolve));

function open() {
  const events: string[] = [];
  const records = new TurnRecords<string>({
    appendAll: (written) => void events.push(`${written.length} written`),
  });
  const finish = (call: string) => void events.push(`${call} ended`);
  return { records, events, finish };
}

test('Calls of one turn are written at once, and no reply ends before', async () => {
  const { records, events, finish } = open();
  for (const call of ['a', 'b', 'c']) {
    records.append(record);
    records.whenKept(call, finish);
  }
  expect(events).toEqual([]);
  await endOfTurn();
  expect(events).toEqual(['3 written', 'a ended', 'b ended', 'c ended']);
});

test('A call that leaves nothing ends in its turn, and nothing is written', async () => {
  const { records, events, finish } = open();
  records.whenKept('a', finish);
  await endOfTurn();
  expect(events).toEqual(['a ended']);
});

test('What a reply that ends leaves behind is of the next turn', async () => {
  const { records, events, finish } = open();
  records.whenKept('a', (call) => {
    finish(call);
    records.append(record);
    records.whenKept('b', finish);
  });
  await endOfTurn();
  expect(events).toEqual(['a ended']);
  await endOfTurn();
  expect(events).toEqual(['a ended', '1 written', 'b ended']);
});

test('More records than wait in a turn are written before it ends', () => {
  const { records, events } = open();
  for (let count = 0; count < 64; count += 1) records.append(record);
  expect(events).toEqual(['64 written']);
});

test('A node that closes ends the turn by itself', () => {
  const { records, events, finish } = open();
  records.append(record);
  records.whenKept('a', finish);
  records.flush();
  expect(events).toEqual(['1 written', 'a ended']);
});
