import { randomBytes } from 'node:crypto';
import {
  type ClientDuplexStream,
  credentials,
  Metadata,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { configContract } from '../../../proto/contract/config.ts';
import type { ConfigServiceClient } from '../../../proto/generated/gatehouse/config/v1/ConfigService.ts';
import type { Hello } from '../../../proto/generated/gatehouse/config/v1/Hello.ts';
import type { StreamRequest } from '../../../proto/generated/gatehouse/config/v1/StreamRequest.ts';
import type { StreamResponse__Output } from '../../../proto/generated/gatehouse/config/v1/StreamResponse.ts';
import type { Update__Output } from '../../../proto/generated/gatehouse/config/v1/Update.ts';
import { decodeResource } from '../../../proto/resource.ts';
import { createSealingKeyPair, unseal } from '../../../proto/sealed-box.ts';
import { type OwnControlPlane, startOwnControlPlane } from '../../support/control-plane.ts';
import { eventually } from '../../support/eventually.ts';

/** A node that a test moves by hand: a real client on a real socket. */
interface HandNode {
  readonly stream: ClientDuplexStream<StreamRequest, StreamResponse__Output>;
  readonly received: StreamResponse__Output[];
  readonly updates: Update__Output[];
  failure: ServiceError | undefined;
  readonly keys: ReturnType<typeof createSealingKeyPair>;
  hello(change?: Partial<Hello>): void;
  acknowledge(update: Update__Output): void;
  /** Answers the last update, and each that comes. */
  follow(): void;
}

/** Goal: the door for nodes gives each node what it is to hold, and gives nothing to anybody else. */
describe('the door for nodes', () => {
  let own: OwnControlPlane;
  let client: ConfigServiceClient;
  beforeAll(async () => {
    own = await startOwnControlPlane();
    client = new configContract.ConfigService(
      own.controlPlane.configAddress ?? '',
      credentials.createInsecure(),
    );
  });
  afterAll(async () => {
    client.close();
    await own[Symbol.asyncDispose]();
  });

  function openNode(token = own.nodeToken): HandNode {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${token}`);
    const stream = client.Stream(metadata);
    const keys = createSealingKeyPair();
    const node: HandNode = {
      stream,
      received: [],
      updates: [],
      failure: undefined,
      keys,
      hello: (change = {}) => {
        const hello = {
          nodeId: `n-${randomBytes(4).toString('hex')}`,
          instanceId: randomBytes(16).toString('hex'),
          schemaMin: 1,
          schemaMax: 2,
          sealingPublicKey: keys.publicKey,
          ...change,
        };
        stream.write({ hello });
      },
      acknowledge: ({ nonce, to, digest }) => {
        const verdict = { nonce, outcome: 'OUTCOME_APPLIED', now: to, digest } as const;
        stream.write({ verdict });
      },
      follow: () => {
        following = true;
        node.acknowledge(node.updates.at(-1) as Update__Output);
      },
    };
    let following = false;
    stream.on('data', (message: StreamResponse__Output) => {
      node.received.push(message);
      if (!message.update) return;
      node.updates.push(message.update);
      if (following) node.acknowledge(message.update);
    });
    stream.on('error', (error: ServiceError) => {
      node.failure = error;
    });
    return node;
  }

  const createTenant = async (name: string) => {
    const made = await own.bootstrap.mutate(
      'createTenant',
      { name },
      '... on TenantChanged { tenant { id } revision }',
    );
    return made['revision'] as string;
  };
  const namesIn = (update: Update__Output | undefined) =>
    (update?.upserts ?? []).map(({ body }) => decodeResource('tenant', body).name);

  test('stays closed without a node token', async () => {
    const closed = await startOwnControlPlane({ GATEHOUSE_NODE_TOKEN: undefined });
    expect(closed.controlPlane.configAddress).toBeUndefined();
    await closed[Symbol.asyncDispose]();
  });

  test.each([
    ['no token', ''],
    ['a wrong token', 'x'.repeat(48)],
  ])('turns away a caller with %s', async (_what, token) => {
    const node = openNode(token);
    node.hello();
    await eventually(() => expect(node.failure?.code).toBe(status.UNAUTHENTICATED));
    expect(node.received).toEqual([]);
  });

  test.each([
    ['a name that is none', { nodeId: 'Not A Name' }],
    ['an instance that is none', { instanceId: 'x' }],
    ['a key that is none', { sealingPublicKey: Buffer.alloc(3) }],
    ['a schema that we do not write', { schemaMin: 7, schemaMax: 9 }],
  ])('refuses a Hello with %s', async (_what, change) => {
    const node = openNode();
    node.hello(change);
    await eventually(() => expect(node.failure?.code).toBe(status.INVALID_ARGUMENT));
    expect(node.updates).toEqual([]);
  });

  test('refuses whoever does not begin with Hello, a second Hello, and a message of nothing', async () => {
    const rude = openNode();
    rude.stream.write({ heartbeat: { state: 'IN_SYNC' } });
    await eventually(() => expect(rude.failure?.code).toBe(status.INVALID_ARGUMENT));
    const twice = openNode();
    twice.hello();
    twice.hello();
    await eventually(() => expect(twice.failure?.code).toBe(status.INVALID_ARGUMENT));
    const mute = openNode();
    mute.hello();
    mute.stream.write({});
    await eventually(() => expect(mute.failure?.code).toBe(status.INVALID_ARGUMENT));
  });

  test('tells a node behind the Welcome among how many limits are divided', async () => {
    const node = openNode();
    node.hello();
    await eventually(() => expect(node.received.length).toBeGreaterThan(1));
    expect(node.received.slice(0, 2)).toMatchObject([
      { message: 'welcome' },
      { message: 'heartbeat', heartbeat: { fleet: { place: expect.any(Number), groups: [] } } },
    ]);
    expect(node.received[1]?.heartbeat?.fleet?.nodeCount).toBeGreaterThan(0);
  });

  test('sends secrets before the update, sealed to this node alone', async () => {
    const node = openNode();
    node.hello();
    await eventually(() => expect(node.updates.length).toBe(1));
    const order = node.received.map(({ message }) => message);
    expect(order.indexOf('secrets')).toBeLessThan(order.indexOf('update'));
    const [pepper] = node.received.find(({ secrets }) => secrets)?.secrets?.secrets ?? [];
    expect(pepper?.name).toMatch(/^api_key_pepper\//);
    const { sealed, name } = pepper ?? { sealed: Buffer.alloc(0), name: '' };
    expect(unseal(sealed, node.keys.privateKey, name)).toHaveLength(32);
    const stranger = createSealingKeyPair();
    expect(() => unseal(sealed, stranger.privateKey, name)).toThrow();
    expect(() => unseal(sealed, node.keys.privateKey, 'provider_credential/x')).toThrow();
    node.stream.cancel();
  });

  test('sends what changed after the verdict, and not before', async () => {
    const node = openNode();
    node.hello();
    await eventually(() => expect(node.updates.length).toBe(1));
    await createTenant('while-unanswered');
    const second = await createTenant('and-another');
    expect(node.updates.length).toBe(1);
    node.follow();
    await eventually(() => expect(node.updates.at(-1)?.to?.revision).toBe(second));
    expect(node.updates.slice(1).flatMap(namesIn).toSorted()).toEqual([
      'and-another',
      'while-unanswered',
    ]);
    node.stream.cancel();
  });

  test('a node that comes back with what it holds gets the rest only', async () => {
    const before = openNode();
    before.hello();
    await eventually(() => expect(before.updates.length).toBe(1));
    const [held] = before.updates;
    before.stream.cancel();
    await createTenant('in-its-absence');
    const after = openNode();
    after.hello({ held: held?.to ?? null, digest: held?.digest ?? Buffer.alloc(0) });
    await eventually(() => expect(after.updates.length).toBe(1));
    expect(after.updates[0]).toMatchObject({ full: false, from: held?.to });
    after.follow();
    await eventually(() => expect(after.updates.flatMap(namesIn)).toContain('in-its-absence'));
    expect(after.updates.map(({ full }) => full)).not.toContain(true);
    after.stream.cancel();
  });

  test('a newer instance of the same name takes the place of the older', async () => {
    const [older, newer] = [openNode(), openNode()];
    older.hello({ nodeId: 'twin' });
    await eventually(() => expect(older.updates.length).toBe(1));
    let ended = false;
    older.stream.on('end', () => {
      ended = true;
    });
    newer.hello({ nodeId: 'twin' });
    await eventually(() => expect(newer.updates.length).toBe(1));
    await eventually(() => expect(ended || older.failure !== undefined).toBe(true));
    newer.stream.cancel();
  });

  test('what psql commits reaches nodes, also when the listener was killed', async () => {
    const node = openNode();
    node.hello();
    await eventually(() => expect(node.updates.length).toBe(1));
    const admin = new pg.Client({ connectionString: own.database.url });
    await admin.connect();
    const { rowCount } = await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'gatehouse_feed'`,
    );
    expect(rowCount).toBe(1);
    await admin.query(
      `INSERT INTO tenant VALUES (gen_random_uuid(), 'by-hand', false, 1, now(), now(), NULL)`,
    );
    await admin.end();
    node.follow();
    await eventually(() => expect(node.updates.slice(1).flatMap(namesIn)).toContain('by-hand'));
    node.stream.cancel();
  });
});
