import type { ContentPart, FileSource, Json, JsonObject, Reasoning } from '../../inference.ts';
import { isJsonObject } from '../json-body.ts';
import {
  invalidField,
  type Place,
  readExtra,
  readNestedExtra,
  readString,
  requireItemObject,
  requireString,
} from '../json-field.ts';

type FilePart = Extract<ContentPart, { kind: 'file' }>;

const textFields = new Set(['type', 'text']);
const imageFields = new Set(['type', 'source']);
const documentFields = new Set(['type', 'source', 'title']);
const base64Fields = new Set(['type', 'media_type', 'data']);
const urlFields = new Set(['type', 'url']);
const fileFields = new Set(['type', 'file_id']);
const thinkingFields = new Set(['type', 'thinking', 'signature']);
const redactedFields = new Set(['type', 'data']);

/** A block of content as an object, and where it sits. @throws GatewayError invalid_request */
export function placeOfBlock(item: Json, param: string): Place {
  return { object: requireItemObject(item, param), path: `${param}.` };
}

/**
 * One block that is content and no call of a tool: text, picture, document. What this gateway does not know rides along as `other`,
 * and so does what would not come out as it came in.
 *
 * @throws GatewayError invalid_request with the dotted path of the field at fault
 */
export function parseContentBlock(block: Place): ContentPart {
  switch (requireString(block, 'type')) {
    case 'text':
      return parseText(block);
    case 'image':
      return parseImage(block) ?? { kind: 'other', value: block.object };
    case 'document':
      return parseDocument(block) ?? { kind: 'other', value: block.object };
    default:
      return { kind: 'other', value: block.object };
  }
}

/** A `thinking` block; one with fields that have no place here rides along as it is. An empty seal counts as none. */
export function parseThinking(block: Place): ContentPart {
  const text = readString(block, 'thinking');
  if (text === undefined) throw invalidField(`${block.path}thinking`, 'Send thinking as a string.');
  const signature = readString(block, 'signature') ?? '';
  if (readExtra(block.object, thinkingFields) !== undefined)
    return { kind: 'other', value: block.object };
  const thought: Reasoning = { kind: 'reasoning', text };
  return signature === '' ? thought : { ...thought, signature };
}

/** A `redacted_thinking` block; one with fields that have no place here rides along as it is. */
export function parseRedactedThinking(block: Place): ContentPart {
  const redacted = requireString(block, 'data');
  if (readExtra(block.object, redactedFields) !== undefined)
    return { kind: 'other', value: block.object };
  return { kind: 'reasoning', text: '', redacted };
}

/** A `text` block. @throws GatewayError invalid_request */
export function parseText(block: Place): ContentPart {
  const text = readString(block, 'text');
  if (text === undefined) throw invalidField(`${block.path}text`, 'Send text as a string.');
  const extra = readExtra(block.object, textFields);
  return extra === undefined ? { kind: 'text', text } : { kind: 'text', text, extra };
}

/** Undefined for a picture that lies with the provider, which the inner shape has no word for. */
function parseImage(block: Place): ContentPart | undefined {
  const source = placeOfSource(block);
  const type = requireString(source, 'type');
  if (type !== 'base64' && type !== 'url') return undefined;
  const extra = readNestedExtra({
    outer: block.object,
    outerKnown: imageFields,
    innerName: 'source',
    inner: source.object,
    innerKnown: type === 'base64' ? base64Fields : urlFields,
  });
  const url = type === 'base64' ? readDataUrl(source) : requireString(source, 'url');
  return { kind: 'image', url, ...(extra === undefined ? undefined : { extra }) };
}

function readDataUrl(source: Place): string {
  const { mediaType, data } = readBase64(source);
  return `data:${mediaType};base64,${data}`;
}

/** Undefined for a source of the type `content`, or of one that is not known. */
function parseDocument(block: Place): ContentPart | undefined {
  const source = placeOfSource(block);
  const title = readString(block, 'title');
  const found = readFileSource(source);
  if (found === undefined) return undefined;
  const { innerKnown, ...file } = found;
  const extra = readNestedExtra({
    outer: block.object,
    outerKnown: documentFields,
    innerName: 'source',
    inner: source.object,
    innerKnown,
  });
  return {
    kind: 'file',
    ...file,
    ...(title === undefined ? undefined : { name: title }),
    ...(extra === undefined ? undefined : { extra }),
  };
}

type FoundFile = Pick<FilePart, 'source' | 'mediaType'> & {
  readonly innerKnown: ReadonlySet<string>;
};

function readFileSource(place: Place): FoundFile | undefined {
  switch (requireString(place, 'type')) {
    case 'base64': {
      const { mediaType, data } = readBase64(place);
      return { source: { form: 'base64', data }, mediaType, innerKnown: base64Fields };
    }
    case 'text':
      return { ...readPlainText(place), innerKnown: base64Fields };
    case 'url':
      return { source: { form: 'url', url: requireString(place, 'url') }, innerKnown: urlFields };
    case 'file':
      return {
        source: { form: 'id', id: requireString(place, 'file_id') },
        innerKnown: fileFields,
      };
    default:
      return undefined;
  }
}

function readPlainText(place: Place): { readonly source: FileSource; readonly mediaType: string } {
  const text = readString(place, 'data');
  if (text === undefined) throw invalidField(`${place.path}data`, 'Send data as a string.');
  return { source: { form: 'text', text }, mediaType: requireString(place, 'media_type') };
}

const mediaTypePattern = /^[\w.+-]{1,64}\/[\w.+-]{1,64}$/;
const base64Pattern = /^[\w+/=-]+$/;

function readBase64(place: Place): { readonly mediaType: string; readonly data: string } {
  const mediaType = requireString(place, 'media_type');
  if (!mediaTypePattern.test(mediaType))
    throw invalidField(`${place.path}media_type`, 'Send media_type in the form image/png.');
  const data = requireString(place, 'data');
  if (!base64Pattern.test(data))
    throw invalidField(`${place.path}data`, 'Send data in base64, without line breaks.');
  return { mediaType, data };
}

function placeOfSource(block: Place): Place {
  const source: JsonObject = requireSource(block);
  return { object: source, path: `${block.path}source.` };
}

function requireSource({ object, path }: Place): JsonObject {
  const source = object['source'];
  if (isJsonObject(source)) return source;
  throw invalidField(`${path}source`, 'Send source as an object.');
}
