import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { type CallTarget, chat } from './call.ts';
import { eventually } from './eventually.ts';

const WORKERS = 4;
/** Between two calls of a worker: enough load to be under way at any moment, on a machine that is shared. */
const INTERVAL_MS = 5;
const CALL_MS = 10_000;

const wholeReply = z.object({
  choices: z.tuple([z.object({ message: z.object({ content: z.string() }) })]),
});
const eventData = z.object({
  choices: z.array(z.object({ delta: z.object({ content: z.string().optional() }).optional() })),
});

/** Calls without end to a provider that echoes: every answer is known beforehand, every third is a stream. */
export class SteadyLoad {
  /** Request ids of the calls that were answered rightly, to the last byte. */
  readonly answeredIds: string[] = [];
  /** Answers that were wrong, in words: errors, other texts, streams that ended cleanly before their end. */
  readonly faults: string[] = [];
  readonly #target: CallTarget;
  readonly #workers: readonly Promise<void>[];
  #cutCount = 0;
  #stopping = false;

  constructor(target: CallTarget) {
    this.#target = target;
    this.#workers = Array.from({ length: WORKERS }, (_, index) => this.#work(index));
  }

  /** Calls whose connection was refused or cut: nobody was told a wrong thing. */
  get cutCount(): number {
    return this.#cutCount;
  }

  /** Resolves when so many more calls were answered. */
  async awaitMoreAnswers(count: number): Promise<void> {
    const wanted = this.answeredIds.length + count;
    await eventually(() => {
      if (this.answeredIds.length < wanted)
        throw new Error(`${this.answeredIds.length} of ${wanted} answers; ${this.faults[0] ?? ''}`);
    }, 15_000);
  }

  /** Lets the calls under way end. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#workers);
  }

  async #work(worker: number): Promise<void> {
    for (let turn = 0; !this.#stopping; turn += 1) {
      const text = `turn ${turn} of ${worker}`;
      await this.#call(text, turn % 3 === 0).catch(() => {
        this.#cutCount += 1;
      });
      await pause(INTERVAL_MS);
    }
  }

  async #call(text: string, stream: boolean): Promise<void> {
    const signal = AbortSignal.timeout(CALL_MS);
    const reply = await chat(this.#target, { text, stream, signal });
    const body = await reply.text();
    const requestId = reply.headers.get('x-gatehouse-request-id');
    const fault = reply.ok && requestId ? findFault(body, text, stream) : body;
    if (fault === undefined && requestId) this.answeredIds.push(requestId);
    else this.faults.push(`${reply.status} ${requestId}: ${fault}`);
  }
}

function findFault(body: string, text: string, stream: boolean): string | undefined {
  const said = stream ? readStream(body) : readWhole(body);
  return said === text ? undefined : `«${text}» was answered by ${body}`;
}

function readWhole(body: string): string {
  return wholeReply.parse(JSON.parse(body)).choices[0].message.content;
}

function readStream(body: string): string | undefined {
  const lines = body.split('\n').flatMap((line) => /^data: (.*)$/.exec(line)?.[1] ?? []);
  if (lines.at(-1) !== '[DONE]') return undefined;
  const events = lines.slice(0, -1).map((line) => eventData.safeParse(JSON.parse(line)));
  return events.map(({ data }) => data?.choices[0]?.delta?.content ?? '').join('');
}
