/** Characters of a provider's sentence that are passed on. */
export const sentenceCharsMax = 500;

/**
 * What a provider's sentence may name but a caller must not see, and the word that stands in its
 * place.
 */
const redactions: readonly (readonly [RegExp, string])[] = [
  [/\b(?:https?|wss?|grpc):\/\/[^\s"'<>]+/gi, '[address]'],
  [/\barn:[\w:./@*-]+/gi, '[identifier]'],
  [/\bprojects\/[^\s/"'`<>]+/gi, '[identifier]'],
  // Ids of keys of AWS, which are shorter than what is told by its length.
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g, '[identifier]'],
  [/\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '[address]'],
  [/\b(?:bearer|basic)\s+[^\s"',;]+/gi, '[credential]'],
  [
    /\b(?:(?:proxy-)?authorization|(?:x-)?api[-_ ]?key|token|secret|password)\s*[:=]\s*[^\s"',;]+/gi,
    '[credential]',
  ],
  [/\b(?:sk|pk|rk|gth_sk|org|proj|key|acct|user)[-_][\w*.-]{4,}/gi, '[identifier]'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '[address]'],
  [/\[?(?:[0-9a-f]{1,4}:){3,}[0-9a-f:]*\]?/gi, '[address]'],
  [
    /\b(?:[a-z0-9-]+\.)+(?:com|net|org|io|ai|dev|cloud|internal|local|corp|svc|lan)\b(?::\d+)?/gi,
    '[address]',
  ],
  [/\blocalhost\b(?::\d+)?/gi, '[address]'],
  // A long run with a digit in it is an id, a hash or a key, never a word.
  [/(?=[\w+/=-]*\d)[\w+/=-]{24,}/g, '[identifier]'],
];

/**
 * One line of a provider's text that is safe to show to a caller: keys, ids, hosts and addresses
 * are replaced, control characters dropped, and at most {@link sentenceCharsMax} characters kept.
 * Empty when nothing is left.
 */
export function redactProviderText(text: string): string {
  // Bounded before the patterns run, with room for a key that the cut would otherwise halve.
  let line = text
    .slice(0, sentenceCharsMax * 4)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  for (const [pattern, word] of redactions) line = line.replace(pattern, word);
  if (line.length > sentenceCharsMax) line = `${line.slice(0, sentenceCharsMax - 1)}…`;
  // Through UTF-8: the cut, or the provider itself, may leave half a surrogate pair.
  return Buffer.from(line).toString();
}
