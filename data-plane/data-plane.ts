import type { Snapshot } from './config/snapshot.ts';
import type { AdminPages } from './telemetry/admin-server.ts';
import type { Logger } from './telemetry/logger.ts';

/** How a node, or a worker of one, stands. */
export interface Standing {
  readonly doorsOpen: boolean;
  readonly draining: boolean;
  /** Why no calls may be sent to it; undefined when they may. */
  readonly notReadyBecause: string | undefined;
}

/** A running node. Disposing of it cuts what is under way; `drain` does not. */
export interface DataPlane {
  [Symbol.asyncDispose](): Promise<void>;
  readonly httpUrl: string;
  /** host:port. */
  readonly grpcAddress: string;
  /** Of the operators' port; a worker has none. */
  readonly adminUrl: string;
  /** What operators may ask. */
  readonly pages: AdminPages;
  /** What new calls meet; undefined as long as the node holds nothing. */
  readonly snapshot: Snapshot | undefined;
  readonly isReady: boolean;
  readonly logger: Logger;
  standing(): Standing;
  /** Stops taking calls, lets those under way end within the time of the settings, delivers usage, and stops. */
  drain(): Promise<void>;
}
