import type { ContentPart, FileSource, Json } from '../../inference.ts';
import {
  invalidField,
  type Place,
  readExtra,
  readList,
  readString,
  requireItemObject,
  requireString,
} from '../json-field.ts';

type FilePart = Extract<ContentPart, { kind: 'file' }>;

const textFields = new Set(['type', 'text']);
// Log probabilities are remarks on what was said, and `parsed` is what the SDKs read in it: no provider takes them.
const outputTextFields = new Set(['type', 'text', 'logprobs', 'parsed']);
/** The list of annotations is mostly empty. */
const bareTextFields = new Set([...outputTextFields, 'annotations']);
const imageFields = new Set(['type', 'image_url', 'detail', 'file_id']);
const fileFields = new Set(['type', 'file_data', 'file_url', 'file_id', 'filename']);

/**
 * The content of a message, or the output of a function: a string, or parts (OpenAI API reference, responses/create,
 * `input`). The words of a refusal are text. Parts of types that are not known here ride along as `other`.
 *
 * @throws GatewayError invalid_request with the dotted path of the field at fault
 */
export function parseContent(place: Place, name: string): string | readonly ContentPart[] {
  const content = place.object[name];
  const param = `${place.path}${name}`;
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) {
    throw invalidField(param, `Send ${name} as a string or a list of parts.`);
  }
  return content.map((part: Json, index: number) => parsePart(part, `${param}.${index}`));
}

function parsePart(item: Json, param: string): ContentPart {
  const object = requireItemObject(item, param);
  const place: Place = { object, path: `${param}.` };
  switch (requireString(place, 'type')) {
    case 'input_text':
      return parseText(place, textFields);
    case 'output_text':
      return parseText(place, isAnnotated(place) ? outputTextFields : bareTextFields);
    case 'refusal':
      return { kind: 'text', text: requireText(place, 'refusal') };
    case 'input_image':
      return parseImage(place);
    case 'input_file':
      return parseFile(place);
    default:
      return { kind: 'other', value: object };
  }
}

function isAnnotated(place: Place): boolean {
  return (readList(place, 'annotations') ?? []).length > 0;
}

function requireText(place: Place, name: string): string {
  const text = readString(place, name);
  if (text !== undefined) return text;
  throw invalidField(`${place.path}${name}`, `Send ${name} as a string.`);
}

function parseText(place: Place, known: ReadonlySet<string>): ContentPart {
  const text = requireText(place, 'text');
  const extra = readExtra(place.object, known);
  return extra === undefined ? { kind: 'text', text } : { kind: 'text', text, extra };
}

/** A picture that the provider is to take from a file that it keeps has no place in the inner shape: it rides along. */
function parseImage(place: Place): ContentPart {
  const url = readString(place, 'image_url');
  const id = readString(place, 'file_id');
  if (url === undefined && id !== undefined) return { kind: 'other', value: place.object };
  if (url === undefined || url === '' || id !== undefined) {
    throw invalidField(`${place.path}image_url`, 'Send either image_url or file_id.');
  }
  const detail = readString(place, 'detail');
  const extra = readExtra(place.object, imageFields);
  return {
    kind: 'image',
    url,
    ...(detail === undefined ? undefined : { detail }),
    ...(extra === undefined ? undefined : { extra }),
  };
}

function parseFile(place: Place): ContentPart {
  const name = readString(place, 'filename');
  const extra = readExtra(place.object, fileFields);
  return {
    kind: 'file',
    ...readSource(place),
    ...(name === undefined ? undefined : { name }),
    ...(extra === undefined ? undefined : { extra }),
  };
}

function readSource(place: Place): Pick<FilePart, 'source' | 'mediaType'> {
  const data = readString(place, 'file_data');
  const url = readString(place, 'file_url');
  const id = readString(place, 'file_id');
  const sources: FileSource[] = [];
  if (url !== undefined) sources.push({ form: 'url', url });
  if (id !== undefined) sources.push({ form: 'id', id });
  const [source] = sources;
  if (sources.length === 1 && source !== undefined && data === undefined) return { source };
  if (sources.length === 0 && data !== undefined) return readData(place, data);
  throw invalidField(`${place.path}file_data`, 'Send one of file_data, file_url and file_id.');
}

const dataUrl = /^data:([\w.+-]+\/[\w.+-]+);base64,([\w+/=-]*)$/;

/** Bytes without their media type would be guessed at by each provider in its own way, and could not be inspected. */
function readData(place: Place, text: string): Pick<FilePart, 'source' | 'mediaType'> {
  const [, mediaType, data] = dataUrl.exec(text) ?? [];
  if (mediaType !== undefined && data !== undefined) {
    return { source: { form: 'base64', data }, mediaType };
  }
  const sentence = 'Send file_data as an address: data:application/pdf;base64, and the bytes.';
  throw invalidField(`${place.path}file_data`, sentence);
}
