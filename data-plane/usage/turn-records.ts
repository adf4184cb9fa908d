import { TurnQueue } from '../turn-queue.ts';
import type { SettledRecord, SettledRecordSink } from './settled-record.ts';

/** Most records that wait; more are written before the turn ends. */
const RECORDS_MAX = 64;

/** Where the records of a turn are written, all at once; they are in the kernel when it returns. */
interface RecordsWriter {
  appendAll(records: readonly SettledRecord[]): void;
}

/** A call whose reply may end when its record is kept. */
interface Waiting<Call> {
  readonly call: Call;
  readonly finish: (call: Call) => void;
}

/**
 * Gathers what calls leave that are over in one turn of the event loop, writes it at once, and only then lets their replies end:
 * one system call for all of them.
 */
export class TurnRecords<Call> implements SettledRecordSink {
  readonly #writer: RecordsWriter;
  readonly #ended = new TurnQueue<Waiting<Call>>(({ call, finish }) => {
    this.#write();
    finish(call);
  });
  #records: SettledRecord[] = [];

  constructor(writer: RecordsWriter) {
    this.#writer = writer;
  }

  /** Whether nothing waits to be written. */
  get isEmpty(): boolean {
    return this.#records.length === 0;
  }

  append(record: SettledRecord): void {
    const count = this.#records.push(record);
    if (count === 1) setImmediate(this.#write);
    else if (count >= RECORDS_MAX) this.#write();
  }

  /** Calls `finish` once, at the end of the turn, when all that was appended before is in the kernel. It must not throw. */
  readonly whenKept = (call: Call, finish: (call: Call) => void): void => {
    this.#ended.push({ call, finish });
  };

  /** Ends the turn now. */
  flush(): void {
    this.#write();
    this.#ended.flush();
  }

  readonly #write = (): void => {
    if (this.#records.length === 0) return;
    const records = this.#records;
    this.#records = [];
    this.#writer.appendAll(records);
  };
}
