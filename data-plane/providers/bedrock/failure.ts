import { isJsonObject } from '../../dialects/json-body.ts';
import type { GatewayError } from '../../errors.ts';
import type { Json, JsonObject } from '../../inference.ts';
import { classOfStatus, errorOfClass, type FailureHeaders, tellFailure } from '../failure-word.ts';
import type { FailureClass, ProviderFailure } from '../provider.ts';

/**
 * Exception in lower case -> class (Bedrock Runtime API Reference, errors of Converse and ConverseStream; AWS "Common
 * errors"; 2025). A model that is not there, and a clock that is wrong, are the affair of the account and the node.
 */
const classByException: ReadonlyMap<string, FailureClass> = new Map([
  ...list('credential', [
    'accessdeniedexception',
    'unrecognizedclientexception',
    'expiredtokenexception',
    'invalidsignatureexception',
    'incompletesignatureexception',
    'missingauthenticationtokenexception',
    'invalidclienttokenid',
    'signaturedoesnotmatch',
    'requestexpired',
    'resourcenotfoundexception',
  ]),
  ...list('rate_limited', [
    'throttlingexception',
    'servicequotaexceededexception',
    'toomanyrequestsexception',
  ]),
  ...list('rejected', ['validationexception']),
  ...list('timeout', ['modeltimeoutexception']),
  ...list('server_error', [
    'modelerrorexception',
    'modelnotreadyexception',
    'modelstreamerrorexception',
    'serviceunavailableexception',
    'internalserverexception',
    'conflictexception',
  ]),
]);

/** Refusals that are about the target's configuration, not about the caller's request: another target can answer. */
const targetAtFault = /model identifier is invalid|on-demand throughput isn.t supported/i;
/** Names of resources and numbers of accounts, which the general rewriting does not know. */
const resourceNames = /\barn:[\w:./@*-]+|\b\d{12}\b/gi;
/** Far beyond what is shown of a sentence. */
const sentenceCharsMax = 4_000;

/** See `ProviderAdapter.readFailure`. */
export function readFailure(
  status: number,
  headers: FailureHeaders,
  body: Buffer,
): ProviderFailure {
  const error = readError(body);
  const type = headers['x-amzn-errortype'] ?? error['__type'];
  const text = readText(error['message'] ?? error['Message']);
  const known = classOf(typeof type === 'string' ? type : '', text) ?? classOfStatus(status);
  return tellFailure(known, text, headers);
}

/** What to throw for an exception or an error that came as a message of the stream. */
export function failureInStream(type: string, errorMessage: string, payload: Buffer): GatewayError {
  const text = readText(errorMessage === '' ? readError(payload)['message'] : errorMessage);
  return errorOfClass(classOf(type, text) ?? 'server_error', text);
}

/** The name may stand between a namespace and an address: `com.amazon#ThrottlingException:http://...`. */
function classOf(type: string, text: string): FailureClass | undefined {
  const name = /^(?:[^#]*#)?(\w+)/.exec(type)?.[1]?.toLowerCase();
  const failure = classByException.get(name ?? '');
  return failure === 'rejected' && targetAtFault.test(text) ? 'credential' : failure;
}

function readText(value: Json | undefined): string {
  if (typeof value !== 'string') return '';
  return value.slice(0, sentenceCharsMax).replace(resourceNames, '[identifier]');
}

const nothing: JsonObject = Object.freeze({});

function readError(body: Buffer): JsonObject {
  try {
    const value: Json = JSON.parse(body.toString('utf8'));
    return isJsonObject(value) ? value : nothing;
  } catch {
    return nothing;
  }
}

function list(
  failure: FailureClass,
  names: readonly string[],
): (readonly [string, FailureClass])[] {
  return names.map((name) => [name, failure]);
}
