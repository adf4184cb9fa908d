/** Text that a peer has sent, as Postgres takes it: it stores neither NUL nor half a surrogate pair. At most so many UTF-16 units. */
export function toStorableText(text: string, unitsMax: number): string {
  return text.slice(0, unitsMax).replaceAll(/\0|\p{Surrogate}/gu, '\uFFFD');
}
