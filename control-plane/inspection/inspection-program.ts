import { parentPort } from 'node:worker_threads';
import { tryTexts } from '../../policy/prompt-part/try-texts.ts';
import type { InspectionTask } from './inspection-desk.ts';

/* The program of the thread of inspection-desk.ts. What it throws ends it: the desk sees that, and starts another one. */
parentPort?.on('message', ({ policy, texts, call }: InspectionTask) => {
  parentPort?.postMessage(tryTexts(policy, texts, call));
});
