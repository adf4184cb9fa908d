import type { ContentPart__Output as WirePart } from '../../../../proto/generated/gatehouse/inference/v1/ContentPart.ts';
import type { FileContent__Output as WireFile } from '../../../../proto/generated/gatehouse/inference/v1/FileContent.ts';
import type { ImageContent__Output as WireImage } from '../../../../proto/generated/gatehouse/inference/v1/ImageContent.ts';
import type { ReasoningContent__Output as WireReasoning } from '../../../../proto/generated/gatehouse/inference/v1/ReasoningContent.ts';
import type { ContentPart, FileSource } from '../../../inference.ts';
import { invalidField } from '../refusal.ts';
import type { WireText } from './wire-text.ts';

const imageDetails: ReadonlySet<string> = new Set(['', 'auto', 'low', 'high']);
const mediaType = /^[\w.+-]{1,64}\/[\w.+-]{1,64}$/;

/**
 * One part of a message.
 *
 * @param param its path
 * @throws GatewayError invalid_request
 */
export function parsePart(part: WirePart, param: string, text: WireText): ContentPart {
  switch (part.part) {
    case 'text':
      return { kind: 'text', text: text.whole(part.text ?? '') };
    case 'image':
      return parseImage(set(part.image, param), `${param}.image`, text);
    case 'file':
      return parseFile(set(part.file, param), `${param}.file`, text);
    case 'reasoning':
      return parseReasoning(set(part.reasoning, param), `${param}.reasoning`, text);
    default:
      throw invalidField(param, 'must be a text, an image, a file or reasoning');
  }
}

function set<Part>(part: Part | null | undefined, param: string): Part {
  if (part === null || part === undefined) throw invalidField(param, 'must be set');
  return part;
}

function parseImage(image: WireImage, param: string, text: WireText): ContentPart {
  if (!/^(https:|data:)/i.test(image.url))
    throw invalidField(`${param}.url`, 'must be an https: or data: URL');
  if (!imageDetails.has(image.detail))
    throw invalidField(`${param}.detail`, 'must be auto, low or high');
  const url = text.whole(image.url);
  return image.detail === ''
    ? { kind: 'image', url }
    : { kind: 'image', url, detail: image.detail };
}

function parseFile(file: WireFile, param: string, text: WireText): ContentPart {
  const source = parseSource(file, param, text);
  if (file.mediaType !== '' && !mediaType.test(file.mediaType))
    throw invalidField(`${param}.media_type`, 'must be a media type such as application/pdf');
  // Each provider would guess in its own way, and what was guessed wrong could not be inspected.
  if (file.mediaType === '' && source.form === 'base64')
    throw invalidField(`${param}.media_type`, 'must be set beside data');
  return {
    kind: 'file',
    source,
    ...(file.mediaType !== '' && { mediaType: file.mediaType }),
    ...(file.name !== '' && { name: text.whole(file.name) }),
  };
}

function parseSource(file: WireFile, param: string, text: WireText): FileSource {
  const { data, url = '', id = '' } = file;
  switch (file.source) {
    case 'data':
      if (data === undefined || data.length === 0)
        throw invalidField(`${param}.data`, 'must not be empty');
      return { form: 'base64', data: data.toString('base64') };
    case 'url':
      if (!/^https:/i.test(url)) throw invalidField(`${param}.url`, 'must be an https: URL');
      return { form: 'url', url: text.whole(url) };
    case 'id':
      if (id === '') throw invalidField(`${param}.id`, 'must not be empty');
      return { form: 'id', id: text.whole(id) };
    default:
      throw invalidField(`${param}.data`, 'must be set, or url, or id');
  }
}

function parseReasoning(
  { text: thoughts, signature, redacted }: WireReasoning,
  param: string,
  text: WireText,
): ContentPart {
  if (redacted !== '') {
    if (thoughts !== '' || signature !== '')
      throw invalidField(`${param}.redacted`, 'must stand without text and signature');
    return { kind: 'reasoning', text: '', redacted: text.whole(redacted) };
  }
  if (thoughts === '' && signature === '')
    throw invalidField(param, 'must hold text, a signature, or redacted thoughts');
  return {
    kind: 'reasoning',
    text: text.whole(thoughts),
    ...(signature !== '' && { signature: text.whole(signature) }),
  };
}
