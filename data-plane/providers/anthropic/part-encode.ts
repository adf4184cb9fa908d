import { isUtf8 } from 'node:buffer';
import { findInnerExtra } from '../../dialects/json-field.ts';
import { GatewayError } from '../../errors.ts';
import type { ContentPart, JsonObject, Message, Reasoning } from '../../inference.ts';
import { foreignField } from '../foreign-field.ts';
import { openAnthropicSeal } from '../seal.ts';

type ImagePart = Extract<ContentPart, { kind: 'image' }>;
type FilePart = Extract<ContentPart, { kind: 'file' }>;

/**
 * Content as blocks of the Messages API, in order. Left out are texts without a visible character, which the wire refuses,
 * and thoughts that its provider has not signed. `path` is that of the content, without a trailing dot.
 *
 * @throws GatewayError invalid_request for an image or a file in a form that the wire has no place for
 */
export function encodeBlocks(content: Message['content'], path: string): JsonObject[] {
  if (content === undefined) return [];
  if (typeof content === 'string') return encodeText(content);
  return content.flatMap((part, index) => encodePart(part, `${path}.${index}`));
}

/** Whether a text shows anything. */
export function isBlank(text: string): boolean {
  return !/\S/.test(text);
}

function encodePart(part: ContentPart, path: string): JsonObject[] {
  switch (part.kind) {
    case 'text':
      return encodeText(part.text, part.extra);
    case 'image':
      return [encodeImage(part, path)];
    case 'file':
      return [encodeFile(part, path)];
    case 'reasoning':
      return encodeReasoning(part);
    case 'other':
      return [part.value];
  }
}

function encodeText(text: string, extra?: JsonObject): JsonObject[] {
  return isBlank(text) ? [] : [{ ...extra, type: 'text', text }];
}

function encodeReasoning({ text, signature, redacted }: Reasoning): JsonObject[] {
  if (redacted !== undefined) return [{ type: 'redacted_thinking', data: redacted }];
  const seal = openAnthropicSeal(signature);
  return seal === undefined ? [] : [{ type: 'thinking', thinking: text, signature: seal }];
}

/** `detail` asks for a resolution, of which this wire knows one. */
function encodeImage({ url, extra }: ImagePart, path: string): JsonObject {
  const source = /^https?:\/\//i.test(url) ? { type: 'url', url } : readDataUrl(url);
  if (source !== undefined) return encodeSourced('image', source, extra);
  throw new GatewayError(
    'invalid_request',
    'Send the image as an https address, or as a data URL in base64.',
    { param: path },
  );
}

/** Unknown fields of a source ride along under its name. */
function encodeSourced(type: string, source: JsonObject, extra?: JsonObject): JsonObject {
  return { ...extra, type, source: { ...findInnerExtra(extra, 'source'), ...source } };
}

/** Without a pattern over the whole: images are large. */
function readDataUrl(url: string): JsonObject | undefined {
  const comma = url.indexOf(',');
  const head = comma < 0 ? '' : url.slice(0, comma);
  if (!/^data:.*;base64$/is.test(head)) return undefined;
  const [mediaType = ''] = head.slice('data:'.length).split(';', 1);
  return { type: 'base64', media_type: mediaType, data: url.slice(comma + 1) };
}

function encodeFile(part: FilePart, path: string): JsonObject {
  const { mediaType, source, name, extra } = part;
  if (source.form === 'base64' && mediaType?.startsWith('image/')) {
    const bytes = { type: 'base64', media_type: mediaType, data: source.data };
    return encodeSourced('image', bytes, extra);
  }
  const document = encodeSourced('document', encodeSource(part, path), extra);
  return name === undefined ? document : { ...document, title: name };
}

/** Documents are PDF or plain text (Messages API, `DocumentBlockParam`, 2026); bytes without a type are taken for PDF. */
function encodeSource({ source, mediaType = pdf }: FilePart, path: string): JsonObject {
  switch (source.form) {
    case 'text':
      return { type: 'text', media_type: 'text/plain', data: source.text };
    case 'url':
      return { type: 'url', url: source.url };
    case 'id':
      return { type: 'file', file_id: source.id };
    case 'base64':
      if (mediaType === pdf) return { type: 'base64', media_type: pdf, data: source.data };
      if (!mediaType.startsWith('text/')) throw foreignField(path);
      return encodeTextBytes(Buffer.from(source.data, 'base64'), path);
  }
}

const pdf = 'application/pdf';

function encodeTextBytes(bytes: Buffer, path: string): JsonObject {
  if (!isUtf8(bytes)) throw foreignField(path);
  return { type: 'text', media_type: 'text/plain', data: bytes.toString('utf8') };
}
