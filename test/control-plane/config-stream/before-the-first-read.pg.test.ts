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
  await own.bootstrap.mutate('createTenant', { name: 'the-first' }, '');
  const address = own.controlPlane.configAddress ?? '';
  const lock = new pg.Client({ connectionString: own.database.url });
  await lock.connect();
  await lock.query('BEGIN');
  await lock.query('LOCK TABLE tenant IN ACCESS EXCLUSIVE MODE');
  const restarted = own.restart();
  const peers: ConfigPeer[] = [];
  const dial = () => {
    const peer = openConfigPeer(address, credentials.createInsecure(), own.nodeToken);
    peers.push(peer);
    peer.hello('early');
    return eventually(() => {
      const head = peer.received.find(({ welcome }) => welcome)?.welcome?.head;
      expect([head, peer.failure]).toMatchObject([{ revision: '0' }, undefined]);
      return peer;
    }, 3_000);
  };
  let peer: ConfigPeer;
  try {
    peer = await eventually(dial, 20_000);
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
