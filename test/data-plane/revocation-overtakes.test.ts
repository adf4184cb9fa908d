import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  deltaUpdate,
  digestOf,
  fullUpdate,
  keyOf,
  sealedSecrets,
} from '../support/configuration.ts';
import { eventually } from '../support/eventually.ts';
import {
  beginTest,
  controlPlane,
  good,
  inState,
  modelsOf,
  newest,
  node,
  stopWhatStarted,
} from './scripted-node-fixture.ts';

/** Goal: a revocation waits for no update, whether one is on its way, being read, or refused. */

beforeEach(beginTest);
afterEach(stopWhatStarted);

const withoutKeyA = good.filter(({ id }) => id !== 'key-a');
const revocations = { keys: [{ kind: 'api_key', id: 'key-a' }], at: { epoch: 1, revision: 9 } };

test('a key stops between two parts of an update, and the update is acknowledged as it was sent', async () => {
  const [firstPart, lastPart] = fullUpdate(good, { revision: 6, nonce: 2 }, 2);
  const plane = await controlPlane((session) => {
    session.send({ welcome: { plan: 'PLAN_FULL', why: '', schema: 1 } });
    session.send({ secrets: sealedSecrets(session.hello.sealingPublicKey) });
    for (const update of fullUpdate(good, { revision: 5 })) session.send({ update });
  });
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  expect(await modelsOf(one, keyOf('a'))).toBe(200);
  const session = newest(plane);
  if (firstPart !== undefined) session.send({ update: firstPart });
  session.send({ revocations });
  await eventually(async () => expect(await modelsOf(one, keyOf('a'))).toBe(401));
  expect(session.verdicts).toHaveLength(1);
  if (lastPart !== undefined) session.send({ update: lastPart });
  await eventually(() => expect(session.verdicts).toHaveLength(2));
  expect(session.verdicts[1]).toMatchObject({ outcome: 'OUTCOME_APPLIED', digest: digestOf(good) });
  expect(await modelsOf(one, keyOf('a'))).toBe(401);
  const removal = deltaUpdate(
    { revision: 6, resources: good },
    { revision: 9, resources: withoutKeyA },
    3,
  );
  session.send({ update: removal });
  await eventually(() => expect(session.verdicts).toHaveLength(3));
  const after = { outcome: 'OUTCOME_APPLIED', digest: digestOf(withoutKeyA) };
  expect(session.verdicts[2]).toMatchObject(after);
  expect(await modelsOf(one, keyOf('a'))).toBe(401);
  expect(await modelsOf(one, keyOf('b'))).toBe(200);
});

test('a node that holds nothing yet never honours what was revoked before its first update came', async () => {
  const plane = await controlPlane((session) => {
    session.send({ welcome: { plan: 'PLAN_FULL', why: '', schema: 1 } });
    session.send({ secrets: sealedSecrets(session.hello.sealingPublicKey) });
    session.send({ revocations });
    for (const update of fullUpdate(good, { revision: 5 })) session.send({ update });
  });
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  expect(await modelsOf(one, keyOf('a'))).toBe(401);
  expect(await modelsOf(one, keyOf('b'))).toBe(200);
});
