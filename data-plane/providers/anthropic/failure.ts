import { isJsonObject } from '../../dialects/json-body.ts';
import type { GatewayError } from '../../errors.ts';
import type { Json, JsonObject } from '../../inference.ts';
import { findErrorObject } from '../error-body.ts';
import { classOfStatus, errorOfClass, type FailureHeaders, tellFailure } from '../failure-word.ts';
import type { FailureClass, ProviderFailure } from '../provider.ts';

/** `error.type` -> class, where it says more than the status (Anthropic API, errors; 2026). */
const classByType: Readonly<Record<string, FailureClass>> = {
  invalid_request_error: 'rejected',
  request_too_large: 'rejected',
  authentication_error: 'credential',
  billing_error: 'credential',
  permission_error: 'credential',
  not_found_error: 'credential',
  rate_limit_error: 'rate_limited',
  timeout_error: 'timeout',
  api_error: 'server_error',
  conflict_error: 'server_error',
  overloaded_error: 'server_error',
};

/**
 * Beginnings of `error.details.error_code` that blame the account behind the credential, whatever the type: another
 * target may answer the same request.
 */
const accountFault =
  /^(?:claude_code_|cmek_|organization_|linked_organization_|parent_organization_)/;
/** The same fault as older servers tell it: a refusal with this sentence. */
const emptyAccount = /\bcredit balance is too low\b/i;

/** See `ProviderAdapter.readFailure`. The wire names no field apart from its sentence. */
export function readFailure(
  status: number,
  headers: FailureHeaders,
  body: Buffer,
): ProviderFailure {
  const error = findErrorObject(body);
  const known = (error && findClass(error)) ?? classOfStatus(status);
  return tellFailure(known, error?.['message'], headers);
}

/** What to throw for the `error` of an event inside a stream. */
export function failureInStream(value: Json): GatewayError {
  const error = isJsonObject(value) ? value : {};
  return errorOfClass(findClass(error) ?? 'server_error', error['message']);
}

function findClass({ type, message, details }: JsonObject): FailureClass | undefined {
  const code = isJsonObject(details) ? details['error_code'] : undefined;
  if (typeof code === 'string' && accountFault.test(code)) return 'credential';
  if (typeof message === 'string' && emptyAccount.test(message.slice(0, 500))) return 'credential';
  if (typeof type !== 'string' || !Object.hasOwn(classByType, type)) return undefined;
  return classByType[type];
}
