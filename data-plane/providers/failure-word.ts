import { GatewayError, type GatewayErrorCode } from '../errors.ts';
import { type FailureClass, isRefusal, type ProviderFailure } from './provider.ts';
import { redactProviderText } from './provider-text.ts';

/** Headers of a provider's reply, by lower-case name. */
export type FailureHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** Longest pause of a provider that is believed: one day. */
const retryAfterMaxS = 86_400;

/**
 * Status -> class (OpenAI error codes guide, Anthropic errors page, Google API design guide; 2025). 402, 403 and 404 say that
 * this account cannot use this model: another target can. 529 is Anthropic's word for overloaded.
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

const refused = 'The provider refused the request: change it before sending it again.';

/**
 * What a caller reads. Only a refusal carries words of the provider: they are about the caller's
 * own request.
 */
const sentences: Readonly<Record<FailureClass, string>> = {
  credential: 'The provider does not let this gateway use the model: ask its operators.',
  rate_limited: 'The provider limits how often it is asked: try again later.',
  server_error: 'The provider failed: try again later.',
  rejected: refused,
  context_window: refused,
  content_policy: refused,
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
  context_window: 'provider_rejected',
  content_policy: 'provider_rejected',
  connect: 'provider_unavailable',
  reset: 'provider_unavailable',
  timeout: 'provider_unavailable',
  protocol: 'provider_protocol_error',
};

/** Class of a status that is not 2xx, where the body says nothing better. */
export function classOfStatus(status: number): FailureClass {
  const known = classByStatus[status];
  if (known !== undefined) return known;
  if (status >= 500) return 'server_error';
  return status >= 400 ? 'rejected' : 'protocol';
}

/** Of a sentence, what is looked at; the words that matter stand in front. */
const wordsMax = 500;
/** As OpenAI, vLLM, Anthropic, Google and Bedrock tell it (their documentation and servers, 2026). */
const tooLarge =
  /context (?:length|window)|(?:prompt|input) is too long|too many (?:input )?tokens|token count [^.]{0,80}exceeds|exceeds? the (?:model'?s )?maximum (?:number of )?(?:input |context )?(?:tokens|length)/i;
const againstPolicy =
  /content (?:management |filtering )?polic|content (?:was )?(?:filter|blocked)|safety (?:system|polic)|usage polic/i;

/** A refusal told apart by its words, for providers that have no code of their own for it. */
function readRefusal(failure: FailureClass, text: unknown): FailureClass {
  if (failure !== 'rejected' || typeof text !== 'string') return failure;
  const words = text.slice(0, wordsMax);
  if (tooLarge.test(words)) return 'context_window';
  return againstPolicy.test(words) ? 'content_policy' : failure;
}

/** The sentence for a caller; `text` is the provider's own, of which only a refusal shows anything, rewritten. */
export function describeFailure(failure: FailureClass, text: unknown): string {
  if (!isRefusal(failure) || typeof text !== 'string') return sentences[failure];
  const sentence = redactProviderText(text);
  return sentence === '' ? refused : `The provider refused the request: ${sentence}`;
}

/**
 * A reply that is no answer, in our words.
 *
 * @param known its class by code and status, before its words are looked at
 * @param text the provider's own sentence
 */
export function tellFailure(
  known: FailureClass,
  text: unknown,
  headers: FailureHeaders,
): ProviderFailure {
  const failure = readRefusal(known, text);
  return {
    failure,
    message: describeFailure(failure, text),
    retryAfterS: readRetryAfter(headers),
    param: undefined,
  };
}

/** What to throw for an error that a provider reports inside of a stream. */
export function errorOfClass(failure: FailureClass, text: unknown): GatewayError {
  return new GatewayError(codeOfClass[failure], describeFailure(failure, text));
}

/** The provider closed a stream before its end. */
export function streamCutError(): GatewayError {
  return new GatewayError(
    'provider_stream_cut',
    'The provider ended the stream before its end: what came so far is incomplete.',
  );
}

/** The provider's reply is none. `message` is public: no text of the provider. */
export function protocolError(message: string): GatewayError {
  return new GatewayError('provider_protocol_error', message);
}

/**
 * `retry-after-ms`, or `retry-after` in seconds or as a date; a date counts from the reply's own
 * `date`.
 */
function readRetryAfter(headers: FailureHeaders): number | undefined {
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
