/** The payload of a token, as JSON has it. */
export type Payload = Readonly<Record<string, unknown>>;

/** A claim by its whole name, which may hold dots (`https://example.com/groups`), else by the way through objects. */
export function findClaim(payload: Payload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  let found: unknown = payload;
  for (const step of name.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step))
      return undefined;
    found = (found as Payload)[step];
  }
  return found;
}
