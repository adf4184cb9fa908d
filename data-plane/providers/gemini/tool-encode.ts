import { parseJsonBody } from '../../dialects/json-body.ts';
import { GatewayError } from '../../errors.ts';
import type {
  ChatRequest,
  ContentPart,
  JsonObject,
  Message,
  Tool,
  ToolChoice,
} from '../../inference.ts';
import { foreignField } from '../foreign-field.ts';
import { encodePart } from './part-encode.ts';

/**
 * `tools` and `toolConfig`. `strict` is left out: this wire has no such mark for a function, and holds calls to their schema as
 * far as it can. `parametersJsonSchema` takes standard JSON Schema (Gemini API reference, FunctionDeclaration, 2025).
 *
 * @throws GatewayError invalid_request when at most one call is asked for: this wire cannot promise it
 */
export function encodeTools(request: ChatRequest): JsonObject {
  const { tools, toolChoice, parallelToolCalls } = request;
  if (tools.length > 0 && parallelToolCalls === false) {
    throw new GatewayError(
      'invalid_request',
      'Allow parallel tool calls: the target cannot be held to one call a reply.',
      { param: 'parallel_tool_calls' },
    );
  }
  const config = toolChoice === undefined ? undefined : encodeChoice(toolChoice, tools.length > 0);
  return {
    ...(tools.length > 0 && { tools: [{ functionDeclarations: tools.map(encodeTool) }] }),
    ...(config !== undefined && { toolConfig: { functionCallingConfig: config } }),
  };
}

function encodeTool({ name, description, parameters }: Tool): JsonObject {
  return {
    name,
    ...(description !== undefined && { description }),
    ...(parameters !== undefined && { parametersJsonSchema: parameters }),
  };
}

/** Without tools, `auto` and `none` ask for nothing, and Google refuses to hear them. */
function encodeChoice(choice: ToolChoice, hasTools: boolean): JsonObject | undefined {
  if (typeof choice === 'object') return { mode: 'ANY', allowedFunctionNames: [choice.name] };
  if (choice === 'required') return { mode: 'ANY' };
  return hasTools ? { mode: choice === 'auto' ? 'AUTO' : 'NONE' } : undefined;
}

/**
 * Arguments of an earlier call as the object that this wire wants; no text at all stands for none.
 *
 * @throws GatewayError invalid_request naming `param` when they are no JSON object that survives being written again
 */
export function encodeArguments(text: string, param: string): JsonObject {
  if (text.trim() === '') return {};
  try {
    return parseJsonBody(Buffer.from(text));
  } catch {
    throw new GatewayError(
      'invalid_request',
      'Send the arguments as the JSON object that the model wrote: the target takes no other text.',
      { param },
    );
  }
}

/**
 * A tool's result as `response` and, for images and files, `parts`: a JSON object as it is, any other text under `result`, what
 * a failed call says under `error`.
 *
 * @param parts the message's content
 * @throws GatewayError invalid_request for what is neither text nor bytes in the request
 */
export function encodeToolResult(
  { isError }: Message,
  parts: readonly ContentPart[],
  path: string,
): JsonObject {
  let text = '';
  const media: JsonObject[] = [];
  for (const [place, part] of parts.entries()) {
    if (part.kind === 'text') text += part.text;
    else media.push(encodeMedia(part, `${path}.content.${place}`));
  }
  const response = isError === true ? { error: text } : (findObject(text) ?? { result: text });
  return media.length === 0 ? { response } : { response, parts: media };
}

function encodeMedia(part: ContentPart, param: string): JsonObject {
  const encoded = encodePart(part, param);
  if (encoded['inlineData'] === undefined) throw foreignField(param);
  return encoded;
}

/** Undefined for text that is no object, or one that would change on the way: a number beyond 2^53, too deep a nesting. */
function findObject(text: string): JsonObject | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return parseJsonBody(Buffer.from(text));
  } catch {
    return undefined;
  }
}
