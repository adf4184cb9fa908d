import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { StreamRequest__Output } from '../../../proto/generated/gatehouse/config/v1/StreamRequest.ts';
import type { TargetChecked__Output } from '../../../proto/generated/gatehouse/config/v1/TargetChecked.ts';
import type { Head } from '../../storage/configuration/head.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { FleetRoll } from '../fleet/fleet-roll.ts';
import type { NodeClaim } from '../identity/node-gate.ts';
import type { OpenSecret } from '../node-secrets.ts';
import type { Response } from '../push/encoded-response.ts';
import type { FullQueue } from '../push/full-queue.ts';
import type { PushRounds } from '../push/push-round.ts';
import type { Supply } from '../push/supply.ts';
import type { NodeRegistry } from '../registry.ts';
import type { StreamTiming } from '../stream-timing.ts';

/** A stream of one node; messages may be encoded already. */
export type Call = ServerDuplexStream<StreamRequest__Output, Response>;

/** What all connections share. */
export interface ConnectionParts {
  /** What nodes of a pool are brought on with; the empty name is no pool. @throws Error when there are too many */
  readonly supplyOf: (pool: string) => Supply;
  readonly rounds: PushRounds;
  readonly fullQueue: FullQueue;
  readonly registry: NodeRegistry;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly timing: StreamTiming;
  /** The processes that serve: another object exactly when they are others. */
  readonly fleet: () => FleetRoll;
  /** Credentials and peppers that are meant for a node by their names, opened; called for each node, so that none stays in memory in the clear. */
  readonly openSecrets: (isMeant: (name: string) => boolean) => readonly OpenSecret[];
  /** Hears what each node says that it holds, when it comes. */
  readonly onHeld?: ((held: Head) => void) | undefined;
  /** Why an admitted caller may not speak for that node; undefined when it may. */
  readonly vouch: (call: Call, claim: NodeClaim) => string | undefined;
}

/** What a connection tells its server. */
export interface ConnectionEvents {
  /** `instanceId` is that of the process. */
  opened(nodeId: string, instanceId: string): void;
  closed(nodeId: string): void;
  /** A verdict has come: the next round may be due earlier. */
  answered(): void;
  /** The answer to a check has come. */
  checked(nodeId: string, checked: TargetChecked__Output): void;
}
