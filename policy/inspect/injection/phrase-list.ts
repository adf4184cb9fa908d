import { exfiltrations } from './exfiltration.ts';
import { overrides } from './override.ts';
import { create, type Phrase } from './phrase.ts';
import { sayings } from './saying.ts';

/** All evidence that has words. */
export const phrases: readonly Phrase[] = [
  ...overrides.map((row) => create('instruction_override', 10, row)),
  ...exfiltrations.map((row) => create('prompt_exfiltration', 10, row)),
  ...sayings,
];
