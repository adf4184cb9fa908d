import type { Fault } from '../errors.ts';
import { isInside } from '../provider-address.ts';

const ADDRESS_MAX = 500;

/** Faults of the address of an issuer. */
export function checkIssuer(issuer: string): readonly Fault[] {
  const message = findIssuerFault(issuer);
  return message === undefined ? [] : [{ path: 'issuer', message }];
}

/** OpenID Connect Core, section 2, `iss`: https, without query or fragment; a slash at its end is part of it. */
function findIssuerFault(issuer: string): string | undefined {
  const isParsed = issuer.length <= ADDRESS_MAX && URL.canParse(issuer);
  const url = isParsed ? new URL(issuer) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    return 'Write the issuer as its tokens do: https://login.example.com/realm';
  const normal = `${url.origin}${url.pathname}`;
  if (issuer !== normal && issuer !== url.origin)
    return `Write it as ${normal}, without credentials, query and fragment.`;
  if (url.protocol === 'http:' && !isInside(url.hostname))
    return `Use https: ${url.hostname} is not on this machine or a private network.`;
  return undefined;
}
