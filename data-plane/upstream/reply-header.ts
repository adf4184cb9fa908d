import type { HeaderList } from './http1/reply-head.ts';

/**
 * Whether a reply with status 2xx can be what was asked for, by its headers: a stream of that media type, no page and no
 * events for a whole reply (`undefined`), and never compressed, since `accept-encoding: identity` was sent.
 */
export function isReadableReply(headers: HeaderList, streamMediaType: string | undefined): boolean {
  const encoding = fieldOf(headers, 'content-encoding');
  if (encoding !== undefined && encoding !== 'identity') return false;
  const type = fieldOf(headers, 'content-type');
  const media = type === undefined ? '' : mediaTypeOf(type);
  if (streamMediaType !== undefined) return media === streamMediaType;
  return media !== 'text/event-stream' && media !== 'text/html';
}

/** The headers by name; those that come several times as a list. */
export function recordOf(headers: HeaderList): Readonly<Record<string, string | string[]>> {
  const record: Record<string, string | string[]> = {};
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] ?? '';
    const value = headers[index + 1] ?? '';
    const before = record[name];
    if (before === undefined) record[name] = value;
    else record[name] = Array.isArray(before) ? [...before, value] : [before, value];
  }
  return record;
}

/** Of a header that comes several times, all values as one, which is none that anybody expects. */
function fieldOf(headers: HeaderList, name: string): string | undefined {
  let value: string | undefined;
  for (let index = 0; index < headers.length; index += 2)
    if (headers[index] === name)
      value = value === undefined ? headers[index + 1] : `${value}, ${headers[index + 1]}`;
  return value;
}

function mediaTypeOf(contentType: string): string {
  const end = contentType.indexOf(';');
  return (end < 0 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
}
