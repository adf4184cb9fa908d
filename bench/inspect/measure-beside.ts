import { setTimeout } from 'node:timers/promises';
import { InspectionThread } from '../../data-plane/inspect/inspection-thread.ts';
import { buffersOf, packTexts } from '../../data-plane/inspect/packed-texts.ts';
import type { InspectedText } from '../../policy/inspect/inspected-text.ts';
import { inspectorOf } from '../../policy/inspect/inspector.ts';
import type { DetectorName } from '../../policy/inspect/prompt-rule.ts';
import { lookAt } from '../../policy/inspect/sighting.ts';
import { makeCleanText } from './clean-text.ts';

/** What small calls feel of a long one that is inspected all the time: medians of the rounds. */
export interface BesideFigure {
  readonly beside: string;
  /** From when a small call was due to when it had been inspected. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly longestMs: number;
}

/** Of a policy as most are. */
export const common: readonly DetectorName[] = ['secret', 'personal_data', 'prompt_injection'];

/** Between small calls. The process sleeps meanwhile: one that never does is made to wait by the kernel on a machine of two cores. */
const pauseMs = 2;
const roundMs = 1_000;
const megabyte = 1_048_576;
/** A body of one text, as it comes out of a parser. */
const textOf = (text: string): InspectedText => ({
  text: JSON.parse(JSON.stringify(text)),
  part: 'user',
  place: { list: 'messages', position: 0 },
});
const small = textOf(makeCleanText(1_024));
const clean = textOf(makeCleanText(megabyte));
const slow = textOf('１'.repeat(megabyte));

type LookAtLong = () => Promise<unknown>;

/** Measures small calls alone, beside long ones in the thread, and beside the same at once: in turns, since machines have moods. */
export async function measureBeside(rounds: number): Promise<readonly BesideFigure[]> {
  const thread = new InspectionThread({ nowMs: () => performance.now(), onEnded: ignore });
  const inspector = inspectorOf(common);
  const elsewhere =
    (text: InspectedText): LookAtLong =>
    () =>
      askThread(thread, text);
  const scenarios: readonly (readonly [string, LookAtLong | undefined])[] = [
    ['nothing', undefined],
    ['1 MB, nothing to find', elsewhere(clean)],
    ['1 MB of the slowest text', elsewhere(slow)],
    ['1 MB, nothing to find, at once', async () => lookAt(inspector, [clean])],
  ];
  const measured = scenarios.map(() => [] as Waits[]);
  // The first round starts the thread, and compiles.
  for (let round = -1; round < rounds; round += 1)
    for (const [index, [, look]] of scenarios.entries()) {
      const waits = await measureSmall(look);
      if (round >= 0) measured[index]?.push(waits);
    }
  await thread.close();
  return scenarios.map(([beside], index) => ({ beside, ...medianOf(measured[index] ?? []) }));
}

function askThread(thread: InspectionThread, text: InspectedText): Promise<unknown> {
  const [apart, joined] = [packTexts([text]), packTexts([])];
  const question = { kind: 'look', looks: common, apart, joined } as const;
  const buffers = [...buffersOf(apart), ...buffersOf(joined)];
  return thread.ask({ question, chars: text.text.length, buffers, isWanted: () => true });
}

type Waits = Omit<BesideFigure, 'beside'>;

async function measureSmall(lookAtLong: LookAtLong | undefined): Promise<Waits> {
  const inspector = inspectorOf(common);
  const waits: number[] = [];
  const endMs = performance.now() + roundMs;
  let isOver = false;
  const long = repeat(lookAtLong, () => isOver);
  while (performance.now() < endMs) {
    const dueMs = performance.now() + pauseMs;
    await setTimeout(pauseMs);
    lookAt(inspector, [small]);
    waits.push(performance.now() - dueMs);
  }
  isOver = true;
  await long;
  const sorted = waits.toSorted(ascending);
  const at = (share: number): number => sorted[Math.floor(share * sorted.length)] ?? 0;
  return { p50Ms: at(0.5), p99Ms: at(0.99), longestMs: sorted.at(-1) ?? 0 };
}

/** One after the other, with a turn between. */
async function repeat(look: LookAtLong | undefined, isOver: () => boolean): Promise<void> {
  while (look !== undefined && !isOver()) {
    await look();
    await new Promise(setImmediate);
  }
}

function medianOf(rounds: readonly Waits[]): Waits {
  const median = (name: keyof Waits): number =>
    rounds.map((one) => one[name]).toSorted(ascending)[Math.floor(rounds.length / 2)] ?? 0;
  return { p50Ms: median('p50Ms'), p99Ms: median('p99Ms'), longestMs: median('longestMs') };
}

function ascending(one: number, other: number): number {
  return one - other;
}

function ignore(): void {}
