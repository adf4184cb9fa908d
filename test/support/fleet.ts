import { randomBytes } from 'node:crypto';
import {
  type ClientDuplexStream,
  credentials,
  Server,
  ServerCredentials,
  type ServiceError,
} from '@grpc/grpc-js';
import { ConfigStreamServer } from '../../control-plane/config-stream/config-service.ts';
import { FleetRoll } from '../../control-plane/config-stream/fleet/fleet-roll.ts';
import { PoolViews } from '../../control-plane/config-stream/pool-views.ts';
import { encodedConfigService } from '../../control-plane/config-stream/push/encoded-response.ts';
import { NodeRegistry } from '../../control-plane/config-stream/registry.ts';
import { CheckDesk } from '../../control-plane/config-stream/session/check-desk.ts';
import {
  STREAM_TIMING,
  type StreamTiming,
} from '../../control-plane/config-stream/stream-timing.ts';
import type { View } from '../../control-plane/config-stream/view.ts';
import type { Head } from '../../control-plane/storage/configuration/head.ts';
import type { NodePools } from '../../control-plane/storage/configuration.ts';
import { createDataSource } from '../../control-plane/storage/data-source.ts';
import { Storage } from '../../control-plane/storage/storage.ts';
import { createLogger } from '../../control-plane/telemetry/logger.ts';
import { createMetrics, type Metrics } from '../../control-plane/telemetry/metrics.ts';
import { unpackUpdate } from '../../data-plane/config/stream/unpack-update.ts';
import { configContract } from '../../proto/contract/config.ts';
import type { ConfigServiceClient } from '../../proto/generated/gatehouse/config/v1/ConfigService.ts';
import type { Hello } from '../../proto/generated/gatehouse/config/v1/Hello.ts';
import type { NodeHeartbeat } from '../../proto/generated/gatehouse/config/v1/NodeHeartbeat.ts';
import type { StreamRequest } from '../../proto/generated/gatehouse/config/v1/StreamRequest.ts';
import type { StreamResponse__Output } from '../../proto/generated/gatehouse/config/v1/StreamResponse.ts';
import type { Update__Output } from '../../proto/generated/gatehouse/config/v1/Update.ts';
import { openSecrets, type TestResource } from './configuration.ts';
import { openTestDatabase } from './database.ts';
import { compiled } from './sync-model.ts';

/** The stream server alone, over a view that a test moves by hand. */
export interface FleetDoor extends AsyncDisposable {
  readonly address: string;
  readonly view: View;
  readonly server: ConfigStreamServer;
  readonly metrics: Metrics;
  readonly storage: Storage;
  /** Another replica over the same view; closed with the door. */
  openReplica(): Promise<string>;
  /** Sets and removes resources in one revision, and pushes; gives the revision. */
  commit(upserts: readonly TestResource[], removals?: readonly string[]): string;
  /** Says in one revision which pools there are, and what they hold. */
  setPools(pools: Readonly<Record<string, readonly string[]>>): string;
}

