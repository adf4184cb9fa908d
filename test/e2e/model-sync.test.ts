import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { comparePositions } from '../../data-plane/config/position.ts';
import {
  resource,
  sharedResources,
  type TestResource,
  tenantResources,
} from '../support/configuration.ts';
import { sized } from '../support/form.ts';
import { announceSeed } from '../support/seed.ts';
import { ModelDatabase, ModelNode, ModelReplica } from '../support/sync-model.ts';

/*
 * Goal: whatever is lost, doubled, swapped, killed and refused, a node ends with what is committed, and
 * on the way there it never goes back and never takes a key that was revoked by where it stands.
 * Method: the real view, segments, sessions, assembly and enforcement over queues in memory, two
 * replicas of which either may be late. The seed is printed; a failure prints the smallest way to it.
 */

type Resources = Map<string, TestResource>;
const keyOfResource = ({ kind, id }: TestResource) => `${kind}/${id}`;
const tenantIds = ['a', 'b', 'c'] as const;
let serial = 0;

function put(resources: Resources, one: TestResource | undefined): void {
  if (one !== undefined) resources.set(keyOfResource(one), one);
}

function addTenant(resources: Resources, tenantId: string): void {
  for (const one of tenantResources(tenantId)) put(resources, one);
}

function breakRoute(resources: Resources, tenantId: string): void {
  if (!resources.has(`tenant/${tenantId}`)) return;
  const when = 'request.inputTokens + "x"';
  put(
    resources,
    tenantResources(tenantId, { when }).find(({ kind }) => kind === 'route'),
  );
}

const changes: Readonly<Record<string, (resources: Resources, tenantId: string) => void>> = {
  add: addTenant,
  remove: (resources, tenantId) => {
    for (const one of tenantResources(tenantId)) resources.delete(keyOfResource(one));
  },
  rename: (resources, tenantId) => {
    if (!resources.has(`tenant/${tenantId}`)) return;
    serial += 1;
    put(
      resources,
      resource('tenant', { id: tenantId, tenantId }, { name: `${tenantId}${serial}` }),
    );
  },
  breakRoute,
  mendRoute: (resources, tenantId) => {
    if (!resources.has(`tenant/${tenantId}`)) return;
    put(
      resources,
      tenantResources(tenantId).find(({ kind }) => kind === 'route'),
    );
  },
  revokeKey: (resources, tenantId) => void resources.delete(`api_key/key-${tenantId}`),
  revokeGrant: (resources, tenantId) => void resources.delete(`grant/grant-${tenantId}`),
  breakShared: (resources) =>
    put(resources, resource('provider', { id: 'provider-1' }, { name: 'demo', kind: 'telepathy' })),
  mendShared: (resources) => put(resources, sharedResources()[0]),
};

const commits = fc.record({
  kind: fc.constant('commit' as const),
  change: fc.constantFrom(...Object.keys(changes)),
  tenantId: fc.constantFrom(...tenantIds),
});
const faults = fc.record({
  kind: fc.constantFrom('lose' as const, 'double' as const, 'swap' as const),
  direction: fc.constantFrom('down' as const, 'up' as const),
});
const others = fc.record({
  kind: fc.constantFrom('read' as const, 'dial' as const, 'cut' as const, 'kill' as const),
  replica: fc.nat({ max: 1 }),
});
const turns = fc.record({ kind: fc.constant('turn' as const), passMs: fc.nat({ max: 10_000 }) });
const actions = fc.oneof(
  { weight: 4, arbitrary: commits },
  { weight: 1, arbitrary: faults },
  { weight: 3, arbitrary: others },
  { weight: 8, arbitrary: turns },
);
type Action = typeof actions extends fc.Arbitrary<infer Value> ? Value : never;

class World {
  readonly database = new ModelDatabase();
  readonly replicas = [new ModelReplica(this.database), new ModelReplica(this.database)] as const;
  readonly node = new ModelNode();
  nowMs = 0;

  async act(action: Action): Promise<void> {
    const replica =
      'replica' in action && action.replica === 1 ? this.replicas[1] : this.replicas[0];
    switch (action.kind) {
      case 'commit':
        this.database.commit((resources) => changes[action.change]?.(resources, action.tenantId));
        break;
      case 'read':
        replica.catchUp();
        break;
      case 'dial':
        this.node.dial(replica);
        break;
      case 'cut':
        this.node.cut();
        break;
      case 'kill':
        await this.node.restart();
        break;
      case 'turn':
        this.nowMs += action.passMs;
        await this.turn();
        break;
      default:
        spoil(action.direction === 'down' ? this.node.down : this.node.up, action.kind);
    }
  }

