/** Bounds of the HTTP door. */
export interface HttpDoorLimits {
  /** Largest body of a caller; a larger one is `body_too_large`. */
  readonly bodyBytesMax: number;
  /** Bodies of all calls in progress in sum; beyond it new ones are `overloaded`. */
  readonly bodyBytesTotalMax: number;
  /** The same sum: beyond it only bodies of callers with a known key are read on. */
  readonly bodyBytesUncheckedMax: number;
  /** From the end of the headers to the end of the body; longer is `request_timeout`. */
  readonly bodyTimeoutMs: number;
  /** From the first byte to the end of the headers; longer is `request_timeout`. */
  readonly headerTimeoutMs: number;
  /**
   * Request line and headers in sum; more is `headers_too_large`, and so are more headers than the
   * count.
   */
  readonly headerBytesMax: number;
  readonly headerCountMax: number;
  /** How long a connection without a call is kept. */
  readonly idleTimeoutMs: number;
  /** Calls in progress over all connections; more are `overloaded`. */
  readonly callsMax: number;
  /** Open connections; more are closed at once. */
  readonly connectionsMax: number;
  /** A reader that takes nothing for so long, while something waits for it, is cut. */
  readonly stallTimeoutMs: number;
}

/**
 * The idle time is longer than the 60 s for which load balancers keep a connection, so that they
 * close first. The counts leave room below the 20,000 open files that common systems allow, two
 * for each call.
 */
export const httpDoorLimits: HttpDoorLimits = {
  bodyBytesMax: 4 * 1024 * 1024,
  bodyBytesTotalMax: 256 * 1024 * 1024,
  bodyBytesUncheckedMax: 64 * 1024 * 1024,
  bodyTimeoutMs: 30_000,
  headerTimeoutMs: 10_000,
  headerBytesMax: 16 * 1024,
  headerCountMax: 100,
  idleTimeoutMs: 65_000,
  callsMax: 8_192,
  connectionsMax: 10_000,
  stallTimeoutMs: 30_000,
};

/** The bounds of a door for so many calls at once, with bodies of such a size. */
export function httpDoorLimitsFor(callsMax: number, bodyBytesMax: number): HttpDoorLimits {
  const connectionsMax = Math.max(httpDoorLimits.connectionsMax, callsMax);
  return { ...httpDoorLimits, bodyBytesMax, callsMax, connectionsMax };
}
