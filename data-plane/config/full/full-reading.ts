import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import type { ForkableMap } from '../../../proto/forkable-map.ts';
import { programBeside, startProgram } from '../../thread/start-program.ts';
import { PackedDomain } from '../packed/packed-domain.ts';
import { SetFill } from '../packed/set-fill.ts';
import type { Domain, ResourceSet } from '../resource-store.ts';
import { runInSlices, type SlicedWork } from '../slices.ts';
import type {
  DomainSlab,
  FullAnswer,
  FullHead,
  FullJudgement,
  FullQuestion,
} from './full-message.ts';

const fullProgram = programBeside(import.meta.url, 'full-program');
/** For starting, a part, and some tenants; ten times of what they take beside a busy loop. */
const answerMs = 20_000;
/** For ten times the largest configuration that the design names, judged. */
const judgeMs = 120_000;
/** What is beyond this ends the thread, not the node: ten times what 10,000 tenants take. */
const memory = { maxOldGenerationSizeMb: 1_024, maxYoungGenerationSizeMb: 16 } as const;

/** Thrown when the thread ended, hung, or had not memory enough; the update was not applied. */
export class ReadingLost extends Error {
  override readonly name = 'ReadingLost';
}

/** What decides how a reading goes; tests have others. */
export interface ReadingOptions {
  readonly program?: URL;
  readonly answerMs?: number;
}

/**
 * A full update that is read in a thread, so that no call waits while it is unpacked, decoded, hashed, judged and packed: the loop
 * takes over what was packed, a piece of memory after the other. The thread is there for one update.
 */
export class FullReading {
  readonly #worker: Worker;
  readonly #answerMs: number;
  #loss: Error | undefined;
  #hasEnded = false;

  constructor({ program = fullProgram, answerMs: given = answerMs }: ReadingOptions = {}) {
    this.#answerMs = given;
    const options = { name: 'full-update', env: {}, execArgv: [], resourceLimits: memory };
    this.#worker = startProgram(program, options);
    // An error without a listener would end the node; who waits for an answer hears of the end.
    this.#worker.on('error', (cause) => {
      this.#loss ??= cause instanceof Error ? cause : new Error(String(cause));
    });
    this.#worker.on('exit', () => {
      this.#hasEnded = true;
    });
    this.#worker.unref();
  }

  /** Gives the thread the next part. @throws ReadingLost */
  add(part: Uint8Array): Promise<FullAnswer> {
    // Of a view all that it looks at would be copied, which is what the socket gave at once: 5 ms for 4 MiB.
    const gzip = Uint8Array.from(part);
    return this.#ask({ kind: 'part', gzip }, this.#answerMs, [gzip.buffer]);
  }

  /** After the last part. @throws ReadingLost */
  async judge(peppers: ReadonlySet<string>): Promise<FullJudgement> {
    const answer = await this.#ask({ kind: 'judge', peppers }, Math.max(judgeMs, this.#answerMs));
    if (answer.kind === 'judged') return answer.judgement;
    throw new ReadingLost(`the thread answered ${answer.kind}`);
  }

  /** What came, with the domains of `held` where they have the same bytes. @throws ReadingLost */
  async take({ to, digest }: FullHead, held: ForkableMap<Domain>): Promise<ResourceSet> {
    const fill = new SetFill();
    for (;;) {
      const answer = await this.#ask({ kind: 'next' }, this.#answerMs);
      if (answer.kind === 'end') break;
      if (answer.kind !== 'slab') throw new ReadingLost(`the thread answered ${answer.kind}`);
      await runInSlices(takeSlab(fill, answer.slab, held));
    }
    return { position: to, ...fill.finish(Buffer.from(digest)) };
  }

  /** Ends the thread; whoever waits for it is told. Never rejects. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  async #ask(
    question: FullQuestion,
    withinMs: number,
    handedOver: readonly ArrayBuffer[] = [],
  ): Promise<FullAnswer> {
    if (this.#hasEnded) throw new ReadingLost('the thread has ended', { cause: this.#loss });
    const settled = new AbortController();
    const { signal } = settled;
    const timer = setTimeout(() => settled.abort(), withinMs);
    try {
      const ended = once(this.#worker, 'exit', { signal }).then(() => undefined);
      const answered = once(this.#worker, 'message', { signal });
      this.#worker.postMessage(question, handedOver);
      const [answer] = (await Promise.race([answered, ended])) ?? [];
      if (answer !== undefined) return answer as FullAnswer;
    } catch (cause) {
      throw new ReadingLost('the thread gave no answer', { cause: this.#loss ?? cause });
    } finally {
      clearTimeout(timer);
      settled.abort();
    }
    throw new ReadingLost('the thread has ended', { cause: this.#loss });
  }
}

function* takeSlab(
  fill: SetFill,
  { memory: slab, tenantIds, starts, ends, sizes }: DomainSlab,
  held: ForkableMap<Domain>,
): SlicedWork<void> {
  for (const [number, tenantId] of tenantIds.entries()) {
    const start = starts[number] ?? 0;
    const records = Buffer.from(slab, start, (ends[number] ?? 0) - start);
    const domain = new PackedDomain(tenantId, sizes[number] ?? 0, records);
    const known = held.get(tenantId);
    yield* fill.take(known?.hasBytesOf(domain) === true ? known : domain);
  }
}
