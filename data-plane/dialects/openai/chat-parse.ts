import type {
  ChatRequest,
  Json,
  JsonObject,
  ResponseFormat,
  Sampling,
  Tool,
  ToolChoice,
} from '../../inference.ts';
import { isJsonObject, parseJsonBody } from '../json-body.ts';
import {
  invalidField,
  type Place,
  readBoolean,
  readExtra,
  readInteger,
  readList,
  readNestedExtra,
  readNumber,
  readObject,
  readString,
  requireItemObject,
  requireString,
} from '../json-field.ts';
import { readLogprobsWish } from './logprobs.ts';
import { parseMessage } from './message-parse.ts';

/** Fields of a chat that have a place of their own in the inner shape. */
export const chatFields: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'response_format',
  'temperature',
  'top_p',
  'top_k',
  'seed',
  'stop',
  'presence_penalty',
  'frequency_penalty',
  'max_tokens',
  'max_completion_tokens',
  'reasoning_effort',
  'verbosity',
  'stream',
  'stream_options',
]);
const fieldsWithLogprobs = new Set([...chatFields, 'logprobs', 'top_logprobs']);
const streamOptionFields = new Set(['include_usage']);
const toolFields = new Set(['type', 'function']);
const functionFields = new Set(['name', 'description', 'parameters', 'strict']);
const formatFields = new Set(['type', 'json_schema']);
const schemaFields = new Set(['name', 'schema', 'strict']);

/**
 * The body of `POST /v1/chat/completions` (OpenAI API reference, chat/create). Fields that have no
 * place in the inner shape ride along in `extra`; null stands for absent, as OpenAI takes it.
 *
 * @throws GatewayError invalid_request with the dotted path of the field at fault
 */
export function parseChatBody(body: Buffer): ChatRequest {
  const object = parseJsonBody(body);
  const place: Place = { object, path: '' };
  const model = requireString(place, 'model');
  const messages = readList(place, 'messages');
  if (messages === undefined || messages.length === 0) {
    throw invalidField('messages', 'Send messages as a list with at least one message.');
  }
  const streamOptions = readObject(place, 'stream_options');
  const choice = parseToolChoice(object['tool_choice']);
  const logprobs = readLogprobsWish(object);
  const extra = readExtra(object, logprobs === undefined ? chatFields : fieldsWithLogprobs);
  return {
    operation: 'chat',
    dialect: 'openai-chat',
    model,
    messages: messages.map(parseMessage),
    tools: parseTools(place),
    toolChoice: choice,
    parallelToolCalls: readBoolean(place, 'parallel_tool_calls'),
    responseFormat: parseResponseFormat(place),
    sampling: parseSampling(place),
    ...parseOutputBound(place),
    reasoningEffort: readString(place, 'reasoning_effort'),
    verbosity: readString(place, 'verbosity'),
    logprobs,
    stream: readBoolean(place, 'stream') ?? false,
    includeUsage: parseIncludeUsage(streamOptions),
    extra: gatherExtra(extra ?? none, choice === undefined && object['tool_choice'], streamOptions),
  };
}

const none: JsonObject = {};

/** Beside unknown fields: forms of known ones for which the inner shape has no word. */
function gatherExtra(
  unknown: JsonObject,
  rawChoice: Json | undefined,
  streamOptions: JsonObject | undefined,
): JsonObject {
  const extra = isJsonObject(rawChoice) ? { ...unknown, tool_choice: rawChoice } : unknown;
  const options = streamOptions && readExtra(streamOptions, streamOptionFields);
  return options === undefined ? extra : { ...extra, stream_options: options };
}

function parseIncludeUsage(streamOptions: JsonObject | undefined): boolean {
  if (streamOptions === undefined) return false;
  return readBoolean({ object: streamOptions, path: 'stream_options.' }, 'include_usage') ?? false;
}

type OutputBound = Pick<ChatRequest, 'outputTokensMax' | 'olderTokensField'>;

function parseOutputBound(place: Place): OutputBound {
  const older = readInteger(place, 'max_tokens', 1);
  const newer = readInteger(place, 'max_completion_tokens', 1);
  if (older === undefined) return { outputTokensMax: newer };
  if (newer === undefined) return { outputTokensMax: older, olderTokensField: true };
  throw invalidField('max_tokens', 'Send max_completion_tokens or max_tokens, not both.');
}

