import type {
  ChatRequest,
  ContentPart,
  EmbeddingRequest,
  InferenceRequest,
  Json,
  JsonObject,
  Message,
  Tool,
} from '../inference.ts';
import { decodeBase64 } from './base64.ts';

/**
 * Every text of a request that goes to a provider, each alone: all roles, names, tools with their schemas, arguments
 * and results of tools, and whatever rides along (names, strings and numbers of unknown JSON). Pictures that are part
 * of the request (`data:image/` in base64) are no text; nor are the bytes of files that hold
 * none, sealed reasoning, and token lists, see {@link hasTokenLists}. Inspection reads `collectEncodedTexts` and `collectJoinedTexts` too.
 */
export function collectTexts(request: InferenceRequest): readonly string[] {
  const texts: string[] = [];
  if (request.operation === 'chat') addChat(texts, request);
  else addEmbedding(texts, request);
  return texts;
}

/** Whether some inputs are numbers of a vocabulary, which nothing here can read. */
export function hasTokenLists(request: InferenceRequest): boolean {
  return (
    request.operation === 'embedding' && request.inputs.some((input) => typeof input !== 'string')
  );
}

function addChat(texts: string[], request: ChatRequest): void {
  for (const message of request.messages) addMessage(texts, message);
  for (const tool of request.tools) addTool(texts, tool);
  const { toolChoice, responseFormat, sampling, reasoningEffort, verbosity } = request;
  if (typeof toolChoice === 'object') texts.push(toolChoice.name);
  add(texts, responseFormat?.name);
  addJson(texts, responseFormat?.schema);
  addJson(texts, responseFormat?.extra);
  for (const stop of sampling.stop ?? []) texts.push(stop);
  add(texts, reasoningEffort);
  add(texts, verbosity);
  addJson(texts, request.extra);
}

function addEmbedding(texts: string[], request: EmbeddingRequest): void {
  for (const input of request.inputs) {
    if (typeof input === 'string') texts.push(input);
  }
  addJson(texts, request.extra);
}

function addMessage(texts: string[], message: Message): void {
  const { content, toolCalls } = message;
  if (typeof content === 'string') texts.push(content);
  else if (content !== undefined) for (const part of content) addPart(texts, part);
  add(texts, message.name);
  add(texts, message.toolCallId);
  if (toolCalls !== undefined) {
    for (const call of toolCalls) {
      texts.push(call.id, call.name, call.arguments);
      addJson(texts, call.extra);
    }
  }
  addJson(texts, message.extra);
}

type FilePart = Extract<ContentPart, { kind: 'file' }>;

/** Media types of files that are words. */
export const readableMedia =
  /^text\/|^application\/(?:json|xml|yaml|javascript)\b|\+(?:json|xml)$/i;
/** Nothing but the bytes of a picture: anything else after `data:image/` could be words. */
const picture = /^data:image\/[\w.+-]{1,64};base64,[\w+/=-]*$/;
/** Words of OpenAI's own (API reference, chat/create); any other is a text of the caller. */
const imageDetails: ReadonlySet<string> = new Set(['auto', 'low', 'high']);

function addPart(texts: string[], part: ContentPart): void {
  if (part.kind === 'other') {
    addJson(texts, part.value);
    return;
  }
  if (part.kind === 'reasoning') {
    texts.push(part.text);
    return;
  }
  if (part.kind === 'text') {
    texts.push(part.text);
  } else if (part.kind === 'file') {
    addFile(texts, part);
  } else {
    if (!picture.test(part.url)) texts.push(part.url);
    if (part.detail !== undefined && !imageDetails.has(part.detail)) texts.push(part.detail);
  }
  addJson(texts, part.extra);
}

/** Words of a file that are plain to read. Bytes of other kinds are opened by nobody here. */
function addFile(texts: string[], { source, mediaType, name }: FilePart): void {
  add(texts, name);
  add(texts, mediaType);
  if (source.form === 'text') texts.push(source.text);
  else if (source.form === 'url') texts.push(source.url);
  else if (source.form === 'id') texts.push(source.id);
  else if (mediaType !== undefined && readableMedia.test(mediaType))
    texts.push(decodeBase64(source.data).toString('utf8'));
}

function addTool(texts: string[], tool: Tool): void {
  texts.push(tool.name);
  add(texts, tool.description);
  addJson(texts, tool.parameters);
  addJson(texts, tool.extra);
}

function add(texts: string[], text: string | undefined): void {
  if (text !== undefined) texts.push(text);
}

/** Walks with a list of its own, so that no depth of nesting ends the process's stack. */
function addJson(texts: string[], root: JsonObject | undefined): void {
  if (root === undefined) return;
  const waiting: Json[] = [root];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'number') texts.push(String(value));
    else if (typeof value === 'object' && value !== null) openJson(texts, waiting, value);
  }
}

function openJson(texts: string[], waiting: Json[], value: JsonObject | readonly Json[]): void {
  if (!Array.isArray(value)) for (const name of Object.keys(value)) texts.push(name);
  for (const member of Object.values(value)) waiting.push(member);
}
