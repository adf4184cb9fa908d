import { expect } from '@jest/globals';
import pg from 'pg';
import type { TestCertificates } from '../certificates.ts';
import { EchoProvider } from '../echo-provider.ts';
import { eventually } from '../eventually.ts';
import {
  type HouseOfProcesses,
  type NodeProcess,
  startHouseOfProcesses,
} from '../house-process.ts';
import { keepCommits, startTestCluster, type TestCluster } from '../postgres.ts';
import { type LoadPlan, OracleLoad, type RightAnswer } from './oracle-load.ts';
import type { Question } from './question.ts';
import { PROMPT_SECRET, seedQuestions } from './seed-questions.ts';

/** A node dials again after at most 15 s, and then delivers what has gathered. */
const CATCH_UP_MS = 60_000;
const LOOK_MS = 200;
/** Who is turned away before the call has begun leaves no decision. */
const TURNED_AWAY: ReadonlySet<string> = new Set(['unknown_key']);

/**
 * A house of processes on a Postgres of its own, providers that echo, and questions whose right answers are known. It
 * remembers every right answer of its loads.
 */
export class OracleHouse implements AsyncDisposable {
  readonly cluster: TestCluster;
  readonly house: HouseOfProcesses;
  readonly questions: readonly Question[];
  readonly provider: EchoProvider;
  readonly #right: (readonly RightAnswer[])[] = [];
  #load: OracleLoad | undefined;

  private constructor(parts: Pick<OracleHouse, 'cluster' | 'house' | 'questions' | 'provider'>) {
    this.cluster = parts.cluster;
    this.house = parts.house;
    this.questions = parts.questions;
    this.provider = parts.provider;
  }

  /** @param certificates for TLS between the planes, instead of the node token */
  static async start(certificates?: TestCertificates): Promise<OracleHouse> {
    const cluster = await startTestCluster();
    let house: HouseOfProcesses | undefined;
    try {
      await keepCommits(cluster);
      const tls = certificates === undefined ? {} : { certificates };
      house = await startHouseOfProcesses({ databaseUrl: cluster.url, ...tls });
      const provider = new EchoProvider();
      for (const place of [house.first, house.second]) place.behave(provider.behave);
      const { ids, apiKey } = house;
      const questions = await house.batch((operator) =>
        seedQuestions({ ...operator, ids, apiKey }),
      );
      return new OracleHouse({ cluster, house, provider, questions });
    } catch (error) {
      await house?.[Symbol.asyncDispose]();
      await cluster[Symbol.asyncDispose]();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#load?.stop();
    await this.house[Symbol.asyncDispose]();
    await this.cluster[Symbol.asyncDispose]();
  }

  /** Begins a load on the first node, or as the plan says. One at a time. */
  startLoad(change: Partial<LoadPlan> = {}): OracleLoad {
    if (this.#load !== undefined) throw new Error('a load is under way');
    const load = new OracleLoad({ node: this.house.node, questions: this.questions, ...change });
    this.#load = load;
    this.#right.push(load.right);
    return load;
  }

  /** Ends the load that is under way, if any, and expects that it heard no wrong answer and no provider a secret. */
  async endLoad(): Promise<void> {
    const load = this.#load;
    this.#load = undefined;
    await load?.stop();
    expect(load?.wrong ?? []).toEqual([]);
    for (const { requests } of [this.house.first, this.house.second])
      expect(requests.filter(({ body }) => body.includes(PROMPT_SECRET))).toEqual([]);
  }

  /** Kills the control plane and the database at once. */
  async blackOut(): Promise<void> {
    await Promise.all([this.house.controlPlane.program.end('SIGKILL'), this.cluster.kill()]);
  }

  async endBlackout(): Promise<void> {
    await this.cluster.start();
    this.house.controlPlane.start();
    await this.house.controlPlane.awaitReady();
  }

  /** Starts the node, and resolves when it is ready. */
  async restart(node: NodeProcess = this.house.node): Promise<void> {
    node.start();
    await node.awaitReady();
  }

  /** Runs one statement as superuser, over a connection of its own. */
  async query<Row extends pg.QueryResultRow>(
    sql: string,
    values: unknown[] = [],
  ): Promise<readonly Row[]> {
    const client = new pg.Client({ connectionString: this.cluster.url });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  /**
   * Waits until each right answer of all loads is in the database: what a provider served as one usage event that
   * succeeded and one decision, what was refused to an accepted key as one decision and no usage. An attempt that met a
   * connection which its provider was closing is an event of its own and costs nothing.
   */
  async awaitEveryAnswerCounted(): Promise<void> {
    const right = this.#right.flat();
    await eventually(
      async () => {
        const usage = await this.#countById(
          `usage_event WHERE outcome = 'succeeded' OR input_tokens + output_tokens + cost_nano_usd > 0`,
        );
        const decisions = await this.#countById('decision');
        const miscounted = right
          .map(({ requestId, question: { right: answer } }) => ({
            requestId,
            answer,
            usage: usage.get(requestId) ?? 0,
            decisions: decisions.get(requestId) ?? 0,
          }))
          .filter(({ answer, usage: events, decisions: logged }) => {
            const isTurnedAway = 'code' in answer && TURNED_AWAY.has(answer.code);
            return events !== ('target' in answer ? 1 : 0) || logged !== (isTurnedAway ? 0 : 1);
          });
        expect(miscounted.slice(0, 3)).toEqual([]);
        expect(usage.size).toBeLessThanOrEqual(this.provider.served.answerCount);
      },
      CATCH_UP_MS,
      LOOK_MS,
    );
    expect(right.length).toBeGreaterThan(0);
  }

  async #countById(table: string): Promise<ReadonlyMap<string, number>> {
    const rows = await this.query<{ id: string; count: string }>(
      `SELECT request_id AS id, count(*) FROM ${table} GROUP BY request_id`,
    );
    return new Map(rows.map(({ id, count }) => [id, Number(count)]));
  }
}
