import { openSync, writeSync } from 'node:fs';
import { LastKnownGood } from '../../data-plane/config/kept/last-known-good.ts';
import { keptState, testStateKey } from './kept-state.ts';

/**
 * Keeps one state after the other in the directory that is named, from a revision on, and writes each revision that
 * is kept to a file, until it is killed.
 */
const [directory = '', saidPath = '', first = '', paddingBytes = ''] = process.argv.slice(2);
const said = openSync(saidPath, 'a');
const kept = new LastKnownGood(directory, testStateKey, (error) => {
  if (error !== undefined) throw error;
});
for (let revision = BigInt(first); ; revision += 1n) {
  kept.save(keptState(revision, Number(paddingBytes)));
  await kept.settle();
  writeSync(said, `${revision}\n`);
}
