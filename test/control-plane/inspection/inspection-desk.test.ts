import { expect, test } from '@jest/globals';
import { InspectionDesk } from '../../../control-plane/inspection/inspection-desk.ts';

/*
 * Goal: what hangs or ends the thread of inspections costs whoever asked it, and nobody else; nobody asks without bound.
 * Method: threads with a program of the test's, which does what the text says; one with the real program and a pattern that takes long.
 */

const obedient = `const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ texts: [{ text }] }) => {
    if (text === 'end') process.exit(3);
    if (text === 'throw') throw new Error('no');
    if (text === 'hang') for (;;);
    parentPort.postMessage({ texts: [text] });
  });`;
const policy = { id: '', tenantId: '', name: 'p', rules: [] };
const call = { applicationId: '', atMs: 0 };
const taskOf = (text: string) => ({ policy, texts: [{ text, part: 'user' } as const], call });
const ask = (desk: InspectionDesk, text: string, caller = 'ann') =>
  desk.inspect(caller, taskOf(text)).then(
    ({ texts }) => texts?.[0],
    (error) => error.failure?.code ?? error.message,
  );

test('a task at which the thread ends is refused, and no other', async () => {
  const desk = new InspectionDesk(obedient, 60_000);
  const answers = [];
  for (const text of ['a', 'end', 'b', 'throw', 'c']) answers.push(await ask(desk, text));
  const died = 'the thread of inspections has died';
  expect(answers).toEqual(['a', died, 'b', died, 'c']);
});

test('one that takes too long is told so, and its thread is replaced', async () => {
  const desk = new InspectionDesk(obedient, 2_000);
  const answers = await Promise.all([ask(desk, 'hang'), ask(desk, 'a')]);
  expect(answers).toEqual(['VALIDATION_FAILED', 'a']);
});

test('nobody asks for more than four at once, and all together for thirty-two', async () => {
  const desk = new InspectionDesk(obedient, 60_000);
  const own = Array.from({ length: 5 }, () => ask(desk, 'a'));
  const others = Array.from({ length: 29 }, (_, at) => ask(desk, 'b', `${at}`));
  expect(await own.at(-1)).toBe('BUSY');
  expect(await others.at(-1)).toBe('BUSY');
  expect(await Promise.all(own.slice(0, 4))).toEqual(['a', 'a', 'a', 'a']);
  expect(new Set(await Promise.all(others.slice(0, 28)))).toEqual(new Set(['b']));
});

test('the control plane goes on while patterns of somebody take long', async () => {
  const desk = new InspectionDesk(undefined, 60_000);
  const rule = {
    name: 'r',
    detector: 'pattern',
    action: 'flag',
    rerouteRouteId: undefined,
  } as const;
  const patterns = [{ name: 'p', pattern: '[a-z]{1,250}[0-9]' }];
  const rules = [{ ...rule, settings: { patterns } }];
  const text = `${'x'.repeat(255)}1`.repeat(128);
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  const trial = await desk.inspect('ann', {
    policy: { ...policy, rules },
    texts: [{ text, part: 'user' }],
    call,
  });
  clearInterval(timer);
  expect(trial.findings).toMatchObject([{ rule: 'r', count: 128 }]);
  expect(turns).toBeGreaterThan(5);
});
