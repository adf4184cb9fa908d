import type {
  ChatRequest,
  Json,
  JsonObject,
  Message,
  ResponseFormat,
  Sampling,
} from '../../inference.ts';
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
import { parseSystem, parseTurn } from './message-parse.ts';
import { parseToolChoice, parseTools } from './tool-parse.ts';

/** Fields of a request that have a place of their own in the inner shape. */
const messagesFields: ReadonlySet<string> = new Set([
  'model',
  'max_tokens',
  'messages',
  'system',
  'tools',
  'tool_choice',
  'temperature',
  'top_p',
  'top_k',
  'stop_sequences',
  'stream',
  'thinking',
  'output_config',
]);
const thinkingFields = new Set(['type', 'budget_tokens']);
const outputConfigFields = new Set(['effort', 'format']);
const formatFields = new Set(['type', 'schema']);

/**
 * The body of `POST /v1/messages` (Anthropic API reference, messages/create). Fields that have no place in the inner shape ride
 * along in `extra`; null stands for absent. `thinking` rides along as it is wherever a budget of tokens does not say all
 * of it: an encoder of this wire writes the one that rides along, and makes one of `reasoningTokensMax` only where none does.
 *
 * @throws GatewayError invalid_request with the dotted path of the field at fault
 */
export function parseMessagesBody(body: Buffer): ChatRequest {
  const object = parseJsonBody(body);
  const request = parseRequest(object);
  if (request.outputTokensMax === undefined) {
    throw invalidField('max_tokens', 'Send max_tokens, the most tokens that the reply may have.');
  }
  return request;
}

/** The body of `POST /v1/messages/count_tokens`: the same, and it need not bound the reply. */
export function parseCountBody(body: Buffer): ChatRequest {
  return parseRequest(parseJsonBody(body));
}

function parseRequest(object: JsonObject): ChatRequest {
  const place: Place = { object, path: '' };
  const model = requireString(place, 'model');
  const { unknown: choice, ...tooling } = parseToolChoice(place);
  const thinking = parseThinkingConfig(place);
  const output = parseOutputConfig(place);
  return {
    operation: 'chat',
    dialect: 'anthropic-messages',
    model,
    messages: parseMessages(place),
    tools: parseTools(place),
    ...tooling,
    responseFormat: output.format,
    sampling: parseSampling(place),
    outputTokensMax: readInteger(place, 'max_tokens', 1),
    reasoningEffort: output.effort,
    ...(thinking.budget === undefined ? undefined : { reasoningTokensMax: thinking.budget }),
    stream: readBoolean(place, 'stream') ?? false,
    includeUsage: true,
    extra: {
      ...readExtra(object, messagesFields),
      ...(choice === undefined ? undefined : { tool_choice: choice }),
      ...(thinking.whole === undefined ? undefined : { thinking: thinking.whole }),
      ...(output.others === undefined ? undefined : { output_config: output.others }),
    },
  };
}

function parseMessages(place: Place): readonly Message[] {
  const turns = readList(place, 'messages');
  if (turns === undefined || turns.length === 0) {
    throw invalidField('messages', 'Send messages as a list with at least one message.');
  }
  const messages = turns.flatMap(parseTurn);
  const system = place.object['system'] ?? null;
  return system === null ? messages : [parseSystem(system), ...messages];
}

function parseSampling(place: Place): Sampling {
  const temperature = readNumber(place, 'temperature');
  const topP = readNumber(place, 'top_p');
  const topK = readInteger(place, 'top_k', Number.MIN_SAFE_INTEGER);
  const stop = parseStop(place);
  return {
    ...(temperature === undefined ? undefined : { temperature }),
    ...(topP === undefined ? undefined : { topP }),
    ...(topK === undefined ? undefined : { topK }),
    ...(stop === undefined ? undefined : { stop }),
  };
}

function parseStop(place: Place): readonly string[] | undefined {
  return readList(place, 'stop_sequences')?.map((text: Json, index) => {
    if (typeof text === 'string') return text;
    throw invalidField(`stop_sequences.${index}`, 'Send stop_sequences as a list of strings.');
  });
}

interface ThinkingConfig {
  readonly budget?: number;
  /** The object as it came, where the budget does not say all of it. */
  readonly whole?: JsonObject;
}

function parseThinkingConfig(place: Place): ThinkingConfig {
  const object = readObject(place, 'thinking');
  if (object === undefined) return {};
  const inside: Place = { object, path: 'thinking.' };
  if (requireString(inside, 'type') !== 'enabled') return { whole: object };
  const budget = readInteger(inside, 'budget_tokens', 1);
  if (budget === undefined) {
    throw invalidField('thinking.budget_tokens', 'Send budget_tokens, the most tokens of thought.');
  }
  const isAll = readExtra(object, thinkingFields) === undefined;
  return isAll ? { budget } : { budget, whole: object };
}

interface OutputConfig {
  readonly effort: string | undefined;
  readonly format: ResponseFormat | undefined;
  /** Fields that have no place in the inner shape. */
  readonly others?: JsonObject | undefined;
}

function parseOutputConfig(place: Place): OutputConfig {
  const object = readObject(place, 'output_config');
  if (object === undefined) return { effort: undefined, format: undefined };
  const inside: Place = { object, path: 'output_config.' };
  return {
    effort: readString(inside, 'effort'),
    format: parseFormat(readObject(inside, 'format')),
    others: readExtra(object, outputConfigFields),
  };
}

function parseFormat(object: JsonObject | undefined): ResponseFormat | undefined {
  if (object === undefined) return undefined;
  const place: Place = { object, path: 'output_config.format.' };
  if (object['type'] !== 'json_schema') throw invalidField(`${place.path}type`, 'Use json_schema.');
  const schema = readObject(place, 'schema');
  if (schema === undefined) throw invalidField(`${place.path}schema`, 'Send schema as an object.');
  const extra = readExtra(object, formatFields);
  return { type: 'json_schema', schema, ...(extra === undefined ? undefined : { extra }) };
}
