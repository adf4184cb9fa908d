import type { ChatRequest, Json, JsonObject, Sampling } from '../../inference.ts';
import { parseJsonBody } from '../json-body.ts';
import {
  invalidField,
  type Place,
  readBoolean,
  readExtra,
  readInteger,
  readList,
  readNumber,
  readObject,
  readString,
  requireString,
} from '../json-field.ts';
import { parseConversation } from './input-parse.ts';
import { buildEcho, type ResponsesRequest } from './responses-request.ts';
import { refuseStateFields, stateFields } from './state-field.ts';
import { parseText } from './text-parse.ts';
import { parseToolUse } from './tool-parse.ts';

const requestFields: ReadonlySet<string> = new Set([
  ...stateFields,
  'model',
  'input',
  'instructions',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'text',
  'reasoning',
  'temperature',
  'top_p',
  'max_output_tokens',
  'include',
  'stream',
]);
const fieldsWithLogprobs = new Set([...requestFields, 'top_logprobs']);

/**
 * The body of `POST /v1/responses` (OpenAI API reference, responses/create). Fields that have no place in the inner shape
 * ride along in `extra`; null stands for absent. Usage belongs to every reply of this wire.
 *
 * @throws GatewayError invalid_request with the dotted path of the field at fault
 */
export function parseResponsesBody(body: Buffer): ResponsesRequest {
  const object = parseJsonBody(body);
  const place: Place = { object, path: '' };
  refuseStateFields(object);
  const text = parseText(place);
  const reasoning = parseReasoning(place);
  const { logprobs, include } = parseInclude(place);
  checkEchoed(place);
  return {
    operation: 'chat',
    dialect: 'openai-responses',
    model: requireString(place, 'model'),
    messages: parseConversation(place),
    ...parseToolUse(place),
    parallelToolCalls: readBoolean(place, 'parallel_tool_calls'),
    responseFormat: text.responseFormat,
    sampling: parseSampling(place),
    outputTokensMax: readInteger(place, 'max_output_tokens', 1),
    reasoningEffort: reasoning.effort,
    verbosity: text.verbosity,
    logprobs,
    stream: readBoolean(place, 'stream') ?? false,
    includeUsage: true,
    extra: {
      ...readExtra(object, logprobs === undefined ? requestFields : fieldsWithLogprobs),
      ...(include.length > 0 && { include }),
      ...(text.extra === undefined ? undefined : { text: text.extra }),
      ...(reasoning.extra === undefined ? undefined : { reasoning: reasoning.extra }),
    },
    echo: buildEcho(object),
  };
}

function parseSampling(place: Place): Sampling {
  const temperature = readNumber(place, 'temperature');
  const topP = readNumber(place, 'top_p');
  return {
    ...(temperature === undefined ? undefined : { temperature }),
    ...(topP === undefined ? undefined : { topP }),
  };
}

const logprobsWord = 'message.output_text.logprobs';

/** What the response is to hold besides; log probabilities have a place of their own, and `top_logprobs` only beside them. */
function parseInclude(place: Place): Pick<ChatRequest, 'logprobs'> & {
  readonly include: readonly Json[];
} {
  const include = readList(place, 'include') ?? [];
  if (!include.includes(logprobsWord)) return { logprobs: undefined, include };
  return {
    logprobs: { topCount: readInteger(place, 'top_logprobs', 0) },
    include: include.filter((word) => word !== logprobsWord),
  };
}

interface ReasoningForm {
  readonly effort: string | undefined;
  readonly extra: JsonObject | undefined;
}

const effortFields = new Set(['effort']);
/** Whether and how reasoning is told: a caller gets what the provider shows, whatever it asked for. */
const summaryFields: ReadonlySet<string> = new Set(['summary', 'generate_summary']);
const defaults: ReadonlyMap<string, string> = new Map([
  ['mode', 'standard'],
  ['context', 'auto'],
]);

/** @throws GatewayError invalid_request for fields that would change how the model reasons beyond its effort */
function parseReasoning(place: Place): ReasoningForm {
  const object = readObject(place, 'reasoning');
  if (object === undefined) return { effort: undefined, extra: undefined };
  const extra = readExtra(object, effortFields);
  for (const [name, value] of Object.entries(extra ?? {})) {
    if (value === null || summaryFields.has(name) || value === defaults.get(name)) continue;
    const param = `reasoning.${name}`;
    throw invalidField(param, `Leave out ${param}: no target of this gateway has a place for it.`);
  }
  return { effort: readString({ object, path: 'reasoning.' }, 'effort'), extra };
}

/** Fields that only ride along, but come back in the response object, whose readers rely on their types. */
function checkEchoed(place: Place): void {
  readObject(place, 'metadata');
  for (const name of ['user', 'safety_identifier', 'prompt_cache_key']) readString(place, name);
}
