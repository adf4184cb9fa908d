import { describe, expect, test } from '@jest/globals';
import { Closing } from '../../bench/process/closing.ts';
import { startProcess } from '../../bench/process/pinned-process.ts';
import { readCpuMicros, readFamilyCpuMicros } from '../../bench/process/process-meter.ts';

describe('processor time of a family', () => {
  const burntMicros = 150_000;
  const startTimeoutMs = 25_000;
  const child = (fate: string) => `
    while (process.cpuUsage().user < ${burntMicros});
    console.log('burnt');
    ${fate === 'living' ? 'process.stdin.resume();' : ''}
  `;
  const parent = (fate: string) => `
    const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ['--eval', ${JSON.stringify(child(fate))}]);
    const whom = ${fate === 'living' ? 'child.stdout' : 'child'};
    whom.once(${fate === 'living' ? "'data'" : "'exit'"}, () => process.send('burnt'));
    child.stdout.resume();
  `;

  test.each(['living', 'dead'])(
    'is that of a %s child too',
    async (fate) => {
      const started = startProcess({ args: ['--eval', parent(fate)], core: undefined });
      try {
        await started.next(startTimeoutMs);
        const ofChildrenMicros = readFamilyCpuMicros(started.pid) - readCpuMicros(started.pid);
        // The kernel tells such times in steps of 10 ms.
        expect(ofChildrenMicros).toBeGreaterThan(burntMicros * 0.9);
      } finally {
        await started.stop();
      }
    },
    startTimeoutMs + 5_000,
  );
});

describe('closing', () => {
  test('ends what was started, last first, whether or not one of it fails', async () => {
    const closing = new Closing();
    const ended: string[] = [];
    const exitCode = process.exitCode;
    closing.add(async () => void ended.push('first'));
    closing.add(() => Promise.reject(new Error('stuck')));
    closing.add(async () => void ended.push('last'));
    await closing.close();
    expect(ended).toEqual(['last', 'first']);
    expect(process.exitCode).toBe(1);
    process.exitCode = exitCode;
  });

  test('refuses what comes later, and ends it too', async () => {
    const closing = new Closing();
    await closing.close();
    const ended: string[] = [];
    expect(() => closing.add(async () => void ended.push('late'))).toThrow('interrupted');
    await closing.close();
    expect(ended).toEqual(['late']);
  });
});
