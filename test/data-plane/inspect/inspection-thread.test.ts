import { afterEach, expect, test } from '@jest/globals';
import { InspectionThread } from '../../../data-plane/inspect/inspection-thread.ts';
import { buffersOf, packTexts } from '../../../data-plane/inspect/packed-texts.ts';
import { systemClock } from '../../../data-plane/upstream/clock.ts';

/*
 * Goal: a thread that ends, hangs or has too much to do costs the calls that it was asked about, and no other.
 * Method: threads with a program of the test's, which does what the text says.
 */

const obedient = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ apart: { whole } }) => {
      if (whole === 'end') process.exit(3);
      if (whole === 'throw') throw new Error('no');
      if (whole === 'hang') for (;;);
      parentPort.postMessage({ kind: 'look', seen: [whole], faults: [] });
    });`)}`,
);

let thread: InspectionThread;
let outcomes: string[];

function start(): void {
  outcomes = [];
  thread = new InspectionThread({
    nowMs: systemClock.monotonicMs,
    onEnded: (outcome) => outcomes.push(outcome),
    program: obedient,
    answerMsMin: 2_000,
  });
}

function ask(text: string, isWanted = true): Promise<unknown> {
  const apart = packTexts([{ text, part: 'user', place: undefined }]);
  const question = { kind: 'look', looks: ['secret'], apart, joined: packTexts([]) } as const;
  return thread
    .ask({ question, chars: text.length, buffers: buffersOf(apart), isWanted: () => isWanted })
    .then(
      (answer) => answer.kind === 'look' && answer.seen[0],
      (failure) => failure.fault,
    );
}

afterEach(() => thread.close());

test.each(['end', 'throw'])(
  'a question at which the thread would %s is refused, and no other',
  async (word) => {
    start();
    const answers = await Promise.all(['a', word, 'b', word, 'c'].map((text) => ask(text)));
    expect(answers).toEqual(['a', 'died', 'b', 'died', 'c']);
  },
);

test('a thread that hangs is replaced', async () => {
  start();
  expect(await Promise.all([ask('a'), ask('hang'), ask('b')])).toEqual(['a', 'late', 'b']);
  expect(outcomes).toEqual(['answered', 'late', 'answered']);
});

test('so many questions wait and no more, those that nobody waits for are passed over, and closing refuses all', async () => {
  start();
  const first = ask('hang');
  const waiting = Array.from({ length: 64 }, (_, index) => ask(`${index}`, index > 0));
  expect(await ask('one more')).toBe('busy');
  await thread.close();
  expect(await first).toBe('closed');
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['closed']));
  expect(await ask('late')).toBe('closed');
});

test('a question that nobody waits for any more is not asked', async () => {
  start();
  expect(await Promise.all([ask('a'), ask('hang', false), ask('b')])).toEqual([
    'a',
    'unwanted',
    'b',
  ]);
});
