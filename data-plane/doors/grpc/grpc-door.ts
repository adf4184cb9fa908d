import { Server, ServerCredentials, type ServiceDefinition } from '@grpc/grpc-js';
import { inferenceContract } from '../../../proto/contract/inference.ts';
import { createConnectionGate } from './guard/connection-gate.ts';
import { createMessageWait } from './guard/message-wait.ts';
import { addHealthService } from './health.ts';
import { createInferenceHandlers, type InferenceServiceDeps } from './inference-service.ts';
import { addReflectionService } from './reflection.ts';

/** What the door needs from the node. */
export interface GrpcDoorDeps extends InferenceServiceDeps {
  /** Whether the node may be sent calls; health says so. */
  readonly isReady: () => boolean;
  /** A connection was closed as it came: there are as many as the door takes. */
  readonly onConnectionRefused: () => void;
}

/** The gRPC door of a node. */
export interface GrpcDoor {
  /**
   * Opens the port without TLS.
   *
   * @param address host:port, IPv6 in brackets; port 0 takes a free one
   * @returns the port
   * @throws Error when the port cannot be opened
   */
  bind(address: string): Promise<number>;
  /** Health turns to NOT_SERVING; new calls are still taken. */
  retire(): void;
  /**
   * Health turns to NOT_SERVING, no connection and no new call is taken; calls in progress may end within `graceMs`, then
   * they are cut.
   */
  drain(graceMs: number): Promise<void>;
  /** Cuts everything at once. */
  close(): void;
}

const inferenceName = 'gatehouse.inference.v1.InferenceService';
const servedNames: readonly string[] = [
  inferenceName,
  'grpc.health.v1.Health',
  'grpc.reflection.v1.ServerReflection',
  'grpc.reflection.v1alpha.ServerReflection',
];

/** Builds the door: inference, health and reflection on one server. */
export function createGrpcDoor(deps: GrpcDoorDeps): GrpcDoor {
  const server = new Server({
    // Twice the bound: what is over the bound, but not absurd, is refused in our own words.
    'grpc.max_receive_message_length': 2 * deps.limits.messageBytesMax,
    'grpc.max_send_message_length': -1,
    'grpc.max_concurrent_streams': deps.limits.streamsPerConnectionMax,
    'grpc.keepalive_time_ms': deps.limits.keepaliveTimeMs,
    'grpc.keepalive_timeout_ms': deps.limits.keepaliveTimeoutMs,
    'grpc.enable_channelz': 0,
    interceptors: [guardWaiting(deps)],
  });
  server.addService(undecoded(inferenceContract.InferenceService.service), {
    ...createInferenceHandlers(deps),
  });
  const health = addHealthService(server, [inferenceName], deps.isReady);
  addReflectionService(server, servedNames);
  const entrance = server.createConnectionInjector(ServerCredentials.createInsecure());
  const gate = createConnectionGate({
    limits: deps.limits,
    admit: (socket) => entrance.injectConnection(socket),
    onConnectionRefused: deps.onConnectionRefused,
  });
  return {
    bind: (address) => gate.listen(address),
    retire: () => health.drain(),
    drain: (graceMs) =>
      new Promise((resolve) => {
        health.drain();
        gate.close();
        entrance.drain(graceMs);
        server.tryShutdown(() => resolve());
      }),
    close: () => {
      gate.close();
      // forceShutdown leaves connections open when channelz is off (grpc-js 1.14), `drain` does cut them.
      entrance.drain(0);
      server.forceShutdown();
    },
  };
}

function guardWaiting({ limits, checkCaller, nextRequestId, revision }: GrpcDoorDeps) {
  return createMessageWait({
    limits,
    guardedPrefix: `/${inferenceName}/`,
    checkCaller,
    identify: () => ({ requestId: nextRequestId(), revision: String(revision() ?? 0n) }),
  });
}

/** The service with its messages left as bytes: decoding waits until the caller is known, and its faults are ours. */
function undecoded(service: ServiceDefinition): ServiceDefinition {
  return Object.fromEntries(
    Object.entries(service).map(([name, method]) => [
      name,
      { ...method, requestDeserialize: (bytes: Buffer) => bytes },
    ]),
  );
}
