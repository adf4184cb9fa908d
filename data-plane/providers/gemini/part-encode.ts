import { GatewayError } from '../../errors.ts';
import type { ContentPart, FileSource, JsonObject } from '../../inference.ts';
import { foreignField } from '../foreign-field.ts';

type FilePart = Extract<ContentPart, { kind: 'file' }>;

/** Media types that Gemini reads (Gemini API docs: image, document, audio and video understanding; 2025), by extension. */
const mediaTypes: ReadonlyMap<string, string> = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['webp', 'image/webp'],
  ['heic', 'image/heic'],
  ['heif', 'image/heif'],
  ['gif', 'image/gif'],
  ['pdf', 'application/pdf'],
  ['txt', 'text/plain'],
  ['md', 'text/markdown'],
  ['html', 'text/html'],
  ['csv', 'text/csv'],
  ['xml', 'text/xml'],
  ['json', 'application/json'],
  ['wav', 'audio/wav'],
  ['mp3', 'audio/mp3'],
  ['flac', 'audio/flac'],
  ['ogg', 'audio/ogg'],
  ['aac', 'audio/aac'],
  ['mp4', 'video/mp4'],
  ['mov', 'video/mov'],
  ['webm', 'video/webm'],
  ['mpeg', 'video/mpeg'],
]);

/**
 * Text, an image or a file as one part. `detail` of an image is a hint that this wire has no word for. Bytes go inline; an
 * address goes as such, with the media type that the caller said or its path tells.
 *
 * @throws GatewayError invalid_request for what has no place here, and for addresses that Google would open with the gateway's
 *   own credential
 */
export function encodePart(part: ContentPart, param: string): JsonObject {
  switch (part.kind) {
    case 'text':
      return { text: part.text };
    case 'image':
      return encodeAddress(part.url, undefined, `${param}.image_url.url`);
    case 'file':
      return encodeFile(part, param);
    case 'reasoning':
    case 'other':
      throw foreignField(param);
  }
}

function encodeFile({ source, mediaType, name }: FilePart, param: string): JsonObject {
  const known = mediaType ?? guess(name ?? '');
  switch (source.form) {
    case 'base64':
      if (known === undefined) throw untyped(param);
      return { inlineData: { mimeType: known, data: source.data } };
    case 'text':
      return { inlineData: { mimeType: 'text/plain', data: base64Of(source) } };
    case 'url':
      return encodeAddress(source.url, known, param);
    case 'id':
      throw refusal(param, 'Send the file itself in base64: the target holds no files of callers.');
  }
}

function base64Of({ text }: Extract<FileSource, { form: 'text' }>): string {
  return Buffer.from(text).toString('base64');
}

function encodeAddress(address: string, known: string | undefined, param: string): JsonObject {
  if (/^data:/i.test(address)) return encodeDataUrl(address, param);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:') {
    throw refusal(
      param,
      'Send an https: address, or the bytes themselves as a data: URL in base64.',
    );
  }
  if (/(?:^|\.)google(?:apis)?\.com\.?$/i.test(url.hostname)) {
    throw refusal(
      param,
      'Send the bytes themselves as a data: URL in base64: Google would open this address with the rights of the gateway.',
    );
  }
  const mimeType = known ?? guess(url.pathname);
  if (mimeType === undefined) throw untyped(param);
  return { fileData: { mimeType, fileUri: address } };
}

/** Cut, not matched as a whole: the bytes may be megabytes. */
function encodeDataUrl(address: string, param: string): JsonObject {
  const comma = address.indexOf(',');
  const [, mimeType] =
    /^data:([\w.+-]{1,64}\/[\w.+-]{1,64});base64$/i.exec(address.slice(0, Math.min(comma, 200))) ??
    [];
  if (comma < 0 || mimeType === undefined) {
    throw refusal(param, 'Send a data: URL as data:<media type>;base64,<bytes>.');
  }
  return { inlineData: { mimeType: mimeType.toLowerCase(), data: address.slice(comma + 1) } };
}

function guess(path: string): string | undefined {
  return mediaTypes.get(path.slice(path.lastIndexOf('.') + 1).toLowerCase());
}

function untyped(param: string): GatewayError {
  return refusal(
    param,
    'Say the media type, send a data: URL in base64, or end the name with a known extension such as .png or .pdf.',
  );
}

function refusal(param: string, sentence: string): GatewayError {
  return new GatewayError('invalid_request', sentence, { param });
}
