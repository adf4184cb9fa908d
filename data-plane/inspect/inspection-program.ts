import { parentPort } from 'node:worker_threads';
import { answerQuestion } from './answer-question.ts';
import type { Question } from './message.ts';

/*
 * The program of the thread that inspects long calls, see inspection-thread.ts. What it throws ends it: the other side sees that, refuses
 * the call and starts another one.
 */
parentPort?.on('message', (question: Question) => {
  parentPort?.postMessage(answerQuestion(question));
});
