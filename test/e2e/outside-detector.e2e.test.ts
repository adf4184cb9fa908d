import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chat, errorOf } from '../support/call.ts';
import { type RunningDetector, startSampleDetector } from '../support/detector-server.ts';
import {
  answer,
  type Behaviour,
  chatBody,
  type FaultyProvider,
  startFaultyProvider,
} from '../support/faulty-provider.ts';
import { type House, startHouse } from '../support/house.ts';

/** Goal: a detector that a tenant registers looks at its calls, from GraphQL to the decision, with a credential that nobody sees again. */
let house: House;
let sample: RunningDetector;
let guarded: FaultyProvider;
beforeAll(async () => {
  [house, sample, guarded] = await Promise.all([
    startHouse(),
    startSampleDetector(),
    startFaultyProvider(answer('{}')),
  ]);
});
afterAll(async () => {
  await guarded?.close();
  await sample?.[Symbol.asyncDispose]();
  await house?.[Symbol.asyncDispose]();
});

const register = async (name: string, address: string, more: object = {}) => {
  const { ids, change } = house;
  const about = { tenantId: ids.tenant, name, protocol: 'HTTP', address, kinds: ['insult'] };
  return (await change('createOutsideDetector', { ...about, ...more }))['outsideDetector'];
};
const asking = (id: string, more: object = {}) => ({
  name: 'manners',
  detector: 'OUTSIDE',
  outsideDetectorId: id,
  action: 'BLOCK',
  ...more,
});
const say = (text: string) => chat(house, { text });

/** The provider says this where it is shown the instruction of a judge. */
const judging =
  (content: string): Behaviour =>
  (request, response) => {
    const reply = JSON.parse(chatBody);
    if (request.body.includes('Find insults.')) reply.choices[0].message.content = content;
    answer(JSON.stringify(reply))(request, response);
  };

/** A policy of all calls, with one rule. */
async function makePolicy(id: string) {
  const made = await house.change('createPromptPolicy', {
    tenantId: house.ids.tenant,
    name: 'manners',
    rules: [asking(id)],
  });
  let { version } = made['promptPolicy'];
  const update = async (input: object) => {
    const about = { id: made['promptPolicy'].id, expectedVersion: version };
    const changed = await house.change('updatePromptPolicy', { ...about, ...input });
    version = changed['promptPolicy'].version;
  };
  await update({ appliesTo: { everywhere: true } });
  return { update };
}

test('what it finds is blocked, what it needs is told to it alone, and what happens without it is the rule’s to say', async () => {
  const { admin } = house;
  const detector = await register('insults', sample.address);
  const policy = await makePolicy(detector.id);
  expect((await say('hello')).status).toBe(200);
  expect(await errorOf(say('you idiot'))).toMatchObject({
    status: 403,
    code: 'prompt_blocked',
    message: expect.stringContaining('1 insult in messages.0'),
  });
  const used = await admin.mutate(
    'archiveOutsideDetector',
    { id: detector.id, expectedVersion: 1 },
    '... on ValidationFailed { faults { path message } }',
  );
  expect(JSON.stringify(used)).toContain('manners');

  const silent = await register('guarded', guarded.origin, { credential: 'detector-credential' });
  await policy.update({
    rules: [asking(silent.id, { onFailure: 'OPEN', timeoutMs: 5000, minScore: 0.8 })],
  });
  expect((await say('you idiot')).status).toBe(200);
  expect(guarded.requests.at(-1)?.headers.authorization).toBe('Bearer detector-credential');
  const seen = await admin.query(
    `{ outsideDetectors { edges { node { name hasCredential address } } }
      promptPolicies { edges { node { rules { onFailure timeoutMs minScore outsideDetector { name } } } } }
      auditEvents(first: 20) { edges { node { action } } } }`,
  );
  expect(seen['outsideDetectors'].edges.map(({ node }: { node: object }) => node)).toEqual([
    { name: 'guarded', hasCredential: true, address: guarded.origin },
    { name: 'insults', hasCredential: false, address: sample.address },
  ]);
  expect(seen['promptPolicies'].edges[0].node.rules).toEqual([
    { onFailure: 'OPEN', timeoutMs: 5000, minScore: 0.8, outsideDetector: { name: 'guarded' } },
  ]);

  const unsure = { textId: '0', kind: 'insult', start: 0, end: 3, score: 0.79 };
  guarded.behave(answer(JSON.stringify({ findings: [unsure] })));
  expect((await say('you idiot')).status).toBe(200);
  guarded.behave(answer(JSON.stringify({ findings: [{ ...unsure, score: 0.8 }] })));
  expect(await errorOf(say('you idiot'))).toMatchObject({ code: 'prompt_blocked' });
  guarded.behave(answer('', { status: 500 }));
  expect((await say('you idiot')).status).toBe(200);
  await policy.update({ rules: [asking(silent.id, { contact: 'ann@example.com' })] });
  expect(await errorOf(say('hello'))).toMatchObject({
    status: 503,
    code: 'policy_error',
    message: expect.stringContaining('or ask ann@example.com'),
  });

  const { ids, change } = house;
  const model = await change('createOutsideDetector', {
    tenantId: ids.tenant,
    name: 'judge',
    protocol: 'JUDGE',
    kinds: ['insult'],
    timeoutMs: 5000,
    judge: { routeId: ids.chatRoute, instruction: 'Find insults.' },
  });
  await policy.update({ rules: [asking(model['outsideDetector'].id)] });
  house.first.behave(judging('{"findings": []}'));
  expect((await say('hello')).status).toBe(200);
  house.first.behave(judging('{"findings": [{"textId": "0", "kind": "insult"}]}'));
  expect(await errorOf(say('you fool'))).toMatchObject({ code: 'prompt_blocked' });
});
