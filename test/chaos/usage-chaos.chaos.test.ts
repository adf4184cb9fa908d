import { randomInt } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createSeededDraw } from '../policy/sample.ts';
import { chat } from '../support/call.ts';
import { eventually } from '../support/eventually.ts';
import { sized } from '../support/form.ts';
import { MutationLoad } from '../support/oracle/mutation-load.ts';
import { OracleHouse } from '../support/oracle/oracle-house.ts';
import type { OracleLoad } from '../support/oracle/oracle-load.ts';

const ROUNDS = sized(2, 30);
/** Most answers between two deaths. */
const ANSWERS_MAX = sized(50, 600);
const CATCH_UP_MS = 60_000;
const TEST_MS = sized(120_000, 900_000);

/** The same number gives the same deaths; their moments are those of the machine. */
const seed = Number(process.env['GATEHOUSE_TEST_SEED'] ?? randomInt(1_000_000));

function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}

/**
 * Goal: no death of a process loses or doubles the usage of an answered call. Method: real processes, killed under a load
 * whose every answer is known, against providers that count for themselves.
 */
describe(`usage-chaos, seed ${seed}`, () => {
  let stage: OracleHouse;
  let mutations: MutationLoad | undefined;
  beforeAll(async () => {
    stage = await OracleHouse.start();
  }, 90_000);
  afterAll(async () => {
    await stage?.[Symbol.asyncDispose]();
  });
  afterEach(async () => {
    await mutations?.stop();
    mutations = undefined;
    await stage.endLoad();
  });

  test(
    'the control plane is killed: what is reported later is what providers served, to the token',
    async () => {
      const { house, provider } = stage;
      const load = stage.startLoad();
      await load.awaitMoreAnswers(sized(20, 50));
      await house.controlPlane.program.end('SIGKILL');
      await load.awaitMoreAnswers(sized(60, 200));
      await stage.endLoad();
      expect(load.cutCount).toBe(0);
      house.controlPlane.start();
      await house.controlPlane.awaitReady();
      const { answerCount, inputTokens, outputTokens } = provider.served;
      expect(load.right.filter(({ question }) => 'target' in question.right).length).toBe(
        answerCount,
      );
      await eventually(
        async () => {
          const { usage } = await house.admin.query(
            `query ($filter: UsageFilter!) { usage(filter: $filter) {
            total { requests inputTokens outputTokens } } }`,
            { filter: { from: dayFromNow(-1), to: dayFromNow(1) } },
          );
          expect(usage.total).toEqual({
            requests: String(answerCount),
            inputTokens: String(inputTokens),
            outputTokens: String(outputTokens),
          });
        },
        CATCH_UP_MS,
        200,
      );
      await stage.awaitEveryAnswerCounted();
    },
    TEST_MS,
  );

  /** Ends the node; the next one may not have what this one had not written down yet. */
  const endNode = async (load: OracleLoad, signal: 'SIGKILL' | 'SIGTERM') => {
    await stage.house.node.program.end(signal);
    const cutBefore = load.cutCount;
    await eventually(() => expect(load.cutCount).toBeGreaterThan(cutBefore + 4), CATCH_UP_MS);
    if (signal === 'SIGKILL') load.forgetRevision();
  };
  const startControlPlane = async () => {
    const { controlPlane } = stage.house;
    controlPlane.start();
    await controlPlane.awaitReady();
  };
  /** What can die, and how it comes back. `between` is load without what has died. */
  const deaths: readonly ((load: OracleLoad, between: () => Promise<void>) => Promise<void>)[] = [
    async (load) => {
      await endNode(load, 'SIGKILL');
      await stage.restart();
    },
    async (load) => {
      await endNode(load, 'SIGTERM');
      await stage.restart();
    },
    async (_, between) => {
      await stage.house.controlPlane.program.end('SIGKILL');
      await between();
      await startControlPlane();
    },
    async (load, between) => {
      await stage.house.controlPlane.program.end('SIGTERM');
      await between();
      await endNode(load, 'SIGKILL');
      await stage.restart();
      await between();
      await startControlPlane();
    },
    async (_, between) => {
      await stage.blackOut();
      await between();
      await stage.endBlackout();
    },
    async (_, between) => {
      await stage.cluster.crash();
      await between();
    },
  ];

  test(
    'whatever dies when: every answer was right, and is counted once',
    async () => {
      const draw = createSeededDraw(seed);
      const load = stage.startLoad();
      // Revisions come all the time, so that nodes die while they apply and write down.
      mutations = new MutationLoad(stage.house.admin, 'chaos');
      const between = () => load.awaitMoreAnswers(1 + Math.floor(draw() * ANSWERS_MAX));
      for (let round = 0; round < ROUNDS; round += 1) {
        await between();
        await deaths[Math.floor(draw() * deaths.length)]?.(load, between);
      }
      await between();
      await mutations.stop();
      await stage.endLoad();
      await stage.awaitEveryAnswerCounted();
      // What was said to have succeeded is there.
      const rows = await stage.query<{ name: string }>('SELECT name FROM tenant');
      const names = new Set(rows.map(({ name }) => name));
      expect(mutations.succeeded.filter(({ tenantName }) => !names.has(tenantName))).toEqual([]);
      expect(mutations.succeeded.length).toBeGreaterThan(0);
    },
    TEST_MS,
  );

  describe('drain', () => {
    test(
      'SIGTERM of the node: calls under way end well and are counted, and it exits with 0',
      async () => {
        const { house, provider } = stage;
        provider.delayMs = 400;
        const arrivedBefore = house.first.requests.length;
        const calls = Array.from({ length: 12 }, async (_, index) => {
          const reply = await chat(house, { text: `last words ${index}`, stream: index % 2 === 0 });
          return { status: reply.status, text: await reply.text(), headers: reply.headers };
        });
        await eventually(() => expect(house.first.requests.length).toBe(arrivedBefore + 12));
        const exit = house.node.program.end('SIGTERM');
        const ids: string[] = [];
        for (const [index, { status, text, headers }] of (await Promise.all(calls)).entries()) {
          expect(status).toBe(200);
          expect(text).toContain(index % 2 === 0 ? '[DONE]' : `last words ${index}`);
          ids.push(String(headers.get('x-gatehouse-request-id')));
        }
        provider.delayMs = 0;
        expect(await exit).toEqual({ code: 0, signal: null });
        await expect(chat(house)).rejects.toThrow();
        await stage.restart();
        await eventually(async () => {
          const counted = await stage.query(
            'SELECT FROM usage_event WHERE request_id = ANY ($1::uuid[])',
            [ids],
          );
          expect(counted.length).toBe(12);
        }, CATCH_UP_MS);
      },
      TEST_MS,
    );
  });
});
