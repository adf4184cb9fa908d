import { invalidField } from '../../dialects/json-field.ts';
import type { ContentPart, JsonObject } from '../../inference.ts';
import { foreignField } from '../foreign-field.ts';
import { openAnthropicSeal } from '../seal.ts';

type FilePart = Extract<ContentPart, { kind: 'file' }>;

/** Media type -> word of the wire (Bedrock Runtime API Reference, ImageBlock, 2025). */
const imageFormats: ReadonlyMap<string, string> = new Map([
  ['image/png', 'png'],
  ['image/jpeg', 'jpeg'],
  ['image/jpg', 'jpeg'],
  ['image/gif', 'gif'],
  ['image/webp', 'webp'],
]);
/** Media type or ending of a name -> word of the wire (Bedrock Runtime API Reference, DocumentBlock, 2025). */
const documentFormats: ReadonlyMap<string, string> = new Map([
  ['application/pdf', 'pdf'],
  ['text/csv', 'csv'],
  ['application/msword', 'doc'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
  ['application/vnd.ms-excel', 'xls'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
  ['text/html', 'html'],
  ['text/plain', 'txt'],
  ['text/markdown', 'md'],
  ...['pdf', 'csv', 'doc', 'docx', 'xls', 'xlsx', 'html', 'txt', 'md'].map(
    (ending) => [ending, ending] as const,
  ),
]);
/** Longest name of a document (Bedrock Runtime API Reference, DocumentBlock, 2025), with room for a number. */
const nameCharsMax = 190;
/** Longest media type with its marks, before the comma of a data URL. */
const headCharsMax = 128;

/** Names of the documents of one request: Bedrock refuses a request that has one twice. */
export class DocumentNames {
  readonly #taken = new Set<string>();
  /** By name, the first number that was not tried: names that many documents have take no longer for it. */
  readonly #numbers = new Map<string, number>();

  /** The name in the letters that Bedrock allows, with a number when it is taken: the same request gives the same names. */
  next(name: string | undefined): string {
    const base = (name ?? '')
      .replace(/[^a-z0-9\s()[\]-]/gi, '-')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, nameCharsMax)
      .trimEnd();
    const wanted = base === '' ? 'document' : base;
    let free = wanted;
    let number = this.#numbers.get(wanted) ?? 2;
    for (; this.#taken.has(free); number += 1) free = `${wanted} (${number})`;
    this.#numbers.set(wanted, number);
    this.#taken.add(free);
    return free;
  }
}

/**
 * A block of a message or of a tool's result; undefined for what says nothing: an empty text, and reasoning without a
 * seal, which no provider takes back.
 *
 * @throws GatewayError invalid_request with `param` for what the wire has no place for
 */
export function encodeBlock(
  part: ContentPart,
  param: string,
  names: DocumentNames,
): JsonObject | undefined {
  switch (part.kind) {
    case 'text':
      return part.text === '' ? undefined : { text: part.text };
    case 'image':
      return encodeImage(part.url, param);
    case 'file':
      return encodeFile(part, param, names);
    case 'reasoning':
      if (part.redacted !== undefined)
        return { reasoningContent: { redactedContent: part.redacted } };
      return encodeThought(part.text, openAnthropicSeal(part.signature));
    case 'other':
      throw foreignField(param);
  }
}

/** Unsealed thoughts, and those of another vendor, are left out: the model could not verify them. */
function encodeThought(text: string, signature: string | undefined): JsonObject | undefined {
  return signature === undefined
    ? undefined
    : { reasoningContent: { reasoningText: { text, signature } } };
}

/** Bedrock fetches nothing from the web; what it could fetch from S3 is not the caller's to choose. */
function encodeImage(url: string, param: string): JsonObject {
  const comma = url.slice(0, headCharsMax).indexOf(',');
  const [, mediaType] = /^data:([\w.+/-]+);base64$/i.exec(url.slice(0, Math.max(comma, 0))) ?? [];
  if (mediaType === undefined) {
    throw invalidField(
      param,
      'Send the image itself as a data URL in base64: the target takes no address of an image.',
    );
  }
  return imageBlock(mediaType, url.slice(comma + 1), param);
}

function imageBlock(mediaType: string, bytes: string, param: string): JsonObject {
  const format = imageFormats.get(mediaType.toLowerCase());
  if (format === undefined) throw invalidField(param, 'Send images as PNG, JPEG, GIF or WebP.');
  return { image: { format, source: { bytes } } };
}

function encodeFile(part: FilePart, param: string, names: DocumentNames): JsonObject {
  const { source, name } = part;
  const mediaType = part.mediaType?.toLowerCase();
  if (source.form === 'id' || source.form === 'url') {
    throw invalidField(
      param,
      'Send the file itself in base64: the target takes no address and no id of a file.',
    );
  }
  if (source.form === 'text') {
    return { document: { format: 'txt', name: names.next(name), source: { text: source.text } } };
  }
  if (mediaType?.startsWith('image/')) return imageBlock(mediaType, source.data, param);
  const ending = /\.(\w{1,8})$/.exec(name ?? '')?.[1]?.toLowerCase();
  const format = documentFormats.get(mediaType ?? '') ?? documentFormats.get(ending ?? '');
  if (format === undefined) {
    throw invalidField(
      param,
      'Send files as PDF, CSV, Word, Excel, HTML, text or Markdown, and say which by their media type.',
    );
  }
  return { document: { format, name: names.next(name), source: { bytes: source.data } } };
}
