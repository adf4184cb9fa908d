import { ALPHANUMERIC, DIGIT, isAt } from '../character.ts';
import { type Found, pairOf, type Rule } from '../detector.ts';
import type { NumberShape } from './number-shape.ts';
import type { PersonalKind } from './personal-kind.ts';

const groupsMax = 8;

/**
 * Whether the first four groups are an address of version 4 that could be somebody's: no network
 * of one's own (RFC 1918), loopback, link-local, multicast or reserved one.
 */
export function isPublicIpv4(text: string, shape: NumberShape): boolean {
  const octets = octetsOf(text, shape);
  if (octets === undefined || isVersion(text, shape.start)) return false;
  const [a = 0, b = 0] = octets;
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false;
  const isOwn = (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168);
  const isShared = a === 100 && b >= 64 && b < 128;
  return !isOwn && !isShared && !(a === 169 && b === 254);
}

function octetsOf(text: string, shape: NumberShape): readonly number[] | undefined {
  if (shape.groupCount < 4 || text.charAt(shape.ends[0] ?? 0) !== '.') return undefined;
  const octets = text.slice(shape.start, shape.ends[3]).split('.');
  const isAddress = octets.length === 4 && octets.every((octet) => ipv4Octet.test(octet));
  return isAddress ? octets.map(Number) : undefined;
}

const ipv4Octet = /^(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])$/;

/** `Chrome/120.0.1.2`, `version 1.2.3.4`, `pkg==1.2.3.4`, `pkg@1.2.3.4`. */
const versionBefore =
  /(?:[A-Za-z)]\/|\b(?:v|ver|vers|version|release|build|rev|section|chapter)[ .:=]*|§ ?|[=~^]= ?|[~^]|\w@)$/i;

function isVersion(text: string, start: number): boolean {
  return versionBefore.test(text.slice(Math.max(0, start - 12), start));
}

/** Addresses of version 6 that are routed (2000::/3); written with at least three groups. */
export const ipv6Rule: Rule<PersonalKind> = {
  pairs: colonPairs(),
  find(text, at, from): Found<PersonalKind> | undefined {
    // The first group of a routed address has four digits, the first of them 2 or 3.
    const start = at - 3;
    if (start < from || !isAt(text, start, DIGIT) || isAt(text, start - 1, ALPHANUMERIC)) {
      return undefined;
    }
    const first = text.charAt(start);
    const before = text.charAt(start - 1);
    if ((first !== '2' && first !== '3') || before === ':' || before === '.') return undefined;
    const end = endOfIpv6(text, start);
    return end === undefined ? undefined : { kind: 'ip_address', start, end };
  },
};

const ipv6Run = /[0-9A-Fa-f:]{6,39}/y;
const ipv6Group = /^[0-9A-Fa-f]{1,4}$/;

function endOfIpv6(text: string, start: number): number | undefined {
  ipv6Run.lastIndex = start;
  const [run] = ipv6Run.exec(text) ?? [];
  if (run === undefined) return undefined;
  const address = run.endsWith(':') && !run.endsWith('::') ? run.slice(0, -1) : run;
  const end = start + address.length;
  const halves = address.split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (isAt(text, end, ALPHANUMERIC) || halves.length > 2) return undefined;
  if (!groups.every((group) => ipv6Group.test(group))) return undefined;
  const isWhole = halves.length === 1 ? groups.length === groupsMax : groups.length < groupsMax;
  return isWhole && groups.length >= 2 ? end : undefined;
}

function colonPairs(): number[] {
  return [...'0123456789abcdefABCDEF'].map((digit) => pairOf(digit.charCodeAt(0), 0x3a));
}
