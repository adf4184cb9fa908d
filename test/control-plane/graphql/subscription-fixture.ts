import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Node } from '../../../control-plane/domain/node.ts';
import { PLATFORM } from '../../../control-plane/storage/storage.ts';
import { eventually } from '../../support/eventually.ts';
import type { OpenGraphqlDoor } from '../../support/graphql-door.ts';
import { call, type Management } from '../../support/management.ts';
import { nodeRecord } from '../../support/node-record.ts';

/** The subscription that the tests make. */
export const CONVERGENCE = `subscription ($from: UInt64) {
  convergence(fromRevision: $from) { headRevision enforcedRevision behindNodeIds }
}`;

/** How a connection ended. */
interface Closed {
  readonly code: number;
}

/** What a subscriber was told. */
interface Seen {
  readonly headRevision: string;
  readonly enforcedRevision: string | null;
  readonly behindNodeIds: readonly string[];
}

/** Subscribes, and keeps what comes. */
export function subscribe(client: Client, from?: bigint, query = CONVERGENCE) {
  const seen: Seen[] = [];
  const errors: unknown[] = [];
  let isDone = false;
  const stop = client.subscribe<{ convergence: Seen }>(
    { query, variables: from === undefined ? {} : { from: String(from) } },
    {
      next: ({ data, errors: found }) => {
        if (data?.convergence) seen.push(data.convergence);
        if (found) errors.push(...found);
      },
      error: (error) => {
        errors.push(error);
        isDone = true;
      },
      complete: () => {
        isDone = true;
      },
    },
  );
  return { seen, errors, stop, isDone: () => isDone };
}

/** The code of an error as a client sees it. */
export const codeOf = (error: unknown) =>
  [JSON.parse(JSON.stringify(error))].flat()[0]?.extensions?.code;

/** Where subscribers come: a door, and the management behind it. */
interface SubscriptionPlace {
  readonly management: Management;
  readonly open: OpenGraphqlDoor;
}

/**
 * What moves at a place, and who listens there.
 * The place is asked for at each act, so it may open later.
 */
export function createSubscriptionActs(at: () => SubscriptionPlace) {
  const clients: Client[] = [];

  async function commit(): Promise<bigint> {
    const name = `tenant-${randomUUID()}`;
    const { services, admin } = at().management;
    return (await services.tenants.create(admin, call('createTenant'), name)).revision ?? 0n;
  }

  const put = (id: string, change: Partial<Node> = {}) =>
    at().management.storage.transaction(
      PLATFORM,
      { name: 'system', authenticatedBy: 'system' },
      (stores) => stores.nodes.put(nodeRecord(id, { connectedAt: new Date(0), ...change })),
    );

  function openClient(token: string | undefined, url = at().open.webSocketUrl) {
    const closed: Closed[] = [];
    const client = createClient({
      url,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: token === undefined ? {} : { authorization: `Bearer ${token}` },
      on: { closed: (event) => void closed.push(event as Closed) },
    });
    clients.push(client);
    return { client, closed };
  }

  const waiting = (count: number) =>
    eventually(() => expect(at().management.services.nodes.waitingCount).toBe(count));

  async function createToken(roles: Parameters<Management['operation']>[0]) {
    const { services, admin } = at().management;
    const { principal } = await at().management.operation(roles, { kind: 'service' });
    const draft = { principalId: principal.id, name: 'test', notAfter: undefined };
    const issued = await services.accessTokens.create(admin, call('createAccessToken'), draft);
    return { id: issued.value.id, principal, secret: issued.secret?.reveal() };
  }

  /** No node is known, and there is a revision of now: it is returned. */
  async function reset(): Promise<bigint> {
    await at().management.query('TRUNCATE node');
    return commit();
  }

  /** Every client goes, and nothing of them is kept. */
  async function leave(): Promise<void> {
    await Promise.all(clients.splice(0).map((client) => client.dispose()));
    await waiting(0);
  }

  return { commit, put, openClient, waiting, createToken, reset, leave };
}
