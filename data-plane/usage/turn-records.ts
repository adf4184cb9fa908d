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
 * one system call for all of them, and their replies go out one behind the other (bench, 2026-11-27).
 */
export class TurnRecords<Call> implements SettledRecordSink {
  readonly #writer: RecordsWriter;
  #records: SettledRecord[] = [];
  #waiting: Waiting<Call>[] = [];
  #isArmed = false;

  constructor(writer: RecordsWriter) {
    this.#writer = writer;
  }

  append(record: SettledRecord): void {
    this.#records.push(record);
    if (this.#records.length >= RECORDS_MAX) this.#write();
    this.#arm();
  }

  /** Calls `finish` once, when all that was appended before is in the kernel; within this turn or at its end. It must not throw. */
  whenKept(call: Call, finish: (call: Call) => void): void {
    this.#waiting.push({ call, finish });
    this.#arm();
  }

  /** Ends the turn now. */
  readonly flush = (): void => {
    this.#isArmed = false;
    this.#write();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { call, finish } of waiting) finish(call);
  };

  #arm(): void {
    if (this.#isArmed) return;
    this.#isArmed = true;
    setImmediate(this.flush);
  }

  #write(): void {
    if (this.#records.length === 0) return;
    const records = this.#records;
    this.#records = [];
    this.#writer.appendAll(records);
  }
}
