/** Bounds of the gRPC door. */
export interface GrpcDoorLimits {
  /** Largest message of a caller, decoded; a larger one is `body_too_large`. */
  readonly messageBytesMax: number;
  /** Names and values of a call's metadata in sum; more is `headers_too_large`. */
  readonly metadataBytesMax: number;
  readonly metadataEntriesMax: number;
  /** Calls in progress over all connections; more are `overloaded`. */
  readonly callsMax: number;
  /** Open connections; more are closed at once. */
  readonly connectionsMax: number;
  /** From the opening of a connection to the first bytes that every caller sends; longer is cut. */
  readonly prefaceTimeoutMs: number;
  /**
   * How often a connection is asked whether its other end is there, and how long an answer may take. It is also what ends
   * a connection that HTTP/2 gave up for its resets (1,000 at once, 33 a second): Node keeps its socket open.
   */
  readonly keepaliveTimeMs: number;
  readonly keepaliveTimeoutMs: number;
  /** Streams of one connection, as HTTP/2 announces it. */
  readonly streamsPerConnectionMax: number;
  /** From the end of the metadata to the end of the message; longer is `request_timeout`. */
  readonly messageTimeoutMs: number;
  /** Calls that wait for their message; when there are more, a further one needs a known key to wait. */
  readonly uncheckedWaitMax: number;
  /** A reader that takes nothing for so long, while something waits for it, is cut. */
  readonly stallTimeoutMs: number;
}

/**
 * 4 MiB is what gRPC servers take by default; 16 KiB of headers is the limit of the HTTP door's parser. Strangers' calls
 * that wait hold at most 32 times twice the message: 256 MiB, as the bodies of the HTTP door. Connections and the time to
 * begin on one are those of the HTTP door, too.
 */
export const grpcDoorLimits: GrpcDoorLimits = {
  messageBytesMax: 4 * 1024 * 1024,
  metadataBytesMax: 16 * 1024,
  metadataEntriesMax: 64,
  callsMax: 20_000,
  connectionsMax: 10_000,
  prefaceTimeoutMs: 10_000,
  keepaliveTimeMs: 20_000,
  keepaliveTimeoutMs: 20_000,
  streamsPerConnectionMax: 10_000,
  messageTimeoutMs: 30_000,
  uncheckedWaitMax: 32,
  stallTimeoutMs: 30_000,
};

/** The bounds of a door for so many calls at once, with messages of such a size. */
export function grpcDoorLimitsFor(callsMax: number, messageBytesMax: number): GrpcDoorLimits {
  return { ...grpcDoorLimits, messageBytesMax, callsMax };
}
