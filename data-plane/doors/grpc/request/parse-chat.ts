import type { ChatRequest__Output as WireChat } from '../../../../proto/generated/gatehouse/inference/v1/ChatRequest.ts';
import type { ResponseFormat__Output as WireFormat } from '../../../../proto/generated/gatehouse/inference/v1/ResponseFormat.ts';
import type { Sampling__Output as WireSampling } from '../../../../proto/generated/gatehouse/inference/v1/Sampling.ts';
import type { Tool__Output as WireTool } from '../../../../proto/generated/gatehouse/inference/v1/Tool.ts';
import type { ToolChoice__Output as WireChoice } from '../../../../proto/generated/gatehouse/inference/v1/ToolChoice.ts';
import type {
  ChatRequest,
  LogprobsWish,
  ResponseFormat,
  Sampling,
  Tool,
  ToolChoice,
} from '../../../inference.ts';
import { invalidField } from '../refusal.ts';
import { parseMessage } from './parse-message.ts';
import { readChatOptions } from './provider-options.ts';
import { structToJson } from './struct-json.ts';
import type { WireText } from './wire-text.ts';

const reasoningEfforts: ReadonlySet<string> = new Set(['', 'minimal', 'low', 'medium', 'high']);
const verbosities: ReadonlySet<string> = new Set(['', 'low', 'medium', 'high']);
const noSampling: Sampling = Object.freeze({});

/**
 * A typed chat in the inner shape. Usage always comes at the end of a stream, so it is always asked for.
 *
 * @throws GatewayError invalid_request, with the field's path as `param`
 */
export function parseChat(chat: WireChat, stream: boolean, text: WireText): ChatRequest {
  if (chat.model === '') throw invalidField('model', 'must name a route');
  if (chat.messages.length === 0) throw invalidField('messages', 'must hold at least one message');
  if (!reasoningEfforts.has(chat.reasoningEffort))
    throw invalidField('reasoning_effort', 'must be minimal, low, medium or high');
  if (!verbosities.has(chat.verbosity))
    throw invalidField('verbosity', 'must be low, medium or high');
  return {
    operation: 'chat',
    dialect: undefined,
    model: text.whole(chat.model),
    messages: chat.messages.map((message, index) => parseMessage(message, index, text)),
    tools: chat.tools.map((tool, index) => parseTool(tool, index, text)),
    toolChoice: parseToolChoice(chat.toolChoice, text),
    parallelToolCalls: undefined,
    responseFormat: parseResponseFormat(chat.responseFormat, text),
    sampling: chat.sampling === null ? noSampling : parseSampling(chat.sampling, text),
    outputTokensMax: chat.outputTokensMax === 0 ? undefined : chat.outputTokensMax,
    reasoningEffort: chat.reasoningEffort === '' ? undefined : chat.reasoningEffort,
    verbosity: chat.verbosity === '' ? undefined : chat.verbosity,
    logprobs: parseLogprobs(chat),
    stream,
    includeUsage: stream,
    extra: readChatOptions(chat, text),
  };
}

function parseLogprobs({ logprobs, topLogprobs }: WireChat): LogprobsWish | undefined {
  if (logprobs) return { topCount: topLogprobs === 0 ? undefined : topLogprobs };
  if (topLogprobs > 0) throw invalidField('top_logprobs', 'must stand beside logprobs');
  return undefined;
}

function parseTool(tool: WireTool, index: number, text: WireText): Tool {
  if (tool.name === '') throw invalidField(`tools.${index}.name`, 'must be set');
  return {
    name: text.whole(tool.name),
    ...(tool.description !== '' && { description: text.whole(tool.description) }),
    ...(tool.parameters !== null && {
      parameters: structToJson(tool.parameters, `tools.${index}.parameters`, text),
    }),
    ...(tool.strict && { strict: true }),
  };
}

function parseToolChoice(choice: WireChoice | null, text: WireText): ToolChoice | undefined {
  if (choice === null) return undefined;
  if (choice.choice === 'name' && choice.name) return { name: text.whole(choice.name) };
  const mode = choice.mode;
  if (mode === 'auto' || mode === 'none' || mode === 'required') return mode;
  throw invalidField('tool_choice', 'must be the name of a tool, or the mode auto, none, required');
}

function parseResponseFormat(
  format: WireFormat | null,
  text: WireText,
): ResponseFormat | undefined {
  if (format === null) return undefined;
  const { type } = format;
  if (type === 'text' || type === 'json_object') return { type };
  if (type !== 'json_schema')
    throw invalidField('response_format.type', 'must be text, json_object or json_schema');
  if (format.name === '') throw invalidField('response_format.name', 'must be set for json_schema');
  if (format.schema === null)
    throw invalidField('response_format.schema', 'must be set for json_schema');
  return {
    type,
    name: text.whole(format.name),
    schema: structToJson(format.schema, 'response_format.schema', text),
    ...(format.strict && { strict: true }),
  };
}

function parseSampling(sampling: WireSampling, text: WireText): Sampling {
  return {
    ...finite('temperature', sampling.temperature),
    ...finite('topP', sampling.topP),
    ...finite('presencePenalty', sampling.presencePenalty),
    ...finite('frequencyPenalty', sampling.frequencyPenalty),
    ...(sampling.seed !== undefined && { seed: parseSeed(sampling.seed) }),
    ...(sampling.stop.length > 0 && { stop: sampling.stop.map((stop) => text.whole(stop)) }),
  };
}

const samplingPaths = {
  temperature: 'sampling.temperature',
  topP: 'sampling.top_p',
  presencePenalty: 'sampling.presence_penalty',
  frequencyPenalty: 'sampling.frequency_penalty',
} as const;

function finite(name: keyof typeof samplingPaths, value: number | undefined): Sampling {
  if (value === undefined) return noSampling;
  if (!Number.isFinite(value)) throw invalidField(samplingPaths[name], 'must be a finite number');
  return { [name]: value };
}

/** Larger integers would change on their way through JSON. */
function parseSeed(seed: string): number {
  const value = Number(seed);
  if (!Number.isSafeInteger(value))
    throw invalidField('sampling.seed', 'must be an integer of at most 53 bits');
  return value;
}
