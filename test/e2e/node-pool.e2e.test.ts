import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  awaitEnforced,
  type CertifiedControlPlane,
  createTenant,
  startCertifiedControlPlane,
  WITHOUT_TOKEN,
} from '../support/certified-control-plane.ts';
import { openConfigPeer, peerCredentials } from '../support/certified-peer.ts';
import { eventually } from '../support/eventually.ts';
import { startTestNode, type TestNode } from '../support/node.ts';

/*
 * Goal: a node holds the tenants of the pool that its certificate names, through every real hop, and no others.
 * Method: GraphQL, a control plane with mutual TLS, whole nodes.
 */

describe('pools of nodes', () => {
  let certified: CertifiedControlPlane;
  let whole: TestNode;
  let eu: TestNode;
  let poolId: string;
  const tenantIds = new Map<string, string>();

  beforeAll(async () => {
    certified = await startCertifiedControlPlane();
    for (const name of ['acme', 'other']) await createTenant(certified.own, name);
    const { tenants } = await certified.own.bootstrap.query(
      'query { tenants { edges { node { id name } } } }',
    );
    for (const { node } of tenants.edges) tenantIds.set(node.name, node.id);
    whole = await startNode('node-1');
    eu = await startNode('node-2', 'eu');
  }, 60_000);
  afterAll(async () => {
    await eu?.[Symbol.asyncDispose]();
    await whole?.[Symbol.asyncDispose]();
    await certified?.[Symbol.asyncDispose]();
  });

  const startNode = (nodeId: string, pool?: string) =>
    startTestNode(certified.address, {
      ...certified.certificates.node(nodeId, pool === undefined ? {} : { pool }),
      ...WITHOUT_TOKEN,
    });
  const change = async (mutation: string, input: object): Promise<bigint> => {
    const fields = '... on NodePoolChanged { nodePool { id } revision }';
    const changed = await certified.own.bootstrap.mutate(mutation, input, fields);
    poolId = changed['nodePool'].id;
    return BigInt(changed['revision']);
  };
  const namesHeldBy = ({ plane }: TestNode) =>
    [...(plane.snapshot?.tenants.values() ?? [])].map(({ name }) => name).toSorted();
  const idOf = (name: string) => tenantIds.get(name) ?? '';

  test('a node of a pool that nobody has made is not ready; one of no pool holds everything', async () => {
    await eventually(() => expect(eu.plane.snapshot).toBeDefined());
    await eventually(() => expect(namesHeldBy(whole)).toEqual(['acme', 'other']));
    expect(namesHeldBy(eu)).toEqual([]);
    expect(eu.plane.isReady).toBe(false);
  });

  test('it takes up the tenants of the pool when somebody makes it, and says where it belongs', async () => {
    const revision = await change('createNodePool', { name: 'eu', tenantIds: [idOf('acme')] });
    await awaitEnforced(eu, revision);
    expect(namesHeldBy(eu)).toEqual(['acme']);
    expect(eu.plane.isReady).toBe(true);
    expect(namesHeldBy(whole)).toEqual(['acme', 'other']);
    const described = await (await fetch(`${eu.plane.adminUrl}/config`)).json();
    expect(described).toMatchObject({ pool: 'eu', counts: { tenant: 1 } });
    await eventually(async () => {
      const { nodes } = await certified.own.bootstrap.query(
        'query { nodes { edges { node { id pool enforcedRevision } } } }',
      );
      expect(nodes.edges).toEqual([
        { node: { id: 'node-1', pool: null, enforcedRevision: String(revision) } },
        { node: { id: 'node-2', pool: 'eu', enforcedRevision: String(revision) } },
      ]);
    });
  });

  test('it drops what is taken out of the pool, and waiting for that works as for every change', async () => {
    const revision = await change('updateNodePool', {
      id: poolId,
      expectedVersion: 1,
      addTenantIds: [idOf('other')],
      removeTenantIds: [idOf('acme')],
    });
    const { awaitEnforced: awaited } = await certified.own.bootstrap.query(
      'query ($revision: UInt64!) { awaitEnforced(revision: $revision, timeoutMs: 10000) { converged } }',
      { revision: String(revision) },
    );
    expect(awaited.converged).toBe(true);
    expect(namesHeldBy(eu)).toEqual(['other']);
  });

  test('what it kept for one pool it does not serve in another', async () => {
    await eu.restart();
    expect(namesHeldBy(eu)).toEqual(['other']);
    await eu.restart({
      ...certified.certificates.node('node-2', { pool: 'us' }),
      GATEHOUSE_CONFIG_ADDRESS: '127.0.0.1:1',
    });
    expect(eu.plane.snapshot).toBeUndefined();
  });

  test('a certificate of one pool does not open another, nor everything', async () => {
    for (const claimed of ['', 'us']) {
      const { certificates, address } = certified;
      const files = certificates.write('node-3', { uri: 'spiffe://gatehouse/pool/eu/node/node-3' });
      using peer = openConfigPeer(address, peerCredentials(files));
      peer.hello('node-3', claimed);
      await eventually(() => expect(peer.failure?.details).toContain('not of'));
    }
  });

  test('does not start when the certificate is of another pool than the setting', async () => {
    const variables = certified.certificates.node('node-4', { pool: 'eu' });
    await expect(
      startTestNode(certified.address, { ...variables, GATEHOUSE_NODE_POOL: 'us' }),
    ).rejects.toThrow('spiffe://gatehouse/pool/us/node/node-4');
  });
});
