import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { chat, errorOf } from '../support/call.ts';
import { formsOf, readWholeDatabase } from '../support/database-text.ts';
import { EchoProvider } from '../support/echo-provider.ts';
import { answer } from '../support/faulty-provider.ts';
import { sized } from '../support/form.ts';
import {
  type HouseOfProcesses,
  type NodeProcess,
  type Restartable,
  startHouseOfProcesses,
} from '../support/house-process.ts';
import { findLoggedSecrets } from '../support/log-search.ts';
import { OracleLoad } from '../support/oracle/oracle-load.ts';

/** Calls of one phase, so many that every worker of the load was in it many times. */
const PHASE_CALLS = sized(40, 600);
const FIRST = 'sk-first-credential';

/**
 * Goal: a credential is rotated under load without a failed call, whichever of vendor and gateway comes first, with
 * restarts in the middle, and without its text showing anywhere.
 * Method: real processes; the first provider takes certain credentials only, the second takes none, so that no fallback
 * hides a refusal. Every answer of the load is known.
 */
describe('the rotation of a credential', () => {
  let house: HouseOfProcesses;
  let forgetful: NodeProcess;
  let database: pg.Client;
  let load: OracleLoad | undefined;
  let version = 1;
  let providerId = '';
  /** What the vendor takes. */
  let valid: readonly string[] = [FIRST];
  const echo = new EchoProvider();
  /** What programs wrote that have ended since. */
  const pastOutputs: string[] = [];

  beforeAll(async () => {
    house = await startHouseOfProcesses();
    forgetful = await house.createNode('forgetful', { GATEHOUSE_NODE_SECRETS: 'none' });
    forgetful.start();
    await forgetful.awaitReady();
    database = new pg.Client({ connectionString: house.databaseUrl });
    await database.connect();
    house.second.behave(answer('{}', { status: 401 }));
    house.first.behave((request, response) => {
      const shown = request.headers.authorization?.replace('Bearer ', '') ?? '';
      const isValid = valid.includes(shown);
      (isValid ? echo.behave : answer('{}', { status: 401 }))(request, response);
    });
    const { providers } = await house.admin.query('{ providers { edges { node { id name } } } }');
    providerId = providers.edges.find(
      ({ node }: { node: { name: string } }) => node.name === 'first',
    ).node.id;
  }, 90_000);
  afterAll(async () => {
    await database?.end();
    await house?.[Symbol.asyncDispose]();
  });
  afterEach(async () => {
    await load?.stop();
    load = undefined;
  });

  const startLoad = (node: NodeProcess = house.node) => {
    const right = { target: 'first-chat' };
    const plain = { about: 'a plain route', key: house.apiKey, model: 'chat', prefix: '', right };
    load = new OracleLoad({ node, questions: [plain] });
    return load;
  };
  const expectFlawless = async (steady: OracleLoad) => {
    await steady.awaitMoreAnswers(PHASE_CALLS);
    expect([steady.wrong, steady.cutCount]).toEqual([[], 0]);
  };
  const end = async ({ program }: Restartable, signal: NodeJS.Signals) => {
    await program.end(signal);
    pastOutputs.push(program.output);
  };
  const edit = async (change: object) => {
    await house.change('updateProvider', { id: providerId, expectedVersion: version, ...change });
    version += 1;
  };
  const facts = async () => {
    const { provider } = await house.admin.query(
      `query ($id: ID!) { provider(id: $id) {
        credential { generation previousGeneration previousUntil fault } } }`,
      { id: providerId },
    );
    return provider.credential;
  };

  test('with the new one valid at the vendor before the old one ends, no call fails', async () => {
    const steady = startLoad();
    await expectFlawless(steady);
    valid = [FIRST, 'sk-rotated-2'];
    await edit({ credential: 'sk-rotated-2' });
    expect(await facts()).toMatchObject({ generation: 2, previousGeneration: 1, fault: null });
    await expectFlawless(steady);
    valid = ['sk-rotated-2'];
    await expectFlawless(steady);
  }, 60_000);

  test('with the gateway first and the vendor long after, no call fails', async () => {
    const steady = startLoad();
    await edit({ credential: 'sk-rotated-3' });
    const before = house.first.requests.length;
    await expectFlawless(steady);
    const refused = house.first.requests
      .slice(before)
      .filter(({ headers }) => headers.authorization === 'Bearer sk-rotated-3');
    // Not every call pays for two.
    expect(refused.length).toBeLessThan(PHASE_CALLS / 2);
    valid = ['sk-rotated-3'];
    await expectFlawless(steady);
  }, 60_000);

  test('restarted in the middle without a control plane, a node has both from its file', async () => {
    await edit({ credential: 'sk-rotated-4' });
    await end(house.node, 'SIGTERM');
    await end(house.controlPlane, 'SIGKILL');
    house.node.start();
    await house.node.awaitReady();
    const steady = startLoad();
    await expectFlawless(steady);
    valid = ['sk-rotated-4'];
    await expectFlawless(steady);
    house.controlPlane.start();
    await house.controlPlane.awaitReady();
    await expectFlawless(steady);
  }, 90_000);

  test('restarted in the middle, a node that keeps nothing on disk is given both', async () => {
    await edit({ credential: 'sk-rotated-5' });
    await end(forgetful, 'SIGTERM');
    forgetful.start();
    await forgetful.awaitReady();
    const steady = startLoad(forgetful);
    await expectFlawless(steady);
    valid = ['sk-rotated-5'];
    await expectFlawless(steady);
  }, 90_000);

  test('an old one that is dropped at once is shown to the vendor no more', async () => {
    valid = ['sk-rotated-5', 'sk-rotated-6'];
    await edit({ credential: 'sk-rotated-6' });
    await edit({ dropPreviousCredential: true });
    expect(await facts()).toMatchObject({ previousGeneration: null, previousUntil: null });
    valid = ['sk-rotated-5'];
    const before = house.first.requests.length;
    expect(await errorOf(chat(house))).toMatchObject({ code: 'provider_unavailable' });
    const shown = house.first.requests.slice(before).map(({ headers }) => headers.authorization);
    expect(shown).toEqual(['Bearer sk-rotated-6']);
  }, 60_000);

  test('no credential stands in a log, in the database, in an answer, or in what a node describes', async () => {
    const credentials = [FIRST, ...[2, 3, 4, 5, 6].map((number) => `sk-rotated-${number}`)];
    const named = Object.fromEntries(credentials.map((credential) => [credential, credential]));
    expect(findLoggedSecrets(house, named)).toEqual([]);
    const query = async (sql: string) => (await database.query(sql)).rows;
    const answers = await house.admin.query(
      `{ providers(includeArchived: true) { edges { node { id name version hasCredential
          credential { generation createdAt previousGeneration previousUntil fault } } } }
        auditEvents { edges { node { action changes } } } }`,
    );
    const shown = [
      await readWholeDatabase({ query } as Parameters<typeof readWholeDatabase>[0]),
      JSON.stringify(answers),
      await (await fetch(`${house.node.adminUrl}/config`)).text(),
      await (await fetch(`${house.node.adminUrl}/metrics`)).text(),
      forgetful.program.output,
      ...pastOutputs,
    ].join('\n');
    expect(shown).toContain('gatehouse_node_credential_turns_total');
    expect(credentials.flatMap(formsOf).filter((form) => shown.includes(form))).toEqual([]);
  }, 60_000);
});
