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
  | 'operation_not_allowed'
  | 'scope_missing'
  | 'grant_missing'
  | 'budget_exhausted'
  | 'budget_unreachable'
  | 'prompt_blocked'
  | 'unknown_route'
  | 'limit_exceeded'
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

/** The closed set of the Anthropic dialect, by which its SDKs sort errors inside of streams. */
export type AnthropicErrorType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'billing_error'
  | 'permission_error'
  | 'not_found_error'
  | 'request_too_large'
  | 'rate_limit_error'
  | 'timeout_error'
  | 'overloaded_error'
  | 'api_error';

/** How a code looks from outside. `grpcStatus` is a number of google.rpc.Code. */
export interface ErrorRow {
  readonly httpStatus: number;
  readonly grpcStatus: number;
  /** `error.type` of the OpenAI dialect, by which its SDKs and tools sort errors. */
  readonly openaiType: string;
  /** `error.type` of the Anthropic dialect (Anthropic API reference, errors). */
  readonly anthropicType: AnthropicErrorType;
  /** Whether the same call may succeed later with nothing changed. */
  readonly retryable: boolean;
}

type ErrorTypes = Pick<ErrorRow, 'openaiType' | 'anthropicType'>;

const types = (openaiType: string, anthropicType: AnthropicErrorType): ErrorTypes => ({
  openaiType,
  anthropicType,
});
const invalid = types('invalid_request_error', 'invalid_request_error');
const tooLarge = types('invalid_request_error', 'request_too_large');
const tooSlow = types('invalid_request_error', 'timeout_error');
const notFound = types('invalid_request_error', 'not_found_error');
const stranger = types('authentication_error', 'authentication_error');
const forbidden = types('permission_error', 'permission_error');
const limited = types('rate_limit_error', 'rate_limit_error');
const unpaid = types('insufficient_quota', 'billing_error');
const late = types('timeout_error', 'timeout_error');
const busy = types('server_error', 'overloaded_error');
const failed = types('server_error', 'api_error');

const row = (
  httpStatus: number,
  grpcStatus: number,
  errorTypes: ErrorTypes,
  retryable = false,
): ErrorRow => ({ httpStatus, grpcStatus, ...errorTypes, retryable });

/** The one mapping of codes to doors. gRPC numbers: google.rpc.Code. */
export const errorTable: Readonly<Record<GatewayErrorCode, ErrorRow>> = {
  invalid_request: row(400, 3, invalid),
  body_too_large: row(413, 8, tooLarge),
  headers_too_large: row(431, 8, tooLarge),
  request_timeout: row(408, 4, tooSlow, true),
  unsupported_operation: row(404, 12, notFound),
  missing_key: row(401, 16, stranger),
  unknown_key: row(401, 16, stranger),
  key_expired: row(401, 16, stranger),
  not_ready: row(503, 14, busy, true),
  tenant_suspended: row(403, 7, forbidden),
  route_not_allowed: row(403, 7, forbidden),
  workload_not_allowed: row(403, 7, forbidden),
  operation_not_allowed: row(403, 7, forbidden),
  scope_missing: row(403, 7, forbidden),
  grant_missing: row(403, 7, forbidden),
  budget_exhausted: row(402, 8, unpaid),
  budget_unreachable: row(503, 14, busy, true),
  prompt_blocked: row(403, 7, forbidden),
  unknown_route: row(404, 5, notFound),
  limit_exceeded: row(429, 8, limited, true),
  policy_error: row(503, 9, failed),
  no_target: row(503, 14, failed, true),
  overloaded: row(503, 8, busy, true),
  deadline_exceeded: row(504, 4, late, true),
  caller_left: row(499, 1, invalid),
  provider_rejected: row(400, 3, invalid),
  provider_rate_limited: row(429, 8, limited, true),
  provider_unavailable: row(502, 14, failed, true),
  provider_protocol_error: row(502, 14, failed, true),
  provider_stream_cut: row(502, 14, failed, true),
  internal: row(500, 13, failed, true),
};

/** What the author of an error may add to its public message. */
export interface ErrorDetail {
  /** Field of the request at fault, dotted: `messages.0.content`. */
  readonly param?: string;
  /** Whole seconds after which a retry makes sense. */
  readonly retryAfterS?: number;
  /** See {@link GatewayError.isOfRequest}. */
  readonly isOfRequest?: boolean;
  /** For the log only: never leaves the process. */
  readonly cause?: unknown;
}

/** An expected failure. `message` is public: one sentence that says what to do, no secret, no text of a provider. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code: GatewayErrorCode;
  readonly param: string | undefined;
  readonly retryAfterS: number | undefined;
  /** The size of this very request, or of its reply, brought it about: it says nothing of a target to other callers. */
  readonly isOfRequest: boolean;

  constructor(code: GatewayErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message, { cause: detail.cause });
    this.code = code;
    this.param = detail.param;
    this.retryAfterS = detail.retryAfterS;
    this.isOfRequest = detail.isOfRequest === true;
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
