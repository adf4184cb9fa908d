import { isJsonObject } from '../../dialects/json-body.ts';
import type { GatewayError } from '../../errors.ts';
import type { Json, JsonObject } from '../../inference.ts';
import { findErrorObject } from '../error-body.ts';
import { classOfStatus, errorOfClass, type FailureHeaders, tellFailure } from '../failure-word.ts';
import { type FailureClass, isRefusal, type ProviderFailure } from '../provider.ts';

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
  context_length_exceeded: 'context_window',
  content_filter: 'content_policy',
  content_policy_violation: 'content_policy',
  invalid_prompt: 'rejected',
  // Azure's word inside of `innererror`.
  ResponsibleAIPolicyViolation: 'content_policy',
};

/** See `ProviderAdapter.readFailure`. */
export function readFailure(
  status: number,
  headers: FailureHeaders,
  body: Buffer,
): ProviderFailure {
  const error = findErrorObject(body);
  const known = (error && findClassOfCode(error)) ?? classOfStatus(status);
  const told = tellFailure(known, error?.['message'], headers);
  return {
    ...told,
    param: isRefusal(told.failure) ? findParam(error) : undefined,
    ...(told.failure === 'rate_limited' && isTooLargeForLimit(error?.['message'])
      ? { isOfRequest: true }
      : undefined),
  };
}

/** What to throw for an error that a provider sends inside a stream, as `error` of an event. */
export function failureInStream(value: Json): GatewayError {
  const error = isJsonObject(value) ? value : { message: value };
  const failure = findClassOfCode(error) ?? 'server_error';
  return errorOfClass(failure, error['message']);
}

/**
 * One request beyond what the account may send in a minute comes as a limit too, whatever was sent before (as OpenAI with 429 and
 * Groq with 413 word it, 2026): the target is not too busy for others.
 */
function isTooLargeForLimit(message: Json | undefined): boolean {
  return typeof message === 'string' && /^request too large\b/i.test(message);
}

function findClassOfCode(error: JsonObject): FailureClass | undefined {
  const inner = error['innererror'];
  const innerCode = isJsonObject(inner) ? inner['code'] : undefined;
  for (const word of [error['code'], error['type'], innerCode]) {
    if (typeof word === 'string' && Object.hasOwn(classByCode, word)) return classByCode[word];
  }
  // Aggregators put the status of their own upstream here.
  const { code } = error;
  return typeof code === 'number' && code >= 400 && code < 600 ? classOfStatus(code) : undefined;
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
