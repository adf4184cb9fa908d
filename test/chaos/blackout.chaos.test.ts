import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { chat, targetOf } from '../support/call.ts';
import { ChildProgram } from '../support/child-program.ts';
import { eventually } from '../support/eventually.ts';
import { sized } from '../support/form.ts';
import { type NodeProcess, revisionOf } from '../support/house-process.ts';
import { OracleHouse } from '../support/oracle/oracle-house.ts';
import type { OracleLoad } from '../support/oracle/oracle-load.ts';

/** Looks at the latency, and answers of each. */
const LOOKS = sized(4, 20);
const LOOK_ANSWERS = sized(150, 1_000);
/** The bound of the promise is generous, because the machine has other work too. */
const SLOWDOWN_MAX = 2;
/** The promise to operators: from a program that is loaded to a node that serves what it last enforced. */
const RESTART_MS = 2_000;
const RESTARTS = sized(1, 20);
const RESTART_ANSWERS = sized(40, 600);
/** A node that has missed the control plane for a while dials again after at most 15 s. */
const CATCH_UP_MS = 25_000;
const BIRTH_ANSWERS = sized(40, 2_000);
const TEST_MS = sized(90_000, 600_000);

const allTo = (targetId: string) => [{ name: 'all', split: [{ targetId, weight: 1 }] }];

/**
 * Median of the times of the next calls that a provider answers, in milliseconds: of the best of some looks, which leaves
 * out what else the machine was doing.
 */
async function measureMedianMs(load: OracleLoad): Promise<number> {
  const mediansMs: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const from = load.right.length;
    await load.awaitMoreAnswers(LOOK_ANSWERS);
    const served = load.right.slice(from).filter(({ question }) => 'target' in question.right);
    const sorted = served.map(({ durationMs }) => durationMs).toSorted((a, b) => a - b);
    mediansMs.push(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN);
  }
  return Math.min(...mediansMs);
}

/**
 * Goal: traffic outlives control plane and database, for as long as it takes, restarts of nodes included. Method: real
 * processes, killed under a load whose every answer is known, refusals among them.
 */
describe('with the control plane and the database dead', () => {
  let stage: OracleHouse;
  beforeAll(async () => {
    stage = await OracleHouse.start();
  }, 90_000);
  afterAll(async () => {
    await stage?.[Symbol.asyncDispose]();
  });
  afterEach(() => stage.endLoad());

  describe('cp-blackout', () => {
    test(
      'traffic goes on as before: no answer is wrong or missing, none takes longer',
      async () => {
        const load = stage.startLoad();
        await load.awaitMoreAnswers(100);
        const beforeMs = await measureMedianMs(load);
        await stage.blackOut();
        const duringMs = await measureMedianMs(load);
        await stage.endLoad();
        expect(load.cutCount).toBe(0);
        expect(duringMs).toBeLessThanOrEqual(beforeMs * SLOWDOWN_MAX);
      },
      TEST_MS,
    );

    test(
      'all that was answered is counted once when both are back',
      async () => {
        await stage.endBlackout();
        await stage.awaitEveryAnswerCounted();
      },
      TEST_MS,
    );
  });

  describe('node-restart-blackout', () => {
    let movedAt: bigint;
    beforeAll(async () => {
      const { house } = stage;
      const { tenant: tenantId, firstChat, secondChat } = house.ids;
      const draft = { tenantId, name: 'moving', operation: 'CHAT', rules: allTo(firstChat) };
      const { route } = await house.change('createRoute', draft);
      // What is enforced is on disk a moment after it is answered for, and at the latest when the node has ended in order.
      await house.node.program.end('SIGTERM');
      const edit = { id: route.id, expectedVersion: 1, rules: allTo(secondChat) };
      const moved = await house.admin.mutate(
        'updateRoute',
        edit,
        '... on RouteChanged { revision }',
      );
      movedAt = BigInt(moved['revision']);
      await stage.blackOut();
    }, 60_000);

    test(
      'a node that is restarted serves what it last enforced, within two seconds',
      async () => {
        const { house } = stage;
        const restartsMs = [await stage.restart()];
        const load = stage.startLoad();
        for (let restart = 1; restart <= RESTARTS; restart += 1) {
          await load.awaitMoreAnswers(RESTART_ANSWERS);
          expect(await targetOf(chat(house, { model: 'moving' }))).toBe('first-chat');
          await house.node.program.end(restart % 2 === 1 ? 'SIGKILL' : 'SIGTERM');
          restartsMs.push(await stage.restart());
        }
        await load.awaitMoreAnswers(RESTART_ANSWERS);
        await stage.endLoad();
        expect(load.cutCount).toBeGreaterThan(0);
        // A program that is refused its settings shows what loading takes, which is the machine's and the loader's time.
        const startMs = performance.now();
        const { code } = await new ChildProgram('data-plane/main.ts', {}).exited;
        const loadMs = performance.now() - startMs;
        expect(code).toBe(1);
        // The best of them leaves out what else the machine was doing.
        expect(Math.min(...restartsMs)).toBeLessThan(loadMs + RESTART_MS);
      },
      TEST_MS,
    );

    test(
      'it catches up when both are back, with what was changed before',
      async () => {
        const { house } = stage;
        await stage.endBlackout();
        await eventually(
          async () => expect(await revisionOf(house.node)).toBeGreaterThanOrEqual(movedAt),
          CATCH_UP_MS,
        );
        expect(await targetOf(chat(house, { model: 'moving' }))).toBe('second-chat');
        await stage.awaitEveryAnswerCounted();
      },
      TEST_MS,
    );
  });

  describe('node-birth-blackout', () => {
    let newborn: NodeProcess;
    beforeAll(async () => {
      await stage.blackOut();
      newborn = await stage.house.createNode('newborn');
      newborn.start();
      await eventually(async () => {
        expect((await fetch(`${newborn.adminUrl}/healthz`)).status).toBe(200);
      }, 15_000);
    }, 60_000);

    test(
      'a node that is born is not ready, and never looks empty, until it holds all',
      async () => {
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
        await stage.awaitEveryAnswerCounted();
        expect((await newborn.program.end('SIGTERM')).code).toBe(0);
      },
      TEST_MS,
    );
  });
});
