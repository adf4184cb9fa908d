/**
 * Failures that the gateway itself answers. Closed: each has one row in {@link errorTable}, the same word over every
 * door, and a line in docs/error-codes.md.
 */
export type GatewayErrorCode =
  | 'invalid_request'
  | 'body_too_large'
  | 'headers_too_large'
  | 'request_timeout'
  | 'unsupported_operation'
  | 'missing_key'
  | 'unknown_key'
  | 'key_expired'
  | 'not_ready'
  | 'tenant_suspended'
  | 'route_not_allowed'
  | 'workload_not_allowed'
  | 'grant_missing'
  | 'prompt_blocked'
  | 'unknown_route'
  | 'policy_error'
  | 'no_target'
  | 'overloaded'
  | 'deadline_exceeded'
  | 'caller_left'
  | 'provider_rejected'
  | 'provider_rate_limited'
  | 'provider_unavailable'
  | 'provider_protocol_error'
  | 'provider_stream_cut'
  | 'internal';

/** How a code looks from outside. `grpcStatus` is a number of google.rpc.Code. */
export interface ErrorRow {
  readonly httpStatus: number;
  readonly grpcStatus: number;
  /** `error.type` of the OpenAI dialect, by which its SDKs and tools sort errors. */
  readonly openaiType: string;
  /** Whether the same call may succeed later with nothing changed. */
  readonly retryable: boolean;
}

const row = (
  httpStatus: number,
  grpcStatus: number,
  openaiType: string,
  retryable = false,
): ErrorRow => ({ httpStatus, grpcStatus, openaiType, retryable });

/** The one mapping of codes to doors. gRPC numbers: google.rpc.Code. */
export const errorTable: Readonly<Record<GatewayErrorCode, ErrorRow>> = {
  invalid_request: row(400, 3, 'invalid_request_error'),
  body_too_large: row(413, 8, 'invalid_request_error'),
  headers_too_large: row(431, 8, 'invalid_request_error'),
  request_timeout: row(408, 4, 'invalid_request_error', true),
  unsupported_operation: row(404, 12, 'invalid_request_error'),
  missing_key: row(401, 16, 'authentication_error'),
  unknown_key: row(401, 16, 'authentication_error'),
  key_expired: row(401, 16, 'authentication_error'),
  not_ready: row(503, 14, 'server_error', true),
  tenant_suspended: row(403, 7, 'permission_error'),
  route_not_allowed: row(403, 7, 'permission_error'),
  workload_not_allowed: row(403, 7, 'permission_error'),
  grant_missing: row(403, 7, 'permission_error'),
  prompt_blocked: row(403, 7, 'permission_error'),
  unknown_route: row(404, 5, 'invalid_request_error'),
  policy_error: row(503, 9, 'server_error'),
  no_target: row(503, 14, 'server_error', true),
  overloaded: row(503, 8, 'server_error', true),
  deadline_exceeded: row(504, 4, 'timeout_error', true),
  caller_left: row(499, 1, 'invalid_request_error'),
  provider_rejected: row(400, 3, 'invalid_request_error'),
  provider_rate_limited: row(429, 8, 'rate_limit_error', true),
  provider_unavailable: row(502, 14, 'server_error', true),
  provider_protocol_error: row(502, 14, 'server_error', true),
  provider_stream_cut: row(502, 14, 'server_error', true),
  internal: row(500, 13, 'server_error', true),
};

/** What the author of an error may add to its public message. */
export interface ErrorDetail {
  /** Field of the request at fault, dotted: `messages.0.content`. */
  readonly param?: string;
  /** Whole seconds after which a retry makes sense. */
  readonly retryAfterS?: number;
  /** For the log only: never leaves the process. */
  readonly cause?: unknown;
}

/** An expected failure. `message` is public: one sentence that says what to do, no secret, no text of a provider. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code: GatewayErrorCode;
  readonly param: string | undefined;
  readonly retryAfterS: number | undefined;

  constructor(code: GatewayErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message, { cause: detail.cause });
    this.code = code;
    this.param = detail.param;
    this.retryAfterS = detail.retryAfterS;
  }

  get row(): ErrorRow {
    return errorTable[this.code];
  }
}

/** The error itself, or `internal` around whatever else was thrown. */
export function toGatewayError(thrown: unknown): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  return new GatewayError(
    'internal',
    'The gateway failed; quote the request id to its operators.',
    {
      cause: thrown,
    },
  );
}
