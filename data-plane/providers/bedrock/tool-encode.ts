import { invalidField } from '../../dialects/json-field.ts';
import type { ChatRequest, Json, JsonObject, Tool } from '../../inference.ts';
import { foreignField } from '../foreign-field.ts';

type Asked = Pick<ChatRequest, 'tools' | 'toolChoice' | 'parallelToolCalls'>;

const anyObject: JsonObject = { type: 'object', properties: {} };

/**
 * `toolConfig` (Bedrock Runtime API Reference, ToolConfiguration, 2025); undefined when the request has no tools to offer.
 * Converse has no word for "call none": the tools are left out instead. But a conversation in which a tool was called is
 * refused without them, so there the choice has no place.
 *
 * @throws GatewayError invalid_request for a choice that the wire has no place for
 */
export function encodeToolConfig(asked: Asked, hasToolBlocks: boolean): JsonObject | undefined {
  const { tools, toolChoice, parallelToolCalls } = asked;
  if (tools.length === 0) {
    if (!hasToolBlocks) return refuseChoice(toolChoice);
    throw invalidField(
      'tools',
      'Send the tools that were called in the conversation: the target does not take it without them.',
    );
  }
  if (toolChoice === 'none') {
    if (hasToolBlocks) throw foreignField('tool_choice');
    return undefined;
  }
  if (parallelToolCalls === false) throw foreignField('parallel_tool_calls');
  return {
    tools: tools.map(encodeTool),
    ...(toolChoice === undefined ? undefined : { toolChoice: encodeChoice(toolChoice) }),
  };
}

function refuseChoice(choice: Asked['toolChoice']): undefined {
  if (choice === undefined || choice === 'auto' || choice === 'none') return undefined;
  throw invalidField('tool_choice', 'Send the tools of which one must be called.');
}

function encodeTool({ name, description, parameters, strict }: Tool): JsonObject {
  const spec: Record<string, Json> = { name };
  if (description !== undefined && description !== '') spec['description'] = description;
  spec['inputSchema'] = { json: parameters ?? anyObject };
  // Not every model takes the field, and false is its default.
  if (strict === true) spec['strict'] = true;
  return { toolSpec: spec };
}

function encodeChoice(choice: Exclude<Asked['toolChoice'], 'none' | undefined>): JsonObject {
  if (choice === 'auto') return { auto: {} };
  return choice === 'required' ? { any: {} } : { tool: { name: choice.name } };
}