  async turn(): Promise<void> {
    const before = this.node.enforcement.position;
    this.node.offer(this.nowMs);
    await this.node.takePart();
    this.node.takeVerdict(this.nowMs);
    const { position } = this.node.enforcement;
    expect(comparePositions(position, before)).toBeGreaterThanOrEqual(0);
    // What was sent, or refused, is never taken for applied.
    expect(this.node.acknowledgedRevision).toBeLessThanOrEqual(Number(position.revision));
    const allowed = this.database.at(Number(position.revision));
    for (const id of this.node.keyIds) expect([...allowed.keys()]).toContain(`api_key/${id}`);
  }

  /** Everything is mended, and nothing is in the way any more. */
  async settle(): Promise<void> {
    this.database.commit((resources) => {
      for (const one of sharedResources()) put(resources, one);
      for (const tenantId of tenantIds) changes['mendRoute']?.(resources, tenantId);
    });
    for (const replica of this.replicas) replica.catchUp();
    // What was lost on the way would be missed by a timer: verdict deadline, heartbeat.
    this.node.cut();
    for (let round = 0; round < 50; round += 1) {
      if (!this.node.isConnected) this.node.dial(this.replicas[round % 2 === 0 ? 0 : 1]);
      this.nowMs += 300_000;
      await this.turn();
    }
  }
}

function spoil(queue: unknown[], fault: 'lose' | 'double' | 'swap'): void {
  if (fault === 'lose') queue.shift();
  if (fault === 'double' && queue.length > 0) queue.unshift(queue[0]);
  if (fault === 'swap') queue.reverse();
}

async function createWorld(): Promise<World> {
  const world = new World();
  await world.node.start();
  world.database.commit((resources) => {
    for (const one of sharedResources()) put(resources, one);
    for (const tenantId of tenantIds) addTenant(resources, tenantId);
  });
  for (const replica of world.replicas) replica.catchUp();
  world.node.dial(world.replicas[0]);
  for (let turn = 0; turn < 2; turn += 1) await world.turn();
  expect(world.node.keyIds).toHaveLength(3);
  return world;
}

test('replica-skew: a node that moves to a replica that is late stays where it is until that has caught up', async () => {
  const world = await createWorld();
  const [early, late] = world.replicas;
  world.database.commit((resources) => changes['revokeKey']?.(resources, 'a'));
  early.catchUp();
  for (let turn = 0; turn < 2; turn += 1) await world.turn();
  expect(world.node.keyIds).toHaveLength(2);
  world.node.dial(late);
  for (let turn = 0; turn < 3; turn += 1) await world.turn();
  expect(world.node.down).toEqual([]);
  expect(world.node.keyIds).toHaveLength(2);
  world.database.commit((resources) => changes['rename']?.(resources, 'b'));
  late.catchUp();
  for (let turn = 0; turn < 3; turn += 1) await world.turn();
  expect(world.node.enforcement.position.revision).toBe(BigInt(world.database.revision));
  expect(world.node.keyIds).toHaveLength(2);
});

test('reject-isolated: what is wrong with one tenant keeps nothing from the others', async () => {
  const world = await createWorld();
  const [replica] = world.replicas;
  world.database.commit((resources) => changes['breakRoute']?.(resources, 'a'));
  replica.catchUp();
  for (let turn = 0; turn < 2; turn += 1) await world.turn();
  world.database.commit((resources) => {
    changes['revokeKey']?.(resources, 'a');
    changes['revokeKey']?.(resources, 'b');
  });
  replica.catchUp();
  for (let turn = 0; turn < 2; turn += 1) await world.turn();
  expect([...(world.node.enforcement.built?.heldBack.keys() ?? [])]).toEqual(['a']);
  expect(world.node.keyIds).toEqual(['key-c']);
});

test('model-sync: a node ends with what is committed, whatever happened on the way', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(actions, { maxLength: 120, size: 'max' }), async (walk) => {
      const world = new World();
      await world.node.start();
      world.database.commit((resources) => {
        for (const one of sharedResources()) put(resources, one);
        addTenant(resources, 'a');
      });
      world.replicas[0].catchUp();
      world.node.dial(world.replicas[0]);
      for (const action of walk) await world.act(action);
      await world.settle();
      const { enforcement } = world.node;
      expect(enforcement.position).toEqual({
        epoch: 1n,
        revision: BigInt(world.database.revision),
      });
      expect(enforcement.digest.toString('hex')).toBe(world.database.digest.toString('hex'));
      expect(enforcement.built?.heldBack.size).toBe(0);
    }),
    { numRuns: sized(50, 3_000), seed: announceSeed('model-sync') },
  );
}, 400_000);
