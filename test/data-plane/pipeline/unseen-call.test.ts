import { afterAll, expect, test } from '@jest/globals';
import type { InferenceRequest } from '../../../data-plane/inference.ts';
import { InspectionThread } from '../../../data-plane/inspect/inspection-thread.ts';
import type { Exchange } from '../../../data-plane/pipeline/exchange.ts';
import { RequestInspection } from '../../../data-plane/pipeline/prompt/request-inspection.ts';
import { systemClock } from '../../../data-plane/upstream/clock.ts';
import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import { makeCall } from './call-fixture.ts';
import { blocking, blockingRule, guarded, secret } from './prompt-policy-fixture.ts';
import { useSoleProvider } from './provider-fixture.ts';
import { chatRequest } from './snapshot-fixture.ts';

/*
 * Goal: what becomes of a long call that nobody could look at is for its rules to say, one by one, and the record says why none has.
 * Method: threads that end, hang and have been closed, with a program of the test's; and the real one with a detector that throws.
 */

const sole = useSoleProvider();
const prose = 'The old mill stood by the river, and nobody knew why. '.repeat(400);
const open: PromptRule = { ...blockingRule, name: 'open', onFailure: 'open' };

const threads: InspectionThread[] = [];
afterAll(() => Promise.all(threads.map((thread) => thread.close())));

function startThread(program?: string, answerMsMin = 60_000): InspectionThread {
  const thread = new InspectionThread({
    nowMs: systemClock.monotonicMs,
    onEnded: () => undefined,
    answerMsMin,
    ...(program && { program: new URL(`data:text/javascript,${encodeURIComponent(program)}`) }),
  });
  threads.push(thread);
  return thread;
}

/** Makes a long call under these rules, and says how it ended and what its record would. */
async function call(thread: InspectionThread, rules: readonly PromptRule[], text = prose) {
  let ended: Exchange | undefined;
  const gateway = sole.gatewayWith(
    { routes: [guarded], promptPolicies: [{ ...blocking, rules }] },
    {
      inspection: new RequestInspection(thread, systemClock),
      onEnded: (exchange) => {
        ended = exchange;
      },
    },
  );
  const messages = [{ role: 'user', content: text }] as const;
  const { error } = await makeCall(gateway, { ...chatRequest, messages } as InferenceRequest);
  return { error, outcomes: ended?.ruleOutcomes, inspectedBy: ended?.inspectedBy };
}

const ending = 'process.exit()';
const hanging = 'for (;;);';

test.each([
  ['ends', () => startThread(ending), { state: 'failed', reason: 'threw' }],
  ['hangs', () => startThread(hanging, 300), { state: 'timed_out', reason: 'deadline' }],
])('a long call goes on where the thread %s and its rules let it', async (_, start, outcome) => {
  const watching: PromptRule = { ...blockingRule, name: 'watching', mode: 'monitor' };
  const told = await call(start(), [open, watching]);
  expect(told.error).toBeUndefined();
  expect(sole.provider.requests).toHaveLength(1);
  expect(told.inspectedBy).toEqual([]);
  expect(told.outcomes).toMatchObject([
    { rule: 'open', ...outcome, texts: 0, characters: 0 },
    { rule: 'watching', ...outcome },
  ]);
});

test('one rule that does not let it go on refuses it, by its name', async () => {
  const { error, outcomes } = await call(startThread(ending), [open, blockingRule]);
  expect(error).toMatchObject({ code: 'policy_error' });
  expect(error?.message).toContain('"no secrets"');
  expect(error?.message).toContain('Send less text at once');
  expect(sole.provider.requests).toEqual([]);
  expect(outcomes).toMatchObject([{ state: 'failed' }, { state: 'failed' }]);
});

test('where too many wait, a call is to be sent again later, or goes on', async () => {
  const full = startThread();
  await full.close();
  const refused = await call(full, [blockingRule]);
  expect(refused.error).toMatchObject({ code: 'overloaded' });
  const { error, outcomes } = await call(full, [open]);
  expect(error).toBeUndefined();
  expect(outcomes).toMatchObject([{ state: 'failed', reason: 'overloaded' }]);
});

test('one detector that throws in the thread leaves the others’ findings', async () => {
  const settings = { patterns: [{ name: 'odd', pattern: '(' }] };
  const odd: PromptRule = { ...open, name: 'odd', detector: 'pattern', settings };
  const clean = await call(startThread(), [odd, blockingRule]);
  expect(clean.error).toBeUndefined();
  expect(clean.inspectedBy).toEqual(['secret']);
  expect(clean.outcomes).toMatchObject([
    { rule: 'odd', state: 'failed', reason: 'threw' },
    { rule: 'no secrets', state: 'ran', texts: 1 },
  ]);
  const { error } = await call(startThread(), [odd, blockingRule], `${prose} ${secret}`);
  expect(error).toMatchObject({ code: 'prompt_blocked' });
});

test('what was found and cannot be taken out goes nowhere, also where detectors may fail', async () => {
  const program = `
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ kind }) => {
      if (kind === 'find') process.exit();
      const apart = { counts: new Map([['user', new Map([['aws_access_key', 1]])]]), seen: [] };
      const seen = [{ apart, joined: { counts: new Map(), seen: [] } }];
      parentPort.postMessage({ kind: 'look', seen, faults: [] });
    });`;
  const { error } = await call(startThread(program), [{ ...open, action: 'redact' }]);
  expect(error).toMatchObject({ code: 'policy_error' });
  expect(error?.message).toContain('could not be taken out');
  expect(sole.provider.requests).toEqual([]);
});
