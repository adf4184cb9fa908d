import { isJsonObject } from '../dialects/json-body.ts';
import { GatewayError, type GatewayErrorCode } from '../errors.ts';
import type { Json, JsonObject } from '../inference.ts';
import type { FailureClass, ProviderFailure } from './provider.ts';
import { redactProviderText } from './provider-text.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Longest pause of a provider that is believed: one day. */
const retryAfterMaxS = 86_400;

/**
 * Status -> class (OpenAI error codes guide, 2025). 402, 403 and 404 say that this account cannot
 * use this model: another target can.
 */
const classByStatus: Readonly<Record<number, FailureClass>> = {
  401: 'credential',
  402: 'credential',
  403: 'credential',
  404: 'credential',
  407: 'credential',
  408: 'timeout',
  409: 'server_error',
  425: 'server_error',
  429: 'rate_limited',
  498: 'rate_limited',
  504: 'timeout',
};

/** `error.code` or `error.type` -> class, where it says more than the status. */
const classByCode: Readonly<Record<string, FailureClass>> = {
  invalid_api_key: 'credential',
  account_deactivated: 'credential',
  authentication_error: 'credential',
  permission_error: 'credential',
  insufficient_quota: 'credential',
  billing_hard_limit_reached: 'credential',
  billing_not_active: 'credential',
  model_not_found: 'credential',
  rate_limit_exceeded: 'rate_limited',
  rate_limit_error: 'rate_limited',
  tokens: 'rate_limited',
  requests: 'rate_limited',
  server_error: 'server_error',
  internal_error: 'server_error',
  overloaded_error: 'server_error',
  engine_overloaded: 'server_error',
  context_length_exceeded: 'rejected',
  content_filter: 'rejected',
  content_policy_violation: 'rejected',
  invalid_prompt: 'rejected',
};

/**
 * What a caller reads. Only a refusal carries words of the provider: they are about the caller's
 * own request.
 */
const sentences: Readonly<Record<FailureClass, string>> = {
  credential: 'The provider does not let this gateway use the model: ask its operators.',
  rate_limited: 'The provider limits how often it is asked: try again later.',
  server_error: 'The provider failed: try again later.',
  rejected: 'The provider refused the request: change it before sending it again.',
  connect: 'The provider could not be reached: try again later.',
  reset: 'The provider closed the connection: try again later.',
  timeout: 'The provider took too long: try again later, or ask for less.',
  protocol: 'The provider answered something that is no answer: ask the operators of the gateway.',
};

const codeOfClass: Readonly<Record<FailureClass, GatewayErrorCode>> = {
  credential: 'provider_unavailable',
  rate_limited: 'provider_rate_limited',
  server_error: 'provider_unavailable',
  rejected: 'provider_rejected',
  connect: 'provider_unavailable',
  reset: 'provider_unavailable',
  timeout: 'provider_unavailable',
  protocol: 'provider_protocol_error',
};

/** See `ProviderAdapter.readFailure`. */
export function readFailure(status: number, headers: Headers, body: Buffer): ProviderFailure {
  const error = findError(body);
  const failure = classify(status, error);
  return {
    failure,
    message: describe(failure, error),
    retryAfterS: readRetryAfter(headers),
    param: failure === 'rejected' ? findParam(error) : undefined,
  };
}

/** What to throw for an error that a provider sends inside a stream, as `error` of an event. */
export function failureInStream(value: Json): GatewayError {
  const error = isJsonObject(value) ? value : { message: value };
  const failure = findClassOfCode(error) ?? 'server_error';
  return new GatewayError(codeOfClass[failure], describe(failure, error));
}

function classify(status: number, error: JsonObject | undefined): FailureClass {
  const byCode = error === undefined ? undefined : findClassOfCode(error);
  if (byCode !== undefined) return byCode;
  const byStatus = classByStatus[status];
  if (byStatus !== undefined) return byStatus;
  if (status >= 500) return 'server_error';
  return status >= 400 ? 'rejected' : 'protocol';
}

function findClassOfCode(error: JsonObject): FailureClass | undefined {
  for (const word of [error['code'], error['type']]) {
    if (typeof word === 'string' && Object.hasOwn(classByCode, word)) return classByCode[word];
  }
  // Aggregators put the status of their own upstream here.
  const { code } = error;
  return typeof code === 'number' && code >= 400 && code < 600
    ? (classByStatus[code] ?? (code >= 500 ? 'server_error' : 'rejected'))
    : undefined;
}

function findError(body: Buffer): JsonObject | undefined {
  let value: Json;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
  if (!isJsonObject(value)) return undefined;
  const error = value['error'];
  if (isJsonObject(error)) return error;
  // vLLM and others answer the error's fields at the top, some only a sentence.
  return typeof error === 'string' ? { message: error } : value;
}

function describe(failure: FailureClass, error: JsonObject | undefined): string {
  const text = error?.['message'];
  if (failure !== 'rejected' || typeof text !== 'string') return sentences[failure];
  const sentence = redactProviderText(text);
  return sentence === '' ? sentences.rejected : `The provider refused the request: ${sentence}`;
}

/** A dotted or bracketed path. `stream_options` is of the gateway's own making. */
function findParam(error: JsonObject | undefined): string | undefined {
  const param = error?.['param'];
  if (
    typeof param !== 'string' ||
    !/^[a-z_]\w{0,63}(?:\.?\[\d{1,6}\]|\.\w{1,64}){0,8}$/i.test(param)
  ) {
    return undefined;
  }
  return param.startsWith('stream_options') ? undefined : param;
}

/**
 * `retry-after-ms`, or `retry-after` in seconds or as a date; a date counts from the reply's own
 * `date`.
 */
function readRetryAfter(headers: Headers): number | undefined {
  const milliseconds = Number(single(headers['retry-after-ms']) ?? Number.NaN);
  if (milliseconds >= 0) return Math.min(Math.ceil(milliseconds / 1000), retryAfterMaxS);
  const value = single(headers['retry-after']);
  if (value === undefined) return undefined;
  const seconds = Number(value);
  if (seconds >= 0) return Math.min(Math.ceil(seconds), retryAfterMaxS);
  const untilMs = Date.parse(value) - Date.parse(single(headers['date']) ?? '');
  return untilMs >= 0 ? Math.min(Math.ceil(untilMs / 1000), retryAfterMaxS) : undefined;
}

function single(value: string | string[] | undefined): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  return first === undefined || first.trim() === '' ? undefined : first.trim();
}
