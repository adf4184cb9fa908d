import type { CredentialStore, Fingerprinter, Snapshot } from '../config/snapshot.ts';
import type { ControlPlaneDial } from '../config/stream/control-plane-dial.ts';
import type { Fleet } from '../limits/fleet.ts';
import type { CallObserver } from '../observers/call-observer.ts';
import type { RampWatch } from '../routing/ramp-watch.ts';
import type { Settings } from '../settings.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { NodeMetrics } from '../telemetry/metrics.ts';
import type { TargetHealth } from '../upstream/health/target-health.ts';
import type { UpstreamPools } from '../upstream/upstream-pools.ts';
import type { Outbox } from '../usage/outbox.ts';

/** The parts of a node that a call meets. */
export interface CallPathParts {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly metrics: NodeMetrics;
  readonly pools: UpstreamPools;
  readonly calls: CallObserver;
  readonly health: TargetHealth;
  readonly ramps: RampWatch;
  readonly outbox: Outbox;
  readonly dial: ControlPlaneDial;
  /** What new calls meet; undefined as long as the node holds nothing. */
  readonly snapshot: () => Snapshot | undefined;
  /** What the node holds at this moment. */
  readonly credentials: () => CredentialStore;
  /** Of the secrets that the node holds at this moment. */
  readonly fingerprinter: () => Fingerprinter;
  /** The same of outside detectors. */
  readonly detectorCredentials: () => CredentialStore;
  /** Where this process stands among those that serve a tenant. */
  readonly fleet: Fleet;
  readonly isReady: () => boolean;
}
