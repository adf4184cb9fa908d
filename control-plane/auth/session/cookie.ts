import type { Site } from './site.ts';

/** Cookies of this control plane. */
export type CookieName = 'session' | 'csrf' | 'login';

const COOKIES_CHARACTERS_MAX = 16_384;

/**
 * `__Host-` (RFC 6265bis, section 4.1.3.2) keeps sites beside this one, and connections in the open, from setting it;
 * it needs `Secure`.
 */
export function cookieName(site: Site, name: CookieName): string {
  return site.isSecure ? `__Host-gatehouse-${name}` : `gatehouse-${name}`;
}

/** The value; undefined when there is none, or more than one: nobody knows then whose it is. */
export function readCookie(
  site: Site,
  name: CookieName,
  header: string | undefined,
): string | undefined {
  if (header === undefined || header.length > COOKIES_CHARACTERS_MAX) return undefined;
  const prefix = `${cookieName(site, name)}=`;
  const found = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix));
  return found.length === 1 ? found[0]?.slice(prefix.length) : undefined;
}

/** The header `Set-Cookie`. Only the token that pages send back as a header is for scripts. */
export function writeCookie(
  site: Site,
  name: CookieName,
  { value, lifeMs }: { readonly value: string; readonly lifeMs: number },
): string {
  const attributes = [
    `${cookieName(site, name)}=${value}`,
    'Path=/',
    `Max-Age=${Math.floor(lifeMs / 1_000)}`,
    'SameSite=Lax',
  ];
  if (name !== 'csrf') attributes.push('HttpOnly');
  if (site.isSecure) attributes.push('Secure');
  return attributes.join('; ');
}

export function clearCookie(site: Site, name: CookieName): string {
  return writeCookie(site, name, { value: '', lifeMs: 0 });
}
