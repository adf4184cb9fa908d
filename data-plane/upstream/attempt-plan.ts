import type { Operation } from '../../policy/resource.ts';
import type { GatewayError } from '../errors.ts';
import type { Usage, WholeReply } from '../inference.ts';
import type {
  EncodedRequest,
  FailureClass,
  ProviderAdapter,
  StreamPiece,
} from '../providers/provider.ts';
import type { AttemptLimits } from './attempt-limits.ts';
import type { Clock } from './clock.ts';
import type { UpstreamPools } from './upstream-pools.ts';

/** What attempts share. */
export interface AttemptSurroundings {
  readonly pools: Pick<UpstreamPools, 'dispatch'>;
  readonly limits: AttemptLimits;
  readonly clock: Clock;
}

/** What one try is to do. Deadlines are of the monotonic clock. */
export interface AttemptPlan {
  readonly adapter: ProviderAdapter;
  readonly request: EncodedRequest;
  readonly operation: Operation;
  readonly stream: boolean;
  /** True when the provider's bytes are passed on, so that nothing is decoded but usage. */
  readonly verbatim: boolean;
  readonly callerWantsUsage: boolean;
  /** Milliseconds to the moment at which the request begins to go out, waiting for a connection included. */
  readonly connectTimeoutMs: number;
  readonly firstContentDeadlineMs: number;
  /** Milliseconds between two chunks of a reply that has begun. */
  readonly idleTimeoutMs: number;
  readonly totalDeadlineMs: number;
  /** True keeps it from a connection that was used before. */
  readonly onFreshConnection: boolean;
}

/** How one try ended. */
export interface AttemptResult {
  /** `outrun`: another attempt of the call was first, and this one was given up. */
  readonly verdict: 'succeeded' | 'cancelled' | 'outrun' | FailureClass;
  /** Status of the reply; 0 when there was none. */
  readonly status: number;
  /** Milliseconds from the start to the first content; 0 when there was none. */
  readonly firstTokenMs: number;
  readonly totalMs: number;
  /** True when the request has begun to go out: the provider may charge for it. */
  readonly sent: boolean;
  /** What the provider said; undefined when it did not. */
  readonly usage: Usage | undefined;
  /** Events with content that came. */
  readonly contentEventCount: number;
  /** Characters of decoded content; 0 when the bytes are passed on undecoded. */
  readonly contentCharCount: number;
  /** True when something was passed on: no other target may be tried. */
  readonly begun: boolean;
  /** True when a kept-alive connection failed before any byte of a reply: another connection may well work. */
  readonly isStale: boolean;
  /** The whole reply; undefined for streams and failures. */
  readonly reply: WholeReply | undefined;
  /** The provider's own terminal event, where its bytes are passed on: it goes out last, after settling. */
  readonly terminal: Buffer | undefined;
  /** What to answer when no other target is left; undefined on success, and when another attempt was first. */
  readonly error: GatewayError | undefined;
}

/** Who takes what an attempt gives. */
export interface AttemptListener {
  /** Once, before the first `write`: from here on this attempt is the reply. */
  begin(): void;
  /** False asks for a pause until `Attempt.resume`. */
  write(piece: StreamPiece): boolean;
  /** Once, last. May come before `start` returns. */
  ended(result: AttemptResult): void;
}