function parseSampling(place: Place): Sampling {
  const temperature = readNumber(place, 'temperature');
  const topP = readNumber(place, 'top_p');
  const topK = readInteger(place, 'top_k', Number.MIN_SAFE_INTEGER);
  const seed = readInteger(place, 'seed', Number.MIN_SAFE_INTEGER);
  const stop = parseStop(place.object['stop']);
  const presencePenalty = readNumber(place, 'presence_penalty');
  const frequencyPenalty = readNumber(place, 'frequency_penalty');
  return {
    ...(temperature === undefined ? undefined : { temperature }),
    ...(topP === undefined ? undefined : { topP }),
    ...(topK === undefined ? undefined : { topK }),
    ...(seed === undefined ? undefined : { seed }),
    ...(stop === undefined ? undefined : { stop }),
    ...(presencePenalty === undefined ? undefined : { presencePenalty }),
    ...(frequencyPenalty === undefined ? undefined : { frequencyPenalty }),
  };
}

function parseStop(stop: Json | undefined): readonly string[] | undefined {
  if (stop === undefined || stop === null) return undefined;
  if (typeof stop === 'string') return [stop];
  if (Array.isArray(stop) && stop.every(isString)) return stop;
  throw invalidField('stop', 'Send stop as a string or a list of strings.');
}

function isString(value: Json): value is string {
  return typeof value === 'string';
}

function parseTools(place: Place): readonly Tool[] {
  return readList(place, 'tools')?.map(parseTool) ?? [];
}

function parseTool(item: Json, index: number): Tool {
  const param = `tools.${index}`;
  const object = requireItemObject(item, param);
  if (object['type'] !== 'function') {
    throw invalidField(
      `${param}.type`,
      'Send only tools of the type function: tools that the provider runs by itself are not allowed.',
    );
  }
  const inner = requireItemObject(object['function'] ?? null, `${param}.function`);
  const extra = readNestedExtra({
    outer: object,
    outerKnown: toolFields,
    innerName: 'function',
    inner,
    innerKnown: functionFields,
  });
  const tool = parseFunction({ object: inner, path: `${param}.function.` });
  return extra === undefined ? tool : { ...tool, extra };
}

function parseFunction(place: Place): Tool {
  const description = readString(place, 'description');
  const parameters = readObject(place, 'parameters');
  const strict = readBoolean(place, 'strict');
  return {
    name: requireString(place, 'name'),
    ...(description === undefined ? undefined : { description }),
    ...(parameters === undefined ? undefined : { parameters }),
    ...(strict === undefined ? undefined : { strict }),
  };
}

function parseToolChoice(choice: Json | undefined): ToolChoice | undefined {
  if (choice === undefined || choice === null) return undefined;
  if (choice === 'auto' || choice === 'none' || choice === 'required') return choice;
  if (!isJsonObject(choice)) {
    throw invalidField(
      'tool_choice',
      'Send tool_choice as auto, none, required, or an object that names a function.',
    );
  }
  if (choice['type'] !== 'function') return undefined;
  const inside = requireItemObject(choice['function'] ?? null, 'tool_choice.function');
  return { name: requireString({ object: inside, path: 'tool_choice.function.' }, 'name') };
}

function parseResponseFormat(place: Place): ResponseFormat | undefined {
  const object = readObject(place, 'response_format');
  if (object === undefined) return undefined;
  const type = object['type'];
  if (type === 'text' || type === 'json_object') {
    const extra = readExtra(object, formatFields);
    return extra === undefined ? { type } : { type, extra };
  }
  if (type !== 'json_schema') {
    throw invalidField('response_format.type', 'Use text, json_object or json_schema.');
  }
  const param = 'response_format.json_schema';
  const inner = requireItemObject(object['json_schema'] ?? null, param);
  const extra = readNestedExtra({
    outer: object,
    outerKnown: formatFields,
    innerName: 'json_schema',
    inner,
    innerKnown: schemaFields,
  });
  const format = parseSchema({ object: inner, path: `${param}.` });
  return extra === undefined ? format : { ...format, extra };
}

function parseSchema(place: Place): ResponseFormat {
  const schema = readObject(place, 'schema');
  const strict = readBoolean(place, 'strict');
  return {
    type: 'json_schema',
    name: requireString(place, 'name'),
    ...(schema === undefined ? undefined : { schema }),
    ...(strict === undefined ? undefined : { strict }),
  };
}
