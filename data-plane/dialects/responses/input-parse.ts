import type { ContentPart, Json, JsonObject, Message, Role } from '../../inference.ts';
import { isJsonObject } from '../json-body.ts';
import {
  invalidField,
  type Place,
  readExtra,
  readList,
  readString,
  requireItemObject,
  requireString,
} from '../json-field.ts';
import { AssistantTurn } from './assistant-turn.ts';
import { parseContent } from './content-parse.ts';
import { parseSeal } from './reasoning-seal.ts';

const roles: ReadonlySet<string> = new Set<Role>(['system', 'developer', 'user', 'assistant']);
// `id` and `status` are marks that this wire gives to what it sends; nothing here is found by them again.
const messageFields = new Set(['type', 'id', 'status', 'role', 'content']);
const callFields = new Set([
  'type',
  'id',
  'status',
  'call_id',
  'name',
  'arguments',
  // What the SDKs read in the arguments, when items of a stream are sent back as they are.
  'parsed_arguments',
]);
const outputFields = new Set(['type', 'id', 'status', 'call_id', 'output']);

/**
 * The conversation of `POST /v1/responses`: `instructions` as the system message that comes first, then `input` (OpenAI API
 * reference, responses/create). Items of the assistant that follow one another, its reasoning, words and calls, are one
 * message.
 *
 * @throws GatewayError invalid_request with the dotted path of the field at fault
 */
export function parseConversation(place: Place): readonly Message[] {
  const messages: Message[] = [];
  const instructions = readString(place, 'instructions');
  if (instructions !== undefined) messages.push({ role: 'system', content: instructions });
  const input = place.object['input'];
  if (typeof input === 'string') messages.push({ role: 'user', content: input });
  else addItems(messages, place);
  return messages;
}

function addItems(messages: Message[], place: Place): void {
  const items = Array.isArray(place.object['input']) ? readList(place, 'input') : undefined;
  if (items === undefined || items.length === 0) {
    throw invalidField('input', 'Send input as a string or a list of at least one item.');
  }
  const turn = new AssistantTurn();
  for (const [index, item] of items.entries()) {
    const message = parseItem(item, `input.${index}`, turn);
    if (message === undefined) continue;
    turn.endInto(messages);
    messages.push(message);
  }
  turn.endInto(messages);
}

/** A message of others than the assistant, or undefined for what was added to its turn. */
function parseItem(item: Json, param: string, turn: AssistantTurn): Message | undefined {
  const object = requireItemObject(item, param);
  const place: Place = { object, path: `${param}.` };
  const type = readString(place, 'type') ?? (object['role'] === undefined ? '' : 'message');
  switch (type) {
    case 'message':
      return parseMessage(place, turn);
    case 'function_call':
      addCall(place, turn);
      return undefined;
    case 'function_call_output':
      return parseOutput(place);
    case 'reasoning':
      addReasoning(place, turn);
      return undefined;
    default:
      throw refuseItem(type, `${param}.type`);
  }
}

function refuseItem(type: string, param: string) {
  // The type of a reference may be left out.
  const isReference = type === 'item_reference' || type === '';
  const sentence = isReference
    ? 'Send the item itself in place of a reference to it: this gateway keeps none.'
    : 'Send only items of the types message, function_call, function_call_output and reasoning.';
  return invalidField(param, sentence);
}

function parseMessage(place: Place, turn: AssistantTurn): Message | undefined {
  const role = requireString(place, 'role');
  if (!isRole(role)) {
    const sentence = 'Use one of the roles system, developer, user and assistant.';
    throw invalidField(`${place.path}role`, sentence);
  }
  const content = parseContent(place, 'content');
  const extra = readExtra(place.object, messageFields);
  if (role !== 'assistant') return withExtra({ role, content }, extra);
  turn.addWords(content, extra);
  return undefined;
}

function isRole(role: string): role is Role {
  return roles.has(role);
}

function addCall(place: Place, turn: AssistantTurn): void {
  const text = readString(place, 'arguments');
  if (text === undefined) {
    throw invalidField(`${place.path}arguments`, 'Send arguments as a string of JSON.');
  }
  const call = {
    id: requireString(place, 'call_id'),
    name: requireString(place, 'name'),
    arguments: text,
  };
  turn.addCall(withExtra(call, readExtra(place.object, callFields)));
}

function parseOutput(place: Place): Message {
  const toolCallId = requireString(place, 'call_id');
  const content = parseContent(place, 'output');
  const extra = readExtra(place.object, outputFields);
  return withExtra({ role: 'tool' as const, content, toolCallId }, extra);
}

function withExtra<Owner extends object>(
  owner: Owner,
  extra: JsonObject | undefined,
): Owner & { readonly extra?: JsonObject } {
  return extra === undefined ? owner : { ...owner, extra };
}

/** An item that holds nothing, as OpenAI sends when it was not asked for the sealed form, is skipped over. */
function addReasoning(place: Place, turn: AssistantTurn): void {
  // The thoughts themselves where a server shows them, else what was said about them.
  const text = readTexts(place, 'content', '') || readTexts(place, 'summary', '\n\n');
  const encrypted = readString(place, 'encrypted_content');
  const seal = encrypted === undefined || encrypted === '' ? undefined : parseSeal(encrypted);
  if (text === '' && seal === undefined) return;
  turn.addPart({ kind: 'reasoning', text, ...seal } satisfies ContentPart);
}

function readTexts(place: Place, name: string, joint: string): string {
  const texts = readList(place, name)?.map((item, index) => {
    const param = `${place.path}${name}.${index}`;
    const text = isJsonObject(item) ? readString({ object: item, path: `${param}.` }, 'text') : '';
    if (text === undefined || !isJsonObject(item)) {
      throw invalidField(param, 'Send each part of reasoning as an object with its text.');
    }
    return text;
  });
  return texts?.join(joint) ?? '';
}
