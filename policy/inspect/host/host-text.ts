import { ALPHANUMERIC, DASH, isAt } from '../character.ts';

/** RFC 1035, section 2.3.4. */
const hostCharsMax = 253;
const portPattern = /:\d{2,5}(?![\d.:])/y;
/** Words after which a host stands, in the 24 characters before it. */
const hostWord =
  /(?:\b(?:hosts?|hostname|server|servers|ssh|scp|rsync|ping|curl|wget|dig|nslookup|telnet|traceroute|endpoint|address|addr|dns|domain|fqdn|proxy|upstream|machine|node|rechner|serveur|servidor)\b["']?\s{0,2}(?:[:=]|is|ist)?\s{0,2}(?:-\w\s)?["'`]?)$/i;
const beforeChars = 24;

export function isHostAt(text: string, position: number): boolean {
  return position >= 0 && (isAt(text, position, ALPHANUMERIC | DASH) || text[position] === '.');
}

/** Where the host begins that a character before `end` belongs to, by the longest that a host is. */
export function startOfHost(text: string, end: number): number {
  const bound = Math.max(0, end - hostCharsMax);
  let start = end;
  while (start > bound && isHostAt(text, start - 1)) start -= 1;
  while (start < end && !isAt(text, start, ALPHANUMERIC)) start += 1;
  return start;
}

/** Whether nothing follows that would make it another host or a longer name. */
export function endsHost(text: string, end: number): boolean {
  if (isAt(text, end, ALPHANUMERIC | DASH)) return false;
  return text[end] !== '.' || !isAt(text, end + 1, ALPHANUMERIC | DASH);
}

export function hasPort(text: string, end: number): boolean {
  portPattern.lastIndex = end;
  return portPattern.test(text);
}

/** After `//` of a URL, or after a user. */
export function isAddressed(text: string, start: number): boolean {
  if (text[start - 1] === '@') return true;
  return text[start - 1] === '/' && text[start - 2] === '/' && text[start - 3] === ':';
}

export function followsHostWord(text: string, start: number): boolean {
  return hostWord.test(text.slice(Math.max(0, start - beforeChars), start));
}
