import type { ContentPart, Json, Message, Role, ToolCall } from '../../inference.ts';
import { isJsonObject } from '../json-body.ts';
import {
  invalidField,
  type Place,
  readExtra,
  readList,
  readNestedExtra,
  readString,
  requireItemObject,
  requireString,
} from '../json-field.ts';

type FilePart = Extract<ContentPart, { kind: 'file' }>;

const roles: ReadonlySet<string> = new Set<Role>([
  'system',
  'developer',
  'user',
  'assistant',
  'tool',
]);
const messageFields = new Set(['role', 'content', 'name', 'tool_calls', 'tool_call_id']);
const textFields = new Set(['type', 'text']);
const imageFields = new Set(['type', 'image_url']);
const imageUrlFields = new Set(['url', 'detail']);
const fileFields = new Set(['type', 'file']);
const innerFileFields = new Set(['file_data', 'file_id', 'filename']);
const toolCallFields = new Set(['id', 'type', 'function']);
const calledFunctionFields = new Set(['name', 'arguments']);

/**
 * One entry of `messages`. Unknown fields ride along in `extra`, unknown content parts as `other`.
 *
 * @throws GatewayError invalid_request with the dotted path of the field at fault
 */
export function parseMessage(item: Json, index: number): Message {
  const path = `messages.${index}.`;
  const object = requireItemObject(item, `messages.${index}`);
  const place: Place = { object, path };
  const role = requireString(place, 'role');
  if (!isRole(role)) {
    throw invalidField(
      `${path}role`,
      'Use one of the roles system, developer, user, assistant and tool.',
    );
  }
  const name = readString(place, 'name');
  const toolCalls = parseToolCalls(place);
  const toolCallId = readString(place, 'tool_call_id');
  const extra = readExtra(object, messageFields);
  return {
    role,
    content: parseContent(place, role),
    ...(name === undefined ? undefined : { name }),
    ...(toolCalls === undefined ? undefined : { toolCalls }),
    ...(toolCallId === undefined ? undefined : { toolCallId }),
    ...(extra === undefined ? undefined : { extra }),
  };
}

function isRole(role: string): role is Role {
  return roles.has(role);
}

function parseContent(place: Place, role: Role): Message['content'] {
  const content = place.object['content'];
  const param = `${place.path}content`;
  if (typeof content === 'string') return content;
  if (content === undefined || content === null) {
    if (role === 'assistant') return undefined;
    throw invalidField(param, 'Send content as a string or a list of parts.');
  }
  if (!Array.isArray(content)) {
    throw invalidField(param, 'Send content as a string or a list of parts.');
  }
  return content.map((part: Json, index: number) => parsePart(part, `${param}.${index}`));
}

function parsePart(item: Json, param: string): ContentPart {
  const object = requireItemObject(item, param);
  const place: Place = { object, path: `${param}.` };
  const type = requireString(place, 'type');
  if (type === 'text') return parseTextPart(place);
  if (type === 'image_url') return parseImagePart(place);
  if (type === 'file') return parseFilePart(place) ?? { kind: 'other', value: object };
  return { kind: 'other', value: object };
}

function parseTextPart(place: Place): ContentPart {
  const text = readString(place, 'text');
  if (text === undefined) {
    throw invalidField(`${place.path}text`, 'Send text as a string.');
  }
  const extra = readExtra(place.object, textFields);
  return extra === undefined ? { kind: 'text', text } : { kind: 'text', text, extra };
}

function parseImagePart(place: Place): ContentPart {
  const param = `${place.path}image_url`;
  const inner = requireItemObject(place.object['image_url'] ?? null, param);
  const image: Place = { object: inner, path: `${param}.` };
  const detail = readString(image, 'detail');
  const extra = readNestedExtra({
    outer: place.object,
    outerKnown: imageFields,
    innerName: 'image_url',
    inner,
    innerKnown: imageUrlFields,
  });
  return {
    kind: 'image',
    url: requireString(image, 'url'),
    ...(detail === undefined ? undefined : { detail }),
    ...(extra === undefined ? undefined : { extra }),
  };
}

/** Undefined for a form that would not come out as it came in. */
function parseFilePart(place: Place): ContentPart | undefined {
  const inner = place.object['file'];
  if (!isJsonObject(inner)) return undefined;
  const { file_data: data, file_id: id, filename: name } = inner;
  if (name !== undefined && typeof name !== 'string') return undefined;
  const source = readFileSource(data, id);
  if (source === undefined) return undefined;
  const extra = readNestedExtra({
    outer: place.object,
    outerKnown: fileFields,
    innerName: 'file',
    inner,
    innerKnown: innerFileFields,
  });
  return {
    kind: 'file',
    ...source,
    ...(name === undefined ? undefined : { name }),
    ...(extra === undefined ? undefined : { extra }),
  };
}

const dataUrl = /^data:([\w.+-]+\/[\w.+-]+);base64,([\w+/=-]*)$/;

function readFileSource(
  data: Json | undefined,
  id: Json | undefined,
): Pick<FilePart, 'source' | 'mediaType'> | undefined {
  if (typeof id === 'string' && data === undefined) return { source: { form: 'id', id } };
  const [, mediaType, bytes] = (typeof data === 'string' && dataUrl.exec(data)) || [];
  if (id !== undefined || mediaType === undefined || bytes === undefined) return undefined;
  return { source: { form: 'base64', data: bytes }, mediaType };
}

function parseToolCalls(place: Place): readonly ToolCall[] | undefined {
  return readList(place, 'tool_calls')?.map((item, index) =>
    parseToolCall(item, `${place.path}tool_calls.${index}`),
  );
}

function parseToolCall(item: Json, param: string): ToolCall {
  const object = requireItemObject(item, param);
  const place: Place = { object, path: `${param}.` };
  const type = object['type'];
  if (type !== undefined && type !== 'function') {
    throw invalidField(`${param}.type`, 'Send only tool calls of the type function.');
  }
  const called = requireItemObject(object['function'] ?? null, `${param}.function`);
  const inside: Place = { object: called, path: `${param}.function.` };
  const text = readString(inside, 'arguments');
  if (text === undefined) {
    throw invalidField(`${inside.path}arguments`, 'Send arguments as a string of JSON.');
  }
  const extra = readNestedExtra({
    outer: object,
    outerKnown: toolCallFields,
    innerName: 'function',
    inner: called,
    innerKnown: calledFunctionFields,
  });
  return {
    id: requireString(place, 'id'),
    name: requireString(inside, 'name'),
    arguments: text,
    ...(extra === undefined ? undefined : { extra }),
  };
}