/** Starts it on a free port of loopback; the registry of nodes has a database of its own. */
export async function openFleetDoor(
  resources: readonly TestResource[],
  timing: Partial<StreamTiming> = {},
): Promise<FleetDoor> {
  const database = await openTestDatabase();
  const source = createDataSource(database.url, 'gatehouse_app');
  await source.initialize();
  const views = new PoolViews();
  const metrics = createMetrics();
  const storage = new Storage(source);
  const streams = await openStreams({ views, metrics, storage, timing });
  const replicas = [streams];
  const { server } = streams;
  let revision = 0n;
  const apply = (
    change: ReadonlyMap<string, TestResource | undefined>,
    full: boolean,
    pools?: NodePools,
  ): string => {
    revision += 1n;
    const moved = {
      head: { epoch: 1n, revision },
      full,
      resources: new Map([...change].map(([key, one]) => [key, one && compiled(one)])),
      changes: full ? [] : [{ revision, keys: [...change.keys()] }],
      oldestCommitMs: Date.now(),
    };
    views.apply({ change: moved, pools });
    for (const replica of replicas) replica.server.push();
    return revision.toString();
  };
  const named = (one: TestResource) => [`${one.kind}/${one.id}`, one] as const;
  apply(new Map(resources.map(named)), true);
  return {
    address: streams.address,
    view: views.whole,
    server,
    metrics,
    storage,
    openReplica: async () => {
      const replica = await openStreams({ views, metrics, storage, timing });
      replicas.push(replica);
      return replica.address;
    },
    commit: (upserts, removals = []) =>
      apply(
        new Map([...upserts.map(named), ...removals.map((key) => [key, undefined] as const)]),
        false,
      ),
    setPools: (pools) =>
      apply(
        new Map(),
        false,
        new Map(Object.entries(pools).map(([name, tenantIds]) => [name, new Set(tenantIds)])),
      ),
    [Symbol.asyncDispose]: async () => {
      for (const replica of replicas) await replica[Symbol.asyncDispose]();
      await source.destroy();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** The stream server of one replica, on a port of its own. */
interface Streams extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
  readonly server: ConfigStreamServer;
}

const nobodyElse = new FleetRoll([], []);
/** Credentials of outside detectors of two tenants. */
const detectorSecrets = ['a', 'b'].map((tenant) => ({
  name: `outside_detector_credential/detector-${tenant}`,
  generation: 1n,
  plaintext: Buffer.from(`secret of ${tenant}`),
}));

/** Opens it over views that somebody else moves; `push` is theirs to call. */
export async function openStreams(parts: {
  readonly views: PoolViews;
  readonly metrics: Metrics;
  readonly storage: Storage;
  readonly timing?: Partial<StreamTiming>;
  readonly onHeld?: (held: Head) => void;
}): Promise<Streams> {
  const logger = createLogger('silent');
  const registry = new NodeRegistry(parts.storage, logger, (node) => server.outrun(node));
  const server: ConfigStreamServer = new ConfigStreamServer({
    ...parts,
    registry,
    logger,
    timing: { ...STREAM_TIMING, ...parts.timing },
    openSecrets: (isMeant) =>
      [...openSecrets(), ...detectorSecrets].filter(({ name }) => isMeant(name)),
    checks: new CheckDesk(),
    fleet: () => nobodyElse,
    admit: () => undefined,
    vouch: () => undefined,
  });
  const grpc = new Server();
  grpc.addService(encodedConfigService, server.handlers);
  const port = await new Promise<number>((resolve, reject) => {
    grpc.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return {
    address: `127.0.0.1:${port}`,
    port,
    server,
    [Symbol.asyncDispose]: async () => {
      await server.close(0);
      grpc.forceShutdown();
      await registry.settled();
    },
  };
}

/** A node that says yes to everything at once: only its stream is real. */
export class SimulatedNode {
  readonly #client: ConfigServiceClient;
  readonly #stream: ClientDuplexStream<StreamRequest, StreamResponse__Output>;
  readonly #enforcedAtMs = new Map<string, number>();
  readonly received: StreamResponse__Output[] = [];
  failure: ServiceError | undefined;
  #answers = true;
  /** What came whole and was not answered. */
  #owed: Update__Output | undefined;

  constructor(address: string, hello: Hello = {}) {
    this.#client = new configContract.ConfigService(address, credentials.createInsecure(), {
      'grpc.use_local_subchannel_pool': 1,
    });
    this.#stream = this.#client.Stream();
    this.#stream.on('error', (error: ServiceError) => {
      this.failure = error;
    });
    this.#stream.on('data', (message: StreamResponse__Output) => this.#take(message));
    this.#stream.write({
      hello: {
        nodeId: `n-${randomBytes(6).toString('hex')}`,
        instanceId: randomBytes(16).toString('hex'),
        schemaMin: 1,
        schemaMax: 2,
        sealingPublicKey: Buffer.alloc(32, 9),
        ...hello,
      },
    });
  }

  /** When it held that revision, on the clock of `performance.now()`; undefined when it does not. */
  enforcedAtMs(revision: string): number | undefined {
    return this.#enforcedAtMs.get(revision);
  }

  get updates(): readonly Update__Output[] {
    return this.received.flatMap(({ update }) => update ?? []);
  }

  /** Reads on and answers nothing, as a node that hangs; or reads no more, as one that is stopped. */
  hang(reads: boolean): void {
    this.#answers = false;
    if (!reads) this.#stream.pause();
  }

  /** Ends {@link hang}: answers what it was given meanwhile, and goes on. */
  wake(): void {
    this.#answers = true;
    if (this.#owed !== undefined) this.#answer(this.#owed);
    this.#owed = undefined;
    this.#stream.resume();
  }

  beat(heartbeat: NodeHeartbeat): void {
    this.#stream.write({ heartbeat });
  }

  close(): void {
    this.#stream.cancel();
    this.#client.close();
  }

  #take(message: StreamResponse__Output): void {
    this.received.push(message);
    const { packedUpdate } = message;
    const update = packedUpdate ? unpackUpdate(packedUpdate) : message.update;
    if (!update || update.part < update.parts) return;
    if (this.#answers) this.#answer(update);
    else this.#owed = update;
  }

  #answer({ nonce, to, digest }: Update__Output): void {
    this.#enforcedAtMs.set(to?.revision ?? '', performance.now());
    this.#stream.write({ verdict: { nonce, outcome: 'OUTCOME_APPLIED', now: to, digest } });
  }
}
