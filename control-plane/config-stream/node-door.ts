import { Server, ServerCredentials } from '@grpc/grpc-js';
import { budgetContract } from '../../proto/contract/budget.ts';
import { usageContract } from '../../proto/contract/usage.ts';
import type { Head } from '../storage/configuration/head.ts';
import type { Storage } from '../storage/storage.ts';
import type { ListenAt } from '../telemetry/listen.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { createBudgetHandlers } from '../usage-ingest/budget-service.ts';
import { createUsageHandlers } from '../usage-ingest/usage-service.ts';
import { ConfigStreamServer } from './config-service.ts';
import { FleetWatch } from './fleet/fleet-watch.ts';
import { DoorCertificate, type TlsFiles } from './identity/door-certificate.ts';
import { NodeGate } from './identity/node-gate.ts';
import { RevokedNodes } from './identity/revoked-nodes.ts';
import type { OpenSecret } from './node-secrets.ts';
import type { PoolViews } from './pool-views.ts';
import { encodedConfigService } from './push/encoded-response.ts';
import { NodeRegistry } from './registry.ts';
import type { CheckDesk } from './session/check-desk.ts';

/** Larger than any part of an update or batch of usage. */
const MESSAGE_BYTES_MAX = 8 * 1024 * 1024;
const KEEPALIVE_MS = 20_000;
/** How long nodes have to move to another replica, and then calls to end. */
const DRAIN_MS = { goaway: 1_000, shutdown: 2_000 } as const;

export interface NodeDoorParts {
  readonly storage: Storage;
  readonly views: PoolViews;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** What nodes must present, with a certificate too; undefined asks for none. */
  readonly nodeToken: string | undefined;
  /** Undefined serves nodes of this machine only. */
  readonly tls: TlsFiles | undefined;
  readonly openSecrets: (isMeant: (name: string) => boolean) => readonly OpenSecret[];
  /** Where questions about targets come from. */
  readonly checks: CheckDesk;
  /** Hears what each node says that it holds, when it comes. */
  readonly onHeld?: (held: Head) => void;
}

/** The door for nodes: ConfigService, UsageService and BudgetService. */
export class NodeDoor {
  readonly #server: Server;
  readonly #registry: NodeRegistry;
  readonly #streams: ConfigStreamServer;
  readonly #revoked: RevokedNodes;
  readonly #fleet: FleetWatch;
  readonly #certificate: DoorCertificate | undefined;

  /** @throws Error in words for the operator when the files of certificates cannot be used */
  constructor(parts: NodeDoorParts) {
    const { storage, views, logger, metrics, openSecrets, nodeToken, tls } = parts;
    this.#certificate = tls && new DoorCertificate(tls, { logger, metrics });
    this.#revoked = new RevokedNodes({
      storage,
      logger,
      onRevoked: (nodeIds) => this.#streams.revoke(nodeIds),
    });
    const isRevoked = (nodeId: string): boolean => this.#revoked.has(nodeId);
    const gate = new NodeGate({ tls: tls !== undefined, nodeToken, isRevoked });
    const shared = { storage, logger, metrics, admit: gate.admit, vouch: gate.vouch };
    this.#registry = new NodeRegistry(storage, logger, (node) => this.#streams.outrun(node));
    const registry = this.#registry;
    const { onHeld, checks } = parts;
    this.#fleet = new FleetWatch({ storage, logger });
    const fleet = () => this.#fleet.roll;
    const streamParts = { ...shared, views, registry, openSecrets, onHeld, checks, fleet };
    this.#streams = new ConfigStreamServer(streamParts);
    this.#server = new Server({
      'grpc.max_receive_message_length': MESSAGE_BYTES_MAX,
      'grpc.keepalive_time_ms': KEEPALIVE_MS,
    });
    this.#server.addService(encodedConfigService, this.#streams.handlers);
    const usageParts = { ...shared, poolOf: gate.poolOf };
    this.#server.addService(usageContract.UsageService.service, createUsageHandlers(usageParts));
    this.#server.addService(budgetContract.BudgetService.service, createBudgetHandlers(usageParts));
    if (tls === undefined)
      logger.warn('the door for nodes has no TLS: it serves nodes of this machine only');
  }

  /** Resolves with the port. @throws Error that names the variable when the port is taken */
  async open({ address, port, variable }: ListenAt): Promise<number> {
    // Before the list is read nobody is known to be revoked.
    await this.#revoked.start();
    await this.#fleet.start();
    this.#certificate?.watch();
    const credentials =
      this.#certificate?.createServerCredentials() ?? ServerCredentials.createInsecure();
    const host = address.includes(':') ? `[${address}]` : address;
    return new Promise((resolve, reject) => {
      this.#server.bindAsync(`${host}:${port}`, credentials, (cause, bound) =>
        cause
          ? reject(new Error(`cannot listen on ${host}:${port}; set ${variable}`, { cause }))
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

  /** Asks nodes to move to another replica; after a grace of a second their streams end. */
  async close(): Promise<void> {
    this.#revoked.stop();
    this.#fleet.stop();
    this.#certificate?.stop();
    await this.#streams.close(DRAIN_MS.goaway);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.#server.forceShutdown();
        resolve();
      }, DRAIN_MS.shutdown);
      this.#server.tryShutdown(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    await this.#registry.settled();
  }
}
