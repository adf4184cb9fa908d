/** Headers of a provider's reply, by lower-case name. */
export type ReplyHeaders = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Whether a reply with status 2xx can be what was asked for, by its headers: events for a stream, no page and no
 * events for a whole reply, and never compressed, since `accept-encoding: identity` was sent.
 */
export function isReadableReply(headers: ReplyHeaders, stream: boolean): boolean {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') return false;
  const type = headers['content-type'];
  const isEventStream = typeof type === 'string' && /^text\/event-stream\b/i.test(type);
  if (stream) return isEventStream;
  return !isEventStream && !(typeof type === 'string' && /^text\/html\b/i.test(type));
}
