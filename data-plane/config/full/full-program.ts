import { constants, getPriority, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { FullAnswer, FullQuestion } from './full-message.ts';
import { FullReader } from './full-reader.ts';

/** A quarter of a core is left to it beside a loop that never rests. */
const NICENESS = 5;

/** On Linux of this thread alone: whoever serves calls goes first where both share a core. */
if (process.platform === 'linux')
  setPriority(Math.min(getPriority() + NICENESS, constants.priority.PRIORITY_LOW));

/*
 * The program of the thread that reads a full update, see full-reading.ts. What it throws ends it: the other side sees that and
 * reads the update itself.
 */
const reader = new FullReader();
parentPort?.on('message', (question: FullQuestion) => {
  const answer = reader.answer(question);
  parentPort?.postMessage(answer, handedOver(answer));
});

/** What nobody shares. */
function handedOver(answer: FullAnswer): ArrayBuffer[] {
  const memory = answer.kind === 'slab' ? answer.slab.memory : undefined;
  return memory instanceof ArrayBuffer ? [memory] : [];
}
