import { expect } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../control-plane/storage/migrate.ts';
import { PLATFORM } from '../../control-plane/storage/storage.ts';
import { eventually } from './eventually.ts';
import { type Management, openManagement } from './management.ts';
import { keepCommits, startTestCluster, type TestCluster } from './postgres.ts';
import { Relay } from './relay.ts';

const CONNECTIONS = 4;
const RECOVERY_MS = 20_000;

/** Before which statement the server dies, counted from 1, or after a COMMIT was carried out and before anybody is told. */
export type Moment = number | 'answer';

/** The services on a Postgres of their own that dies at chosen moments, behind a relay that can keep its last answer back. */
export class CrashStage implements AsyncDisposable {
  readonly management: Management;
  readonly #cluster: TestCluster;
  readonly #relay: Relay;

  private constructor(management: Management, cluster: TestCluster, relay: Relay) {
    this.management = management;
    this.#cluster = cluster;
    this.#relay = relay;
  }

  static async open(): Promise<CrashStage> {
    const cluster = await startTestCluster();
    try {
      await migrate(cluster.url);
      await keepCommits(cluster);
      const url = new URL(cluster.url);
      const relay = await Relay.open(Number(url.port));
      url.port = String(relay.port);
      return new CrashStage(await openManagement(CONNECTIONS, url.href), cluster, relay);
    } catch (error) {
      await cluster[Symbol.asyncDispose]();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.management[Symbol.asyncDispose]();
    await this.#relay[Symbol.asyncDispose]();
    await this.#cluster[Symbol.asyncDispose]();
  }

  /** How many rows there are: `sql` is what follows FROM. */
  count(sql: string): Promise<number> {
    return this.#askDirectly(`SELECT count(*) AS answer FROM ${sql}`);
  }

  readHead(): Promise<number> {
    return this.#askDirectly('SELECT revision AS answer FROM config_revision');
  }

  /** Statements of work that nothing happens to. */
  async lengthOf(work: () => Promise<unknown>): Promise<number> {
    const before = this.management.statementCount();
    await work();
    return this.management.statementCount() - before;
  }

  /**
   * Works until the server has died at the moment, should it come to that, and serves again. Gives what the caller was told;
   * undefined when that was to try again.
   */
  async crashAt<Told>(moment: Moment, work: () => Promise<Told>): Promise<Told | undefined> {
    const head = await this.readHead();
    let crashed: Promise<void> | undefined;
    let sentCount = 0;
    this.management.watchStatements((sql) => {
      sentCount += 1;
      const isNow = moment === 'answer' ? sql === 'COMMIT' : sentCount === moment;
      if (isNow) crashed ??= this.#crash(moment, head);
    });
    const told = await work()
      .catch((thrown: unknown) => {
        expect(thrown).toMatchObject({ failure: { code: 'BUSY' } });
        return undefined;
      })
      .finally(() => this.management.watchStatements(undefined));
    await crashed;
    const look = () =>
      this.management.storage.read(PLATFORM, ({ sealedValues }) => sealedValues.list());
    const crowd = () => Promise.all(Array.from({ length: CONNECTIONS }, look));
    await eventually(crowd, RECOVERY_MS);
    return told;
  }

  async #crash(moment: Moment, head: number): Promise<void> {
    if (moment === 'answer') {
      this.#relay.holdAnswers();
      await eventually(async () => expect(await this.readHead()).toBe(head + 1));
    }
    await this.#cluster.kill();
    this.#relay.moveTo(Number(new URL(this.#cluster.url).port));
    await this.#cluster.start();
  }

  /** Past the relay, over a connection of its own. */
  async #askDirectly(sql: string): Promise<number> {
    const client = new pg.Client({ connectionString: this.#cluster.url });
    await client.connect();
    try {
      return Number((await client.query<{ answer: string }>(sql)).rows[0]?.answer);
    } finally {
      await client.end();
    }
  }
}
