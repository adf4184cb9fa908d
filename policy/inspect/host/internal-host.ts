import { ALPHANUMERIC, isAt } from '../character.ts';
import { type Found, pairOf, type Rule } from '../detector.ts';
import type { HostKind } from './host-kind.ts';
import { endsHost, followsHostWord, hasPort, isAddressed, startOfHost } from './host-text.ts';

interface Zone {
  readonly name: string;
  /** Seldom anything but a zone: a name before it is enough. */
  readonly plain: boolean;
  readonly kind: HostKind;
}

/** Zones that nobody has in the public name system (RFC 6762, RFC 9476 and what ICANN has set aside). */
const zones: readonly Zone[] = [
  { name: 'internal', plain: false, kind: 'internal_host' },
  { name: 'intranet', plain: true, kind: 'internal_host' },
  { name: 'corp', plain: true, kind: 'internal_host' },
  { name: 'lan', plain: true, kind: 'internal_host' },
  { name: 'local', plain: false, kind: 'internal_host' },
  { name: 'localdomain', plain: true, kind: 'internal_host' },
  { name: 'home.arpa', plain: true, kind: 'internal_host' },
  { name: 'svc', plain: false, kind: 'cluster_host' },
];
const byLetter = new Map<string, readonly Zone[]>(
  [...new Set(zones.map(({ name }) => name.charAt(0)))].map((letter) => [
    letter,
    zones.filter(({ name }) => name.startsWith(letter)),
  ]),
);

/** Names by which a reader is meant to put in their own, and the own machine. */
const placeholder =
  /^(?:localhost|host(?:name)?|server|example|domain|your\w*|my-?host|name|ip|addr(?:ess)?|user|username|www)$/i;
const urlCharsMax = 300;
const cluster = /\.svc\.cluster\.local$/i;

const zoneRule: Rule<HostKind> = {
  pairs: [...byLetter.keys()].flatMap((letter) => [
    pairOf(0x2e, letter.charCodeAt(0)),
    pairOf(0x2e, letter.toUpperCase().charCodeAt(0)),
  ]),
  find(text, at, from) {
    const candidates = byLetter.get(text.charAt(at + 1).toLowerCase()) ?? [];
    for (const zone of candidates) {
      const end = at + 1 + zone.name.length;
      if (!endsHost(text, end) || text.slice(at + 1, end).toLowerCase() !== zone.name) continue;
      const start = startOfHost(text, at);
      if (start < from || start === at || !isHost(text, zone, { start, end })) return undefined;
      const isCluster = zone.name === 'local' && cluster.test(text.slice(start, end));
      return { kind: isCluster ? 'cluster_host' : zone.kind, start, end };
    }
    return undefined;
  },
};

/** What tells a host from a name in a program or a file. */
function isHost(
  text: string,
  { name, plain }: Zone,
  { start, end }: { readonly start: number; readonly end: number },
): boolean {
  const before = text[start - 1];
  if (text[end] === '(' || before === '$' || before === '.') return false;
  if (isAddressed(text, start) || hasPort(text, end)) return true;
  if (before === '/' || before === '\\' || before === '-' || before === '_') return false;
  if (name === 'svc') return false;
  const labels = text.slice(start, end);
  if (plain || cluster.test(labels))
    return !/\s{0,2}=[^=]/y.test(text.slice(end, end + 4)) || /\d|-/.test(labels);
  return /-|\d/.test(labels) || labels.endsWith('google.internal') || followsHostWord(text, start);
}

/** A host of one label and its port, in a URL. */
const singleLabelRule: Rule<HostKind> = {
  pairs: [pairOf(0x3a, 0x2f)],
  find(text, at, from) {
    if (text[at + 2] !== '/' || !isAt(text, at - 1, ALPHANUMERIC)) return undefined;
    const url = text.slice(at + 3, at + 3 + urlCharsMax);
    const authority = /^[^\s/?#"'`<>\\]*/.exec(url)?.[0] ?? '';
    const offset = authority.lastIndexOf('@') + 1;
    const label = /^[A-Za-z][A-Za-z0-9_-]{0,62}(?=:\d{2,5}$)/.exec(authority.slice(offset))?.[0];
    if (label === undefined || placeholder.test(label)) return undefined;
    const start = at + 3 + offset;
    return start < from
      ? undefined
      : { kind: 'single_label_host', start, end: start + label.length };
  },
};

const octets = /(?:10|172\.(?:1[6-9]|2\d|3[01])|192\.168)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){2,3}/y;

/** Of RFC 1918, where a host stands. */
const privateRule: Rule<HostKind> = {
  // The ends of `10.`, `172.` and `192.`.
  pairs: [pairOf(0x30, 0x2e), pairOf(0x32, 0x2e)],
  find(text, at, from): Found<HostKind> | undefined {
    const start = text[at] === '0' ? at - 1 : at - 2;
    if (start < from || isAt(text, start - 1, ALPHANUMERIC) || /[.-]/.test(text[start - 1] ?? ''))
      return undefined;
    octets.lastIndex = start;
    if (!octets.test(text)) return undefined;
    const end = octets.lastIndex;
    if (text.slice(start, end).split('.').length !== 4 || !endsHost(text, end)) return undefined;
    if (!isAddressed(text, start) && !hasPort(text, end) && !followsHostWord(text, start))
      return undefined;
    return { kind: 'private_address', start, end };
  },
};

/** What tells addresses within a company. */
export const hostRules: readonly Rule<HostKind>[] = [zoneRule, singleLabelRule, privateRule];

/** Zones that are found whatever is named besides. */
export function isInternalZone(suffix: string): boolean {
  return zones.some(({ name }) => suffix === name || suffix.endsWith(`.${name}`));
}
