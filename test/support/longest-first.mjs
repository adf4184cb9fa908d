import Sequencer from '@jest/test-sequencer';

/** Those that start the most take the longest. */
const KINDS = ['.chaos.test.ts', '.e2e.test.ts', '.pg.test.ts'];

/**
 * Suites in the order of what they start, and within a kind as jest has them. By itself jest knows how long suites take from
 * earlier runs only; in a fresh checkout it would begin a minute's suite last, and leave all cores but one idle for it.
 */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}

function rankOf({ path }) {
  const kind = KINDS.findIndex((ending) => path.endsWith(ending));
  return kind < 0 ? KINDS.length : kind;
}
