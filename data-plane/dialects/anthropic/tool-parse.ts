import type { ChatRequest, Json, JsonObject, Tool, ToolChoice } from '../../inference.ts';
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

const toolFields = new Set(['type', 'name', 'description', 'input_schema', 'strict']);
const choiceFields = new Set(['type', 'disable_parallel_tool_use']);
const namingChoiceFields = new Set([...choiceFields, 'name']);

/** The list `tools`. @throws GatewayError invalid_request, also for tools that the provider runs by itself */
export function parseTools(place: Place): readonly Tool[] {
  return readList(place, 'tools')?.map(parseTool) ?? [];
}

/** What `tool_choice` comes to. */
export interface ParsedChoice extends Pick<ChatRequest, 'toolChoice' | 'parallelToolCalls'> {
  /** The object itself, for a form that the inner shape has no word for. */
  readonly unknown?: JsonObject;
}

/**
 * The object `tool_choice`. `any` asks for some tool, and `disable_parallel_tool_use` for one call at most.
 *
 * @throws GatewayError invalid_request, also for fields beside the known ones, which would be lost
 */
export function parseToolChoice(place: Place): ParsedChoice {
  const object = readObject(place, 'tool_choice');
  if (object === undefined) return { toolChoice: undefined, parallelToolCalls: undefined };
  const inside: Place = { object, path: 'tool_choice.' };
  const toolChoice = readChoice(inside);
  if (toolChoice === undefined)
    return { toolChoice, parallelToolCalls: undefined, unknown: object };
  refuseOthers(inside, typeof toolChoice === 'object' ? namingChoiceFields : choiceFields);
  const isSingle = readBoolean(inside, 'disable_parallel_tool_use') === true;
  return { toolChoice, parallelToolCalls: isSingle ? false : undefined };
}

function readChoice(place: Place): ToolChoice | undefined {
  switch (requireString(place, 'type')) {
    case 'auto':
      return 'auto';
    case 'any':
      return 'required';
    case 'none':
      return 'none';
    case 'tool':
      return { name: requireString(place, 'name') };
    default:
      return undefined;
  }
}

function refuseOthers({ object, path }: Place, known: ReadonlySet<string>): void {
  const [name] = Object.keys(readExtra(object, known) ?? {});
  if (name === undefined) return;
  throw invalidField(`${path}${name}`, `Leave out ${name}: a choice of tools has no such field.`);
}

function parseTool(item: Json, index: number): Tool {
  const param = `tools.${index}`;
  const object = requireItemObject(item, param);
  const place: Place = { object, path: `${param}.` };
  if ((readString(place, 'type') ?? 'custom') !== 'custom') {
    throw invalidField(
      `${param}.type`,
      'Send only tools of the type custom: tools that the provider runs by itself are not allowed.',
    );
  }
  const description = readString(place, 'description');
  const parameters = readObject(place, 'input_schema');
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
