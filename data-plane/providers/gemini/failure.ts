import { isJsonObject } from '../../dialects/json-body.ts';
import type { GatewayError } from '../../errors.ts';
import type { Json, JsonObject } from '../../inference.ts';
import { classOfStatus, errorOfClass, type FailureHeaders, tellFailure } from '../failure-word.ts';
import type { FailureClass, ProviderFailure } from '../provider.ts';

/**
 * `error.status` -> class (google.rpc.Code; Gemini API troubleshooting guide, Vertex AI API errors; 2025). A failed
 * precondition is the account's, not the request's: a place that is not served, billing that is not enabled.
 */
const classByWord: Readonly<Record<string, FailureClass>> = {
  UNAUTHENTICATED: 'credential',
  PERMISSION_DENIED: 'credential',
  NOT_FOUND: 'credential',
  FAILED_PRECONDITION: 'credential',
  RESOURCE_EXHAUSTED: 'rate_limited',
  UNAVAILABLE: 'server_error',
  INTERNAL: 'server_error',
  UNKNOWN: 'server_error',
  ABORTED: 'server_error',
  CANCELLED: 'server_error',
  DATA_LOSS: 'server_error',
  DEADLINE_EXCEEDED: 'timeout',
  INVALID_ARGUMENT: 'rejected',
  OUT_OF_RANGE: 'rejected',
  UNIMPLEMENTED: 'rejected',
};

/** Reasons of google.rpc.ErrorInfo that speak of the key or the project: a wrong API key comes as INVALID_ARGUMENT. */
const credentialReasons =
  /^(?:API_KEY_\w{1,40}|SERVICE_DISABLED|BILLING_DISABLED|CONSUMER_\w{1,40}|ACCESS_TOKEN_\w{1,60}|ACCOUNT_STATE_INVALID)$/;

/** Longest pause of a provider that is believed: one day. */
const retryAfterMaxS = 86_400;
/** Google sends three or four; the bound is for what is not Google. */
const detailCountMax = 16;

/** See `ProviderAdapter.readFailure`. Google's paths of fields are of its own wire, which no caller sent: none is named. */
export function readFailure(
  status: number,
  headers: FailureHeaders,
  body: Buffer,
): ProviderFailure {
  const error = findError(parse(body.toString('utf8')));
  const known = (error && findClass(error)) ?? classOfStatus(status);
  const told = tellFailure(known, error?.['message'], headers);
  const retryAfterS = error && findRetryDelayS(error);
  return retryAfterS === undefined ? told : { ...told, retryAfterS };
}

/** What to throw for an error inside of a stream, in an event or beside them; undefined when `value` holds none. */
export function findFailureInStream(value: Json | undefined): GatewayError | undefined {
  const error = findError(value);
  if (error === undefined) return undefined;
  const { code } = error;
  const isStatus = typeof code === 'number' && code >= 400 && code < 600;
  const failure = findClass(error) ?? (isStatus ? classOfStatus(code) : 'server_error');
  return errorOfClass(failure, error['message']);
}

/** The same for text that may be JSON. */
export function findFailureInText(text: string): GatewayError | undefined {
  return findFailureInStream(parse(text));
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `error` of an object, or of the first of a list: streams that are no events come as one. */
function findError(value: Json | undefined): JsonObject | undefined {
  const [first]: readonly (Json | undefined)[] = Array.isArray(value) ? value : [value];
  const error = isJsonObject(first) ? first['error'] : undefined;
  if (typeof error === 'string') return { message: error };
  return isJsonObject(error) ? error : undefined;
}

function findClass(error: JsonObject): FailureClass | undefined {
  if (
    detailsOf(error).some(
      ({ reason }) => typeof reason === 'string' && credentialReasons.test(reason),
    )
  )
    return 'credential';
  const { status } = error;
  return typeof status === 'string' && Object.hasOwn(classByWord, status)
    ? classByWord[status]
    : undefined;
}

/** Of google.rpc.RetryInfo: `34s` or `0.5s`. */
function findRetryDelayS(error: JsonObject): number | undefined {
  for (const { retryDelay } of detailsOf(error)) {
    const [, seconds] =
      (typeof retryDelay === 'string' && /^(\d{1,9}(?:\.\d{1,9})?)s$/.exec(retryDelay)) || [];
    if (seconds !== undefined) return Math.min(Math.ceil(Number(seconds)), retryAfterMaxS);
  }
  return undefined;
}

function detailsOf({ details }: JsonObject): readonly JsonObject[] {
  return Array.isArray(details) ? details.slice(0, detailCountMax).filter(isJsonObject) : [];
}
