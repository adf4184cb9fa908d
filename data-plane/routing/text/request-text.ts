import type { InspectedText } from '../../../policy/inspect/inspected-text.ts';
import type {
  ChatRequest,
  ContentPart,
  EmbeddingRequest,
  InferenceRequest,
  Json,
  JsonObject,
  Message,
  Tool,
} from '../../inference.ts';
import { decodeBase64 } from './base64.ts';
import { partOf, TextList } from './text-list.ts';

/**
 * Every text of a request that goes to a provider, each alone: all roles, names, tools with their schemas, arguments
 * and results of tools, and whatever rides along (names, strings and numbers of unknown JSON). Pictures that are part
 * of the request (`data:image/` in base64) are no text; nor are the bytes of files that hold
 * none, sealed reasoning, and token lists, see {@link hasTokenLists}. Inspection reads `collectEncodedTexts` and `collectJoinedTexts` too.
 */
export function collectTexts(request: InferenceRequest): readonly InspectedText[] {
  const texts = new TextList();
  if (request.operation === 'chat') addChat(texts, request);
  else addEmbedding(texts, request);
  return texts.texts;
}

/** Whether some inputs are numbers of a vocabulary, which nothing here can read. */
export function hasTokenLists(request: InferenceRequest): boolean {
  return (
    request.operation === 'embedding' && request.inputs.some((input) => typeof input !== 'string')
  );
}

function addChat(texts: TextList, request: ChatRequest): void {
  for (const [position, message] of request.messages.entries())
    addMessage(texts, message, position);
  for (const [position, tool] of request.tools.entries()) {
    texts.at('tool_definition', 'tools', position);
    addTool(texts, tool);
  }
  texts.at('option', 'options');
  const { toolChoice, responseFormat, sampling, reasoningEffort, verbosity } = request;
  if (typeof toolChoice === 'object') texts.add(toolChoice.name);
  texts.add(responseFormat?.name);
  addJson(texts, responseFormat?.schema);
  addJson(texts, responseFormat?.extra);
  for (const stop of sampling.stop ?? []) texts.add(stop);
  texts.add(reasoningEffort);
  texts.add(verbosity);
  addJson(texts, request.extra);
}

function addEmbedding(texts: TextList, request: EmbeddingRequest): void {
  for (const [position, input] of request.inputs.entries()) {
    texts.at('user', 'inputs', position);
    if (typeof input === 'string') texts.add(input);
  }
  texts.at('option', 'options');
  addJson(texts, request.extra);
}

function addMessage(texts: TextList, message: Message, position: number): void {
  const { content, toolCalls } = message;
  const part = partOf(message.role);
  texts.at(part, 'messages', position);
  if (typeof content === 'string') texts.add(content);
  else if (content !== undefined) for (const piece of content) addPart(texts, piece);
  texts.add(message.name);
  texts.add(message.toolCallId);
  addJson(texts, message.extra);
  if (toolCalls === undefined) return;
  texts.as('tool_arguments');
  for (const call of toolCalls) {
    texts.add(call.id);
    texts.add(call.name);
    texts.add(call.arguments);
    addJson(texts, call.extra);
  }
}

type FilePart = Extract<ContentPart, { kind: 'file' }>;

/** Media types of files that are words. */
export const readableMedia =
  /^text\/|^application\/(?:json|xml|yaml|javascript)\b|\+(?:json|xml)$/i;
/** Nothing but the bytes of a picture: anything else after `data:image/` could be words. */
const picture = /^data:image\/[\w.+-]{1,64};base64,[\w+/=-]*$/;
/** Words of OpenAI's own (API reference, chat/create); any other is a text of the caller. */
const imageDetails: ReadonlySet<string> = new Set(['auto', 'low', 'high']);

function addPart(texts: TextList, part: ContentPart): void {
  if (part.kind === 'other') {
    addJson(texts, part.value);
    return;
  }
  if (part.kind === 'reasoning') {
    texts.add(part.text);
    return;
  }
  if (part.kind === 'text') {
    texts.add(part.text);
  } else if (part.kind === 'file') {
    const said = texts.as('file');
    addFile(texts, part);
    addJson(texts, part.extra);
    texts.as(said);
    return;
  } else {
    if (!picture.test(part.url)) texts.add(part.url);
    if (part.detail !== undefined && !imageDetails.has(part.detail)) texts.add(part.detail);
  }
  addJson(texts, part.extra);
}

/** Words of a file that are plain to read. Bytes of other kinds are opened by nobody here. */
function addFile(texts: TextList, { source, mediaType, name }: FilePart): void {
  texts.add(name);
  texts.add(mediaType);
  if (source.form === 'text') texts.add(source.text);
  else if (source.form === 'url') texts.add(source.url);
  else if (source.form === 'id') texts.add(source.id);
  else if (mediaType !== undefined && readableMedia.test(mediaType))
    texts.add(decodeBase64(source.data).toString('utf8'));
}

function addTool(texts: TextList, tool: Tool): void {
  texts.add(tool.name);
  texts.add(tool.description);
  addJson(texts, tool.parameters);
  addJson(texts, tool.extra);
}

/** Walks with a list of its own, so that no depth of nesting ends the process's stack. */
function addJson(texts: TextList, root: JsonObject | undefined): void {
  if (root === undefined) return;
  const waiting: Json[] = [root];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value === 'string') texts.add(value);
    else if (typeof value === 'number') texts.add(String(value));
    else if (typeof value === 'object' && value !== null) openJson(texts, waiting, value);
  }
}

function openJson(texts: TextList, waiting: Json[], value: JsonObject | readonly Json[]): void {
  if (!Array.isArray(value)) for (const name of Object.keys(value)) texts.add(name);
  for (const member of Object.values(value)) waiting.push(member);
}
