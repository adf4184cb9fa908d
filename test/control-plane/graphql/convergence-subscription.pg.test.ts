import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { type OpenGraphqlDoor, openGraphqlDoor } from '../../support/graphql-door.ts';
import { type Management, openManagement } from '../../support/management.ts';
import { codeOf, createSubscriptionActs, subscribe } from './subscription-fixture.ts';

/*
 * Goal: who subscribes learns what moves, and nobody else does.
 * Method: the client of graphql-ws over a real socket, against the door over real services.
 */

let management: Management;
let open: OpenGraphqlDoor;
let revision: bigint;
const { commit, createToken, openClient, put, waiting, reset, leave } = createSubscriptionActs(
  () => ({ management, open }),
);
beforeAll(async () => {
  management = await openManagement();
  open = await openGraphqlDoor(management);
}, 60_000);
afterAll(async () => {
  await open?.[Symbol.asyncDispose]();
  await management?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  revision = await reset();
});
afterEach(leave);

describe('a subscription of the convergence', () => {
  test('begins with how it stands and tells each move', async () => {
    await put('node-a', { enforcedRevision: revision });
    const { seen } = subscribe(openClient(management.adminToken).client);
    const at = String(revision);
    await eventually(() =>
      expect(seen).toEqual([{ headRevision: at, enforcedRevision: at, behindNodeIds: [] }]),
    );
    const next = await commit();
    await eventually(() =>
      expect(seen.at(-1)).toEqual({
        headRevision: String(next),
        enforcedRevision: at,
        behindNodeIds: ['node-a'],
      }),
    );
    await put('node-a', { enforcedRevision: next });
    await eventually(() =>
      expect(seen.at(-1)).toMatchObject({ enforcedRevision: String(next), behindNodeIds: [] }),
    );
    expect(seen).toHaveLength(3);
  });

  test('resumes by revision: what was seen is not told again', async () => {
    await put('node-a', { enforcedRevision: revision });
    const { client } = openClient(management.adminToken);
    const back = subscribe(client, revision);
    const behind = subscribe(client, revision - 1n);
    await eventually(() => expect(behind.seen).toHaveLength(1));
    expect(back.seen).toEqual([]);
    const next = await commit();
    await eventually(() => expect(back.seen[0]?.headRevision).toBe(String(next)));
  });

  test('ends at once when the client stops it, though nothing moves', async () => {
    const { client } = openClient(management.adminToken);
    const stopped = subscribe(client);
    const other = subscribe(client);
    await waiting(2);
    await eventually(() => expect([...stopped.seen, ...other.seen]).toHaveLength(2));
    stopped.stop();
    await waiting(1);
  });

  test('ends when the connection is lost', async () => {
    const { client } = openClient(management.adminToken);
    subscribe(client);
    await waiting(1);
    client.terminate();
    await waiting(0);
  });

  test('needs node:read', async () => {
    const { secret } = await createToken(['finance']);
    const { errors } = subscribe(openClient(secret).client);
    await eventually(() => expect(errors.map(codeOf)).toEqual(['PERMISSION_DENIED']));
  });
});
