import type { ChatRequest, Json, JsonObject, Tool, ToolChoice } from '../../inference.ts';
import { isJsonObject } from '../json-body.ts';
import {
  invalidField,
  type Place,
  readBoolean,
  readExtra,
  readList,
  readObject,
  readString,
  requireItemObject,
  requireString,
} from '../json-field.ts';

const toolFields = new Set(['type', 'name', 'description', 'parameters', 'strict']);

/**
 * What the model may call, and whether it must (OpenAI API reference, responses/create). A choice of `allowed_tools` keeps
 * those tools and leaves out the others, which the model could not call anyway.
 *
 * @throws GatewayError invalid_request with the dotted path of the field at fault
 */
export function parseToolUse(place: Place): Pick<ChatRequest, 'tools' | 'toolChoice'> {
  const tools = readList(place, 'tools')?.map(parseTool) ?? [];
  const choice = place.object['tool_choice'];
  return isJsonObject(choice) && choice['type'] === 'allowed_tools'
    ? keepAllowed(tools, { object: choice, path: 'tool_choice.' })
    : { tools, toolChoice: parseToolChoice(choice) };
}

function parseTool(item: Json, index: number): Tool {
  const param = `tools.${index}`;
  const object = requireFunction(item, param);
  const place: Place = { object, path: `${param}.` };
  const description = readString(place, 'description');
  const parameters = readObject(place, 'parameters');
  const strict = readBoolean(place, 'strict');
  const extra = readExtra(object, toolFields);
  return {
    name: requireString(place, 'name'),
    ...(description === undefined ? undefined : { description }),
    ...(parameters === undefined ? undefined : { parameters }),
    ...(strict === undefined ? undefined : { strict }),
    ...(extra === undefined ? undefined : { extra }),
  };
}

function requireFunction(item: Json, param: string): JsonObject {
  const object = requireItemObject(item, param);
  if (object['type'] === 'function') return object;
  const sentence =
    'Send only tools of the type function: tools that the provider runs by itself are not allowed.';
  throw invalidField(`${param}.type`, sentence);
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
  const object = requireFunction(choice, 'tool_choice');
  return { name: requireString({ object, path: 'tool_choice.' }, 'name') };
}

function keepAllowed(
  tools: readonly Tool[],
  place: Place,
): Pick<ChatRequest, 'tools' | 'toolChoice'> {
  const { mode } = place.object;
  if (mode !== 'auto' && mode !== 'required') {
    throw invalidField('tool_choice.mode', 'Use one of the modes auto and required.');
  }
  const names = new Set(tools.map(({ name }) => name));
  const allowed = new Set<string>();
  for (const [index, item] of (readList(place, 'tools') ?? []).entries()) {
    const param = `tool_choice.tools.${index}`;
    const object = requireFunction(item, param);
    const name = requireString({ object, path: `${param}.` }, 'name');
    if (!names.has(name)) throw invalidField(`${param}.name`, 'Allow only functions of tools.');
    allowed.add(name);
  }
  if (allowed.size === 0) {
    throw invalidField('tool_choice.tools', 'Allow at least one function, or send none.');
  }
  return { tools: tools.filter(({ name }) => allowed.has(name)), toolChoice: mode };
}
