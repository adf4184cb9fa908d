import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  deltaUpdate,
  digestOf,
  keyOf,
  rawResource,
  type TestResource,
} from '../support/configuration.ts';
import { eventually } from '../support/eventually.ts';
import { sendEverything } from '../support/scripted-control-plane.ts';
import {
  beginTest,
  controlPlane,
  describe,
  good,
  inState,
  modelsOf,
  newest,
  node,
  stopWhatStarted,
} from './scripted-node-fixture.ts';

/* Goal: version-skew, as the node sees it: a newer control plane is understood, or not listened to (decision 7). */

beforeEach(beginTest);
afterEach(stopWhatStarted);

/** Kinds of a build that is yet to come: a tenant's, and one that all share. */
const tomorrow: readonly TestResource[] = [
  rawResource('quota', 'quota-a', 'a', Buffer.from('not for this build')),
  rawResource('region', 'region-1', '', Buffer.from([0xff, 0xff, 0xff])),
];

test('kinds that it does not know keep nobody back, and count in the digest', async () => {
  const plane = await controlPlane((session) => sendEverything(session, [...good, ...tomorrow], 5));
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  expect(await describe(one)).toMatchObject({
    revision: '5',
    heldBack: [],
    digest: digestOf([...good, ...tomorrow]).toString('hex'),
    counts: { quota: 1, region: 1, tenant: 2 },
  });
  await eventually(() =>
    expect(newest(plane).verdicts).toMatchObject([{ outcome: 'OUTCOME_APPLIED', diagnostics: [] }]),
  );
  expect(await modelsOf(one, keyOf('a'))).toBe(200);
});

test('a kind that it does not know is replaced and taken away like any other', async () => {
  const plane = await controlPlane((session) => sendEverything(session, [...good, ...tomorrow], 5));
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  const next = [...good, rawResource('quota', 'quota-a', 'a', Buffer.from('another'))];
  const before = { revision: 5, resources: [...good, ...tomorrow] };
  newest(plane).send({ update: deltaUpdate(before, { revision: 6, resources: next }) });
  await eventually(async () =>
    expect(await describe(one)).toMatchObject({
      revision: '6',
      digest: digestOf(next).toString('hex'),
    }),
  );
  await eventually(() =>
    expect(newest(plane).verdicts.map(({ outcome }) => outcome)).toEqual([
      'OUTCOME_APPLIED',
      'OUTCOME_APPLIED',
    ]),
  );
});

test('a control plane that writes a schema which it does not read is left, and what it holds is served on', async () => {
  let isNewer = false;
  const plane = await controlPlane((session) => {
    if (!isNewer) {
      sendEverything(session, good, 5);
      return;
    }
    const head = { epoch: 1, revision: 6 };
    session.send({ welcome: { plan: 'PLAN_FULL', why: 'test', head, schema: 3 } });
    session.send({
      update: deltaUpdate({ revision: 5, resources: good }, { revision: 6, resources: [] }),
    });
  });
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  isNewer = true;
  newest(plane).cut();
  await eventually(() => expect(plane.sessions.length).toBeGreaterThanOrEqual(3), 10_000);
  expect(await describe(one)).toMatchObject({ revision: '5', state: 'SERVING_STALE' });
  expect(await modelsOf(one, keyOf('a'))).toBe(200);
  expect(plane.sessions.slice(1).flatMap(({ verdicts }) => verdicts)).toEqual([]);
});
