import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { startControlPlane } from '../../control-plane/server.ts';
import { readSettings } from '../../control-plane/settings.ts';
import { chat, targetOf } from '../support/call.ts';
import { type OwnControlPlane, startOwnControlPlane } from '../support/control-plane.ts';
import { eventually } from '../support/eventually.ts';
import {
  answer,
  chatBody,
  type FaultyProvider,
  startFaultyProvider,
} from '../support/faulty-provider.ts';
import { type HouseContent, seedHouse } from '../support/house.ts';
import { createOperator, type HouseOperator } from '../support/house-operator.ts';
import { startTestNode, type TestNode } from '../support/node.ts';

/**
 * Goal: a sealed row that cannot be opened costs its own provider, and only where nobody holds it in the clear any more.
 * Method: both planes for real; the row of the first provider is overwritten in the database.
 */
describe('a stored credential that is damaged', () => {
  let own: OwnControlPlane;
  let node: TestNode;
  let database: pg.Client;
  let operator: HouseOperator;
  let content: HouseContent;
  let first: FaultyProvider;
  let second: FaultyProvider;
  const masterKey = randomBytes(32).toString('base64');

  beforeAll(async () => {
    own = await startOwnControlPlane({ GATEHOUSE_MASTER_KEY: masterKey });
    node = await startNode();
    database = new pg.Client({ connectionString: own.database.url });
    await database.connect();
    const accepting = (credential: string) =>
      startFaultyProvider((request, response) => {
        const isTaken = request.headers.authorization === `Bearer ${credential}`;
        (isTaken ? answer(chatBody) : answer('{}', { status: 401 }))(request, response);
      });
    first = await accepting('sk-first-credential');
    second = await accepting('sk-second-credential');
    const { controlPlane, bootstrap } = own;
    operator = await createOperator(controlPlane, bootstrap.token ?? '', (revision) =>
      eventually(() =>
        expect(node.plane.snapshot?.revision).toBeGreaterThanOrEqual(BigInt(revision)),
      ),
    );
    content = await seedHouse(operator, { first, second });
    await database.query(
      `UPDATE provider_credential SET sealed = '\\x01' || substr(sealed, 2, 40)
        WHERE provider_id = (SELECT id FROM provider WHERE name = 'first')`,
    );
  }, 60_000);
  afterAll(async () => {
    await database?.end();
    await node?.[Symbol.asyncDispose]();
    await own?.[Symbol.asyncDispose]();
    await Promise.all([first?.close(), second?.close()]);
  });

  const startNode = (nodeId = 'node-1') => {
    const variables = { GATEHOUSE_NODE_ID: nodeId, GATEHOUSE_NODE_TOKEN: own.nodeToken };
    return startTestNode(own.controlPlane.configAddress ?? '', variables);
  };
  const answeredBy = (by: TestNode) => targetOf(chat({ node: by.plane, apiKey: content.apiKey }));
  const metrics = async () => (await fetch(`${own.controlPlane.adminUrl}/metrics`)).text();
  const credentials = async () => {
    const { providers } = await operator.admin.query(
      '{ providers { edges { node { id name version credential { generation fault } } } } }',
    );
    return providers.edges.map((edge: { node: unknown }) => edge.node);
  };

  test('is counted and named', async () => {
    await eventually(async () =>
      expect(await metrics()).toContain('gatehouse_control_unopened_secrets 1'),
    );
    expect(await credentials()).toMatchObject([
      { name: 'first', credential: { generation: 1, fault: 'DAMAGED' } },
      { name: 'second', credential: { generation: 1, fault: null } },
    ]);
  });

  test('leaves nodes that hold it as they are, and gives new ones all the others', async () => {
    const newborn = await startNode('newborn');
    await eventually(() => expect(newborn.plane.isReady).toBe(true));
    await eventually(async () => expect(await answeredBy(newborn)).toBe('second-chat'));
    expect(await answeredBy(node)).toBe('first-chat');
    await newborn[Symbol.asyncDispose]();
    const refusals = (await (await fetch(`${node.plane.adminUrl}/metrics`)).text()).match(
      /^gatehouse_node_secrets_refused_total (\d+)$/m,
    );
    expect(Number(refusals?.[1])).toBeGreaterThan(0);
  });

  test('is mended by storing it anew', async () => {
    const [provider] = await credentials();
    const credential = 'sk-first-credential';
    const input = { id: provider.id, expectedVersion: provider.version, credential };
    await operator.change('updateProvider', { ...input, dropPreviousCredential: true });
    expect(await metrics()).toContain('gatehouse_control_unopened_secrets 0');
    const newborn = await startNode('newborn');
    await eventually(async () => expect(await answeredBy(newborn)).toBe('first-chat'));
    await newborn[Symbol.asyncDispose]();
  });

  test('is no reason not to start, but another master key is', async () => {
    await database.query(`UPDATE provider_credential SET sealed = 'nonsense'`);
    await own.restart();
    expect((await fetch(`${own.controlPlane.adminUrl}/readyz`)).status).toBe(200);
    expect(await metrics()).toContain('gatehouse_control_unopened_secrets 2');
    const settings = readSettings({
      GATEHOUSE_DATABASE_URL: own.database.url,
      GATEHOUSE_MASTER_KEY: randomBytes(32).toString('base64'),
      GATEHOUSE_GRAPHQL_PORT: '0',
      GATEHOUSE_CONFIG_PORT: '0',
      GATEHOUSE_CONTROL_ADMIN_PORT: '0',
      GATEHOUSE_LOG_LEVEL: 'silent',
    });
    await expect(startControlPlane(settings)).rejects.toThrow(/GATEHOUSE_MASTER_KEY/);
  });
});
