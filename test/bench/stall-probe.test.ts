import { expect, test } from '@jest/globals';
import { ProbedProcess, probeArgs } from '../../bench/config/probed-process.ts';
import { startProcess } from '../../bench/process/pinned-process.ts';
import { eventually } from '../support/eventually.ts';

const blockMs = 500;
/** Blocks its loop once, when it is signalled. */
const program = `
  process.on('SIGUSR2', () => {
    const end = performance.now() + ${blockMs};
    while (performance.now() < end);
    process.send('done');
  });
  setInterval(() => {}, 1_000_000);
  process.send('up');
`;

test('the probe tells of the longest stall since it was last asked, and what of it was work', async () => {
  const started = startProcess({ args: [...probeArgs, '--eval', program], core: undefined });
  const probed = new ProbedProcess(started);
  try {
    await started.next(10_000);
    await probed.ask();
    const done = started.next(10_000);
    process.kill(started.pid, 'SIGUSR2');
    await done;
    const held = await probed.ask();
    // The timer that notes it may have been due a little after the stall began.
    expect(held.longestStallMs).toBeGreaterThan(blockMs * 0.9);
    expect(held.longestWorkMs).toBeGreaterThan(0);
    expect(held.longestWorkMs).toBeLessThanOrEqual(held.longestStallMs);
    // Each question begins a window of its own; in one of them nothing else holds the loop up.
    await eventually(async () =>
      expect((await probed.ask()).longestStallMs).toBeLessThan(held.longestStallMs),
    );
  } finally {
    await probed.stop();
  }
});
