import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { configContract, usageContract } from '../../proto/load.ts';
import type { Storage } from '../storage/storage.ts';
import type { ListenAt } from '../telemetry/listen.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { createUsageHandlers } from '../usage-ingest/usage-service.ts';
import { ConfigStreamServer, type OpenSecret } from './config-service.ts';
import { isLoopbackPeer, NodeCredential } from './node-credential.ts';
import { NodeRegistry } from './registry.ts';
import type { View } from './view.ts';

/** Larger than any part of an update or batch of usage. */
const MESSAGE_BYTES_MAX = 8 * 1024 * 1024;
const KEEPALIVE_MS = 20_000;
const DRAIN_MS = 2_000;

export interface NodeDoorParts {
  readonly storage: Storage;
  readonly view: View;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly nodeToken: string;
  readonly openSecrets: () => readonly OpenSecret[];
}

/** The door for nodes: ConfigService and UsageService. */
export class NodeDoor {
  readonly #server: Server;
  readonly #registry: NodeRegistry;
  readonly #streams: ConfigStreamServer;

  constructor(parts: NodeDoorParts) {
    const { storage, view, logger, metrics, openSecrets } = parts;
    const credential = new NodeCredential(parts.nodeToken);
    const admit = (call: ServerDuplexStream<never, never>): string | undefined => {
      if (!isLoopbackPeer(call.getPeer()))
        return 'without TLS only nodes of this machine are served';
      return credential.admits(call.metadata) ? undefined : 'the node token is missing or wrong';
    };
    this.#registry = new NodeRegistry(storage, logger);
    this.#streams = new ConfigStreamServer({
      view,
      registry: this.#registry,
      logger,
      metrics,
      openSecrets,
      admit,
    });
    this.#server = new Server({
      'grpc.max_receive_message_length': MESSAGE_BYTES_MAX,
      'grpc.keepalive_time_ms': KEEPALIVE_MS,
    });
    this.#server.addService(configContract.ConfigService.service, this.#streams.handlers);
    const usageHandlers = createUsageHandlers({ storage, logger, metrics, admit });
    this.#server.addService(usageContract.UsageService.service, usageHandlers);
    logger.warn('the door for nodes has no TLS: it serves nodes of this machine only');
  }

  /** Resolves with the port. @throws Error that names the variable when the port is taken */
  open({ address, port, variable }: ListenAt): Promise<number> {
    const host = address.includes(':') ? `[${address}]` : address;
    return new Promise((resolve, reject) => {
      this.#server.bindAsync(
        `${host}:${port}`,
        ServerCredentials.createInsecure(),
        (error, bound) =>
          error
            ? reject(
                new Error(`cannot listen on ${host}:${port}; set ${variable}`, { cause: error }),
              )
            : resolve(bound),
      );
    });
  }

  /** Offers nodes the newest configuration. */
  push(): void {
    this.#streams.push();
  }

  /** Sends nodes their secrets again. */
  pushSecrets(): void {
    this.#streams.pushSecrets();
  }

  /** Ends the streams; after a grace of two seconds they are cut. */
  async close(): Promise<void> {
    this.#streams.close();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.#server.forceShutdown();
        resolve();
      }, DRAIN_MS);
      this.#server.tryShutdown(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    await this.#registry.settled();
  }
}
