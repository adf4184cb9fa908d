import { isJsonObject } from '../../dialects/json-body.ts';
import { invalidField } from '../../dialects/json-field.ts';
import type {
  ChatRequest,
  Json,
  JsonObject,
  ResponseFormat,
  Sampling,
  Tool,
  ToolChoice,
} from '../../inference.ts';
import {
  foreignField,
  refuseLogprobs,
  refuseVerbosity,
  withoutForeignFields,
} from '../foreign-field.ts';
import { encodeMessages } from './message-encode.ts';
import { type AnsweringModel, type OutputPlan, planOutput } from './output-plan.ts';
import { isCustomTool, refusePowerfulFields } from './powerful-field.ts';

type Body = Record<string, Json>;

/**
 * The body of `POST /messages` (Anthropic API reference, messages/create): what was parsed and inspected, re-encoded, with
 * the target's own name of the model. Without a place on this wire, and so refused: a seed, penalties other than 0, a
 * temperature above 1, JSON without a schema. The name and strictness of a schema are left out: the wire always enforces it.
 *
 * @throws GatewayError invalid_request for those, and for a field that no target allows
 */
export function encodeBody(asked: ChatRequest, model: AnsweringModel): Buffer {
  const request = withoutForeignFields(asked, 'anthropic-messages');
  refusePowerfulFields(request);
  refuseVerbosity(request);
  refuseLogprobs(request);
  const { extra, tools, sampling, responseFormat } = request;
  const { system, messages } = encodeMessages(request);
  const plan = planOutput(request, model);
  const body: Body = {
    ...extra,
    model: model.providerModel,
    max_tokens: plan.maxTokens,
    messages,
  };
  put(body, 'system', system);
  putSampling(body, sampling);
  put(body, 'thinking', plan.thinking);
  if (tools.length > 0) body['tools'] = tools.map(encodeTool);
  put(body, 'tool_choice', encodeToolChoice(request));
  put(body, 'output_config', encodeOutputConfig(extra['output_config'], responseFormat, plan));
  if (request.stream) body['stream'] = true;
  return Buffer.from(JSON.stringify(body));
}

function put(body: Body, name: string, value: Json | undefined): void {
  if (value !== undefined) body[name] = value;
}

function putSampling(body: Body, sampling: Sampling): void {
  const { temperature, topP, topK, stop, seed } = sampling;
  if (seed !== undefined) throw foreignField('seed');
  if ((sampling.presencePenalty ?? 0) !== 0) throw foreignField('presence_penalty');
  if ((sampling.frequencyPenalty ?? 0) !== 0) throw foreignField('frequency_penalty');
  if (temperature !== undefined && temperature > 1) {
    throw invalidField('temperature', 'Send a temperature of at most 1: the target takes no more.');
  }
  put(body, 'temperature', temperature);
  put(body, 'top_p', topP);
  // Servers of open models read less than 1 as no bound.
  if (topK !== undefined && topK > 0) body['top_k'] = topK;
  put(body, 'stop_sequences', stop);
}

function encodeTool(tool: Tool): JsonObject {
  const { name, description, parameters, strict, extra } = tool;
  const schema = parameters ?? (isCustomTool(tool) ? {} : undefined);
  return {
    ...extra,
    name,
    ...(description === undefined ? undefined : { description }),
    ...(schema === undefined ? undefined : { input_schema: { type: 'object', ...schema } }),
    ...(strict === undefined ? undefined : { strict }),
  };
}

/** The bound to one call at a time is part of the choice, so it needs one. */
function encodeToolChoice(request: ChatRequest): JsonObject | undefined {
  const { tools, toolChoice, parallelToolCalls, extra } = request;
  const single = parallelToolCalls === false && tools.length > 0;
  const given = extra['tool_choice'];
  if (toolChoice === undefined && isJsonObject(given)) {
    return single ? { ...given, disable_parallel_tool_use: true } : given;
  }
  if (toolChoice === undefined && !single) return undefined;
  const choice = choiceOf(toolChoice ?? 'auto');
  return single && choice['type'] !== 'none'
    ? { ...choice, disable_parallel_tool_use: true }
    : choice;
}

function choiceOf(choice: ToolChoice): JsonObject {
  if (typeof choice === 'object') return { type: 'tool', name: choice.name };
  return { type: choice === 'required' ? 'any' : choice };
}

function encodeOutputConfig(
  given: Json | undefined,
  format: ResponseFormat | undefined,
  { effort }: OutputPlan,
): JsonObject | undefined {
  const shape = encodeFormat(format);
  if (shape === undefined && effort === undefined) return undefined;
  return {
    ...(isJsonObject(given) ? given : undefined),
    ...(effort === undefined ? undefined : { effort }),
    ...(shape === undefined ? undefined : { format: shape }),
  };
}

function encodeFormat(format: ResponseFormat | undefined): JsonObject | undefined {
  if (format === undefined || format.type === 'text') return undefined;
  // JSON of any shape: the wire only knows answers in the shape of a schema.
  if (format.schema === undefined) throw foreignField('response_format');
  return { ...format.extra, type: 'json_schema', schema: format.schema };
}
