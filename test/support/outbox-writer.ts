import { openSync, writeSync } from 'node:fs';
import { OUTBOX_LIMITS, Outbox } from '../../data-plane/usage/outbox.ts';
import { settledRecord } from './settled-record.ts';

/** Appends records to the outbox in the directory that is named, and writes the number of each to a file, until it is killed. */
const said = openSync(process.argv[3] ?? '', 'a');
const outbox = new Outbox({
  directory: process.argv[2] ?? '',
  limits: { ...OUTBOX_LIMITS, segmentBytesMax: 100_000 },
  observer: { appended: () => undefined, dropped: () => undefined, failed: () => undefined },
});
for (let number = 0; number < 1_000_000; number += 1) {
  outbox.append(settledRecord(number));
  writeSync(said, `${number}\n`);
}
