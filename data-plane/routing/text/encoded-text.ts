import { isUtf8 } from 'node:buffer';
import type { InspectedText } from '../../../policy/inspect/inspected-text.ts';
import type {
  ChatRequest,
  ContentPart,
  InferenceRequest,
  Json,
  JsonObject,
} from '../../inference.ts';
import { decodeBase64 } from './base64.ts';
import { readableMedia } from './request-text.ts';
import { partOf, TextList } from './text-list.ts';

/**
 * Texts that stand in a request in another form, for inspection beside the plain ones: the bytes of files, whatever their media
 * type claims, of data URLs and of base64 among unknown fields, percent-encoded addresses, and sealed reasoning as it is. Bytes
 * are read as UTF-8, else byte by byte, which shows ASCII in any format that does not compress it. Only real pictures are left out.
 */
export function collectEncodedTexts(request: InferenceRequest): readonly InspectedText[] {
  const texts = new TextList();
  if (request.operation === 'chat') addChat(texts, request);
  texts.at('option', 'options');
  addJson(texts, request.extra);
  return texts.texts;
}

function addChat(texts: TextList, { messages, tools, responseFormat }: ChatRequest): void {
  for (const [position, { role, content, toolCalls, extra }] of messages.entries()) {
    texts.at(partOf(role), 'messages', position);
    if (typeof content === 'object') for (const part of content) addPart(texts, part);
    addJson(texts, extra);
    texts.as('tool_arguments');
    for (const call of toolCalls ?? []) addJson(texts, call.extra);
  }
  for (const [position, { parameters, extra }] of tools.entries()) {
    texts.at('tool_definition', 'tools', position);
    addJson(texts, parameters);
    addJson(texts, extra);
  }
  texts.at('option', 'options');
  addJson(texts, responseFormat?.schema);
  addJson(texts, responseFormat?.extra);
}

function addPart(texts: TextList, part: ContentPart): void {
  switch (part.kind) {
    case 'other':
      addJson(texts, part.value);
      return;
    case 'reasoning':
      addSeal(texts, part.signature);
      addSeal(texts, part.redacted);
      return;
    case 'image':
      addAddress(texts, part.url);
      break;
    case 'file': {
      const said = texts.as('file');
      addFile(texts, part);
      addJson(texts, part.extra);
      texts.as(said);
      return;
    }
    case 'text':
      break;
  }
  addJson(texts, part.extra);
}

/** As it is, and its bytes: nobody here knows whether they are sealed. A mark of whose it is may stand before them. */
function addSeal(texts: TextList, seal: string | undefined): void {
  if (seal === undefined) return;
  texts.add(seal);
  addString(texts, seal);
  const colon = seal.indexOf(':');
  if (colon >= 0) addString(texts, seal.slice(colon + 1));
}

function addFile(
  texts: TextList,
  { source, mediaType }: Extract<ContentPart, { kind: 'file' }>,
): void {
  if (source.form === 'url') addAddress(texts, source.url);
  if (source.form !== 'base64') return;
  const isRead = mediaType !== undefined && readableMedia.test(mediaType);
  addBytes(texts, source.data, isRead);
}

/** An address with its percent signs resolved, and the bytes of a data URL; some servers take the bare bytes in its place. */
function addAddress(texts: TextList, address: string): void {
  if (base64.test(address)) {
    addBytes(texts, address, false);
    return;
  }
  const plain = resolvePercents(address);
  if (plain !== address) texts.add(plain);
  const comma = plain.indexOf(',');
  if (comma >= 0 && /^\s*data:/i.test(plain) && /;\s*base64\s*$/i.test(plain.slice(0, comma)))
    addBytes(texts, plain.slice(comma + 1), false);
}

function resolvePercents(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

/** Shorter ones hide no secret. */
const base64CharsMin = 16;
const base64 = /^[\w+/=-]+$/;

/** Walks with a list of its own, so that no depth of nesting ends the process's stack. */
function addJson(texts: TextList, root: JsonObject | undefined): void {
  if (root === undefined) return;
  const waiting: Json[] = [root];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value === 'string') addString(texts, value);
    else if (typeof value === 'object' && value !== null)
      for (const member of Object.values(value)) waiting.push(member);
  }
}

function addString(texts: TextList, text: string): void {
  if (text.length < base64CharsMin) return;
  if (base64.test(text)) addBytes(texts, text, false);
  else if (/^\s*(?:data|https?):/i.test(text)) addAddress(texts, text);
}

/** `isRead` is whether the bytes were collected as UTF-8 already. */
function addBytes(texts: TextList, data: string, isRead: boolean): void {
  const bytes = decodeBase64(data);
  const isText = isUtf8(bytes);
  if (!isText && isPicture(bytes)) return;
  const text = bytes.toString(isText ? 'utf8' : 'latin1');
  if (!isRead) texts.add(text);
  // ASCII in UTF-16.
  if (text.includes('\0')) texts.add(text.replaceAll('\0', ''));
  if (isText || !isDocument(bytes)) texts.add(data);
}

/** First bytes in hexadecimal (the formats' own specifications): PNG, JPEG, GIF, TIFF; WebP, HEIC and AVIF name theirs later. */
const pictureBeginnings =
  /^(?:89504e47|ffd8ff|47494638|49492a00|4d4d002a|52494646.{8}57454250|.{8}66747970)/;
/** PDF, ZIP (the newer Office formats) and OLE2 (the older ones). */
const documentBeginnings = /^(?:255044462d|504b0304|d0cf11e0)/;
const beginningBytes = 12;

function isPicture(bytes: Buffer): boolean {
  return pictureBeginnings.test(bytes.toString('hex', 0, beginningBytes));
}

function isDocument(bytes: Buffer): boolean {
  return documentBeginnings.test(bytes.toString('hex', 0, beginningBytes));
}
