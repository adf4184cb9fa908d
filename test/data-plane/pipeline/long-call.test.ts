import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { GatewayError } from '../../../data-plane/errors.ts';
import type { InferenceRequest } from '../../../data-plane/inference.ts';
import { InspectionThread } from '../../../data-plane/inspect/inspection-thread.ts';
import type { Exchange } from '../../../data-plane/pipeline/exchange.ts';
import { createExchange } from '../../../data-plane/pipeline/handle.ts';
import {
  charsAtOnceMax,
  RequestInspection,
} from '../../../data-plane/pipeline/prompt/request-inspection.ts';
import { systemClock } from '../../../data-plane/upstream/clock.ts';
import type { PromptPolicy } from '../../../policy/resource.ts';
import { arrivalOf, type Call, type Gateway, makeCall, startCall } from './call-fixture.ts';
import { blocking, blockingRule, guarded, secret } from './prompt-policy-fixture.ts';
import { useSoleProvider } from './provider-fixture.ts';
import { chatRequest, snapshotOf } from './snapshot-fixture.ts';

/*
 * Goal: a long call is judged as a short one is, and no other call waits for it.
 * Method: the real thread. What others can do meanwhile is counted in turns of the event loop, never in time.
 */

const sole = useSoleProvider();
const outcomes: string[] = [];
const thread = new InspectionThread({
  nowMs: systemClock.monotonicMs,
  onEnded: (outcome) => outcomes.push(outcome),
  // From the source a crowded machine takes its time to start one.
  answerMsMin: 60_000,
});
const inspection = new RequestInspection(thread, systemClock);
afterAll(() => thread.close());

/** The slowest of known texts. */
const slow = '１'.repeat(300_000);
const prose = 'The old mill stood by the river, and nobody knew why. '.repeat(2_000);

function gatewayWith(promptPolicies: readonly PromptPolicy[]): Gateway {
  return sole.gatewayWith({ routes: [guarded], promptPolicies }, { inspection });
}

function asking(...texts: readonly string[]): InferenceRequest {
  const messages = texts.map((content) => ({ role: 'user', content }) as const);
  return { ...chatRequest, messages } as InferenceRequest;
}

function fingerprintsOf({ records }: Gateway): readonly (string | undefined)[] {
  const findings = records[0]?.decision?.findings ?? [];
  return findings.flatMap(({ places = [] }) => places?.map(({ fingerprint }) => fingerprint) ?? []);
}

/** Turns of the event loop until the call is over. */
async function countTurns({ sink }: Call): Promise<number> {
  let count = 0;
  let isOver = false;
  void sink.done.then(() => {
    isOver = true;
  });
  while (!isOver) {
    await new Promise(setImmediate);
    count += 1;
  }
  return count;
}

beforeEach(() => {
  outcomes.length = 0;
});

test('what is found in a long call is told as in a short one', async () => {
  const ofShort = gatewayWith([blocking]);
  const short = await makeCall(ofShort, asking('go', `a ${secret}`));
  expect(outcomes).toEqual([]);
  const gateway = gatewayWith([blocking]);
  const long = await makeCall(gateway, asking('go', `${prose} ${secret}`, prose));
  expect(outcomes).toEqual(['answered']);
  expect(long.error?.code).toBe('prompt_blocked');
  expect(long.error?.message).toBe(short.error?.message);
  const findings = [{ kind: 'aws_access_key', count: 1 }];
  expect(gateway.records[0]?.decision?.findings).toMatchObject(findings);
  expect(fingerprintsOf(gateway)).toEqual(fingerprintsOf(ofShort));
});

