/** Headers of a provider's reply, by lower-case name. */
export type ReplyHeaders = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Whether a reply with status 2xx can be what was asked for, by its headers: a stream of that media type, no page and no
 * events for a whole reply (`undefined`), and never compressed, since `accept-encoding: identity` was sent.
 */
export function isReadableReply(
  headers: ReplyHeaders,
  streamMediaType: string | undefined,
): boolean {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') return false;
  const type = headers['content-type'];
  const media = typeof type === 'string' ? mediaTypeOf(type) : '';
  if (streamMediaType !== undefined) return media === streamMediaType;
  return media !== 'text/event-stream' && media !== 'text/html';
}

function mediaTypeOf(contentType: string): string {
  const end = contentType.indexOf(';');
  return (end < 0 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
}
