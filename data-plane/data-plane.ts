import type { Snapshot } from './config/snapshot.ts';
import type { Logger } from './telemetry/logger.ts';

/** A running node. Disposing of it cuts what is under way; `drain` does not. */
export interface DataPlane {
  [Symbol.asyncDispose](): Promise<void>;
  readonly httpUrl: string;
  /** host:port. */
  readonly grpcAddress: string;
  readonly adminUrl: string;
  /** What new calls meet; undefined as long as the node holds nothing. */
  readonly snapshot: Snapshot | undefined;
  readonly isReady: boolean;
  readonly logger: Logger;
  /** Stops taking calls, lets those under way end within the time of the settings, delivers usage, and stops. */
  drain(): Promise<void>;
}
