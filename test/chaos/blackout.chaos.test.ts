import { createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { chat, targetOf } from '../support/call.ts';
import { eventually } from '../support/eventually.ts';
import { sized } from '../support/form.ts';
import { type NodeProcess, revisionOf } from '../support/house-process.ts';
import { OracleHouse } from '../support/oracle/oracle-house.ts';

const ANSWERS = sized(100, 10_000);
const RESTARTS = sized(1, 20);
const RESTART_ANSWERS = sized(20, 600);
/** A node that has missed the control plane for a while dials again after at most 15 s; a busy machine takes its time. */
const CATCH_UP_MS = 60_000;
const BIRTH_ANSWERS = sized(20, 2_000);
const TEST_MS = sized(90_000, 600_000);

const allTo = (targetId: string) => [{ name: 'all', split: [{ targetId, weight: 1 }] }];

/** What is dialled, and says nothing to anybody, until it is ended. */
async function beMuteAt(address: string): Promise<AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket.on('error', () => {})));
  const [host, port] = address.split(':');
  await new Promise<void>((resolve) => server.listen(Number(port), host, resolve));
  return {
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Goal: traffic outlives control plane and database, for as long as it takes, restarts of nodes included. Method: real
 * processes, killed under a load whose every answer is known, refusals among them; the tests follow one another through one
 * blackout. How long a restart takes is measured by `npm run bench -- config --only scale`.
 */
describe('with the control plane and the database dead', () => {
  let stage: OracleHouse;
  /** Serves throughout. */
  let steady: NodeProcess;
  /** Ended before the blackout, and started in it. */
  let restarted: NodeProcess;
  /** Started in the blackout, for the first time. */
  let newborn: NodeProcess;
  /** Revision that the restarted one has missed. */
  let movedAt: bigint;
  beforeAll(async () => {
    stage = await OracleHouse.start();
    const { house } = stage;
    steady = house.node;
    [restarted, newborn] = [await house.createNode('restarted'), await house.createNode('newborn')];
    restarted.start();
    await restarted.awaitReady();
    const { tenant: tenantId, firstChat, secondChat } = house.ids;
    const draft = { tenantId, name: 'moving', operation: 'CHAT', rules: allTo(firstChat) };
    const { route, revision } = await house.change('createRoute', draft);
    await eventually(async () =>
      expect(await revisionOf(restarted)).toBeGreaterThanOrEqual(BigInt(revision)),
    );
    // What is enforced is on disk a moment after it is answered for, and at the latest when the node has ended in order.
    await restarted.program.end('SIGTERM');
    const edit = { id: route.id, expectedVersion: 1, rules: allTo(secondChat) };
    movedAt = BigInt((await house.change('updateRoute', edit))['revision']);
  }, 120_000);
  afterAll(async () => {
    await stage?.[Symbol.asyncDispose]();
  });
  afterEach(() => stage.endLoad());

  test(
    'cp-blackout: no answer is wrong or missing, and none waits for a control plane that is gone or mute',
    async () => {
      const load = stage.startLoad({ node: steady });
      await load.awaitMoreAnswers(ANSWERS);
      await stage.blackOut();
      await load.awaitMoreAnswers(ANSWERS);
      {
        // Worse than a refusal: whoever waits for an answer waits for longer than the test may take.
        await using _mute = await beMuteAt(stage.house.controlPlane.configAddress);
        await load.awaitMoreAnswers(ANSWERS);
      }
      await stage.endLoad();
      expect(load.cutCount).toBe(0);
    },
    TEST_MS,
  );

  test(
    'node-restart-blackout: a node that is restarted serves what it last enforced',
    async () => {
      await stage.restart(restarted);
      const load = stage.startLoad({ node: restarted });
      for (let restart = 1; restart <= RESTARTS; restart += 1) {
        await load.awaitMoreAnswers(RESTART_ANSWERS);
        expect(await targetOf(chat(calling(restarted), { model: 'moving' }))).toBe('first-chat');
        await restarted.program.end(restart % 2 === 1 ? 'SIGKILL' : 'SIGTERM');
        await stage.restart(restarted);
      }
      await load.awaitMoreAnswers(RESTART_ANSWERS);
      await stage.endLoad();
      expect(load.cutCount).toBeGreaterThan(0);
    },
    TEST_MS,
  );

  test(
    'node-birth-blackout: a node that is born is not ready, and never looks empty, until it holds all',
    async () => {
      newborn.start();
      await eventually(async () => {
        expect((await fetch(`${newborn.adminUrl}/healthz`)).status).toBe(200);
      }, CATCH_UP_MS);
      const load = stage.startLoad({ node: newborn, mayBeUnready: true });
      await eventually(() => expect(load.unreadyCount).toBeGreaterThan(BIRTH_ANSWERS), 60_000);
      expect(load.right).toEqual([]);
      expect((await fetch(`${newborn.adminUrl}/readyz`)).status).toBe(503);
      const headers = { authorization: `Bearer ${stage.house.apiKey}` };
      expect((await fetch(`${newborn.httpUrl}/v1/models`, { headers })).status).toBe(503);
      await stage.endBlackout();
      await newborn.awaitReady();
      await load.awaitMoreAnswers(BIRTH_ANSWERS);
      await stage.endLoad();
      expect(load.cutCount).toBe(0);
    },
    TEST_MS,
  );

  test(
    'all catch up when both are back, and all that was answered is counted once',
    async () => {
      await eventually(
        async () => expect(await revisionOf(restarted)).toBeGreaterThanOrEqual(movedAt),
        CATCH_UP_MS,
      );
      expect(await targetOf(chat(calling(restarted), { model: 'moving' }))).toBe('second-chat');
      await stage.awaitEveryAnswerCounted();
      expect((await newborn.program.end('SIGTERM')).code).toBe(0);
    },
    TEST_MS,
  );

  /** The house as one calls it whose node is that one. */
  const calling = (node: NodeProcess) => ({ ...stage.house, node });
});
