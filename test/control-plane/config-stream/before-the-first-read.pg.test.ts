import { credentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { type ConfigPeer, openConfigPeer } from '../../support/certified-peer.ts';
import { type OwnControlPlane, startOwnControlPlane } from '../../support/control-plane.ts';
import { eventually } from '../../support/eventually.ts';
import { findFreePort } from '../../support/free-port.ts';

let own: OwnControlPlane;
beforeAll(async () => {
  own = await startOwnControlPlane({ GATEHOUSE_CONFIG_PORT: String(await findFreePort()) });
}, 60_000);
afterAll(async () => {
  await own?.[Symbol.asyncDispose]();
});

/**
 * A node takes secrets in place of those that it holds. One that dials a replica which has not read the database yet must not
 * take that for having none: it would know no key any more.
 */
test('a replica that has not read the configuration yet tells nodes of no secrets', async () => {
  const selection = '... on TenantChanged { revision }';
  const made = await own.bootstrap.mutate('createTenant', { name: 'the-first' }, selection);
  const address = own.controlPlane.configAddress ?? '';
  const peers: ConfigPeer[] = [];
  /** A node that is told this head. */
  const dial = (revision: string) => {
    const peer = openConfigPeer(address, credentials.createInsecure(), own.nodeToken);
    peers.push(peer);
    peer.hello('early');
    return eventually(() => {
      const head = peer.received.find(({ welcome }) => welcome)?.welcome?.head;
      expect([head, peer.failure]).toMatchObject([{ revision }, undefined]);
      return peer;
    }, 3_000);
  };
  // What reads when the table is locked would hold up the end of the replica.
  await eventually(() => dial(String(made['revision'])), 20_000);
  peers.pop()?.[Symbol.dispose]();
  const lock = new pg.Client({ connectionString: own.database.url });
  await lock.connect();
  await lock.query('BEGIN');
  await lock.query('LOCK TABLE tenant IN ACCESS EXCLUSIVE MODE');
  const restarted = own.restart();
  let peer: ConfigPeer;
  try {
    peer = await eventually(() => dial('0'), 20_000);
  } finally {
    await lock.query('COMMIT');
    await lock.end();
    await restarted;
  }
  await eventually(() => expect(peer.received.some(({ update }) => update)).toBe(true));
  const told = peer.received.flatMap(({ secrets }) => (secrets ? [secrets.secrets.length] : []));
  for (const one of peers) one[Symbol.dispose]();
  expect(told.length).toBeGreaterThan(0);
  expect(Math.min(...told)).toBeGreaterThan(0);
}, 60_000);