test('a value that is cut over messages of a long call has its fingerprint at each of its pieces', async () => {
  const [half, other] = [secret.slice(0, 12), secret.slice(12)];
  const gateway = gatewayWith([blocking]);
  await makeCall(gateway, asking(prose + half, other));
  expect(outcomes).toEqual(['answered']);
  const places = gateway.records[0]?.decision?.findings?.[0]?.places;
  const at = prose.length + half.indexOf('AKIA');
  expect(places).toMatchObject([
    { place: 'messages.0', start: at, end: prose.length + half.length },
    { place: 'messages.1', start: 0, end: 'here: AKIA'.length + 16 - half.length },
  ]);
  const whole = gatewayWith([blocking]);
  await makeCall(whole, asking('go', secret));
  const [fingerprint] = fingerprintsOf(whole);
  expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
  expect(fingerprintsOf(gateway)).toEqual([fingerprint, fingerprint]);
});

test('a clean long call goes on', async () => {
  const sink = await makeCall(gatewayWith([blocking]), asking(prose));
  expect(sink.error).toBeUndefined();
  expect(sole.provider.requests).toHaveLength(1);
});

test('others go on while the slowest text is looked at', async () => {
  const turns = await countTurns(startCall(gatewayWith([blocking]), asking(`${slow} ${secret}`)));
  expect(outcomes).toEqual(['answered']);
  expect(turns).toBeGreaterThan(20);
});

test('things are taken out of a long call as of a short one', async () => {
  const rule = { ...blockingRule, action: 'redact' } as const;
  const people = { ...rule, name: 'no people', detector: 'personal_data' } as const;
  const gateway = gatewayWith([{ ...blocking, rules: [rule, people] }]);
  const said = `tell anna@corp.com the ${secret}, then bob@corp.com, then anna@corp.com. `;
  await makeCall(gateway, asking('go', said));
  await makeCall(gateway, asking('go', said + prose));
  const [short, long] = sole.provider.requests.map(
    ({ body }) => JSON.parse(body).messages[1].content,
  );
  expect(short).toContain('[EMAIL_2], then [EMAIL_1]');
  expect(long === short + prose).toBe(true);
  expect(outcomes).toEqual(['answered', 'answered', 'answered']);
});

test('more than ten thousand things are not taken out of one call', async () => {
  const rule = { ...blockingRule, action: 'redact', detector: 'personal_data' } as const;
  const list = Array.from({ length: 10_001 }, (_, index) => `u${index}@corp.com `);
  const gateway = gatewayWith([{ ...blocking, rules: [rule] }]);
  const most = await makeCall(gateway, asking(list.slice(1).join('')));
  expect(most.error).toBeUndefined();
  const more = await makeCall(gateway, asking(list.join('')));
  expect(more.error?.message).toContain('send less text at once');
});

test.each([
  ['its caller leaves', (_: Exchange, leave: () => void) => leave(), 'caller_left'],
  [
    'its key is revoked',
    ({ cut }: Exchange) => cut?.(new GatewayError('unknown_key', 'Revoked.')),
    'unknown_key',
  ],
])('a call that waits ends when %s', async (_, end, code) => {
  const caller = new AbortController();
  const arrival = arrivalOf(asking(slow), { callerLeft: caller.signal });
  const exchange = createExchange(arrival, snapshotOf({}));
  const looking = inspection.look(exchange, asking(slow), ['secret']);
  end(exchange, () => caller.abort());
  await expect(looking).rejects.toMatchObject({ code });
  expect(exchange.cut).toBeUndefined();
});

test('a call whose deadline comes ends', async () => {
  const arrival = arrivalOf(asking(slow), { deadlineAtMs: Date.now() });
  const looking = inspection.look(createExchange(arrival, snapshotOf({})), asking(slow), [
    'secret',
  ]);
  await expect(looking).rejects.toMatchObject({ code: 'deadline_exceeded' });
});

test('a text as long as is looked at at once needs no thread, one character more does', async () => {
  const exchange = createExchange(arrivalOf(chatRequest), snapshotOf({}));
  const look = (chars: number) => inspection.look(exchange, asking('a'.repeat(chars)), ['secret']);
  expect(look(charsAtOnceMax)).not.toBeInstanceOf(Promise);
  const elsewhere = look(charsAtOnceMax + 1);
  expect(elsewhere).toBeInstanceOf(Promise);
  await elsewhere;
});
