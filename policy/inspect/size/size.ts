/** What is too large of a call. */
export type SizeKind = (typeof sizeKinds)[number];
export const sizeKinds = [
  'too_long',
  'too_long_in_all',
  'too_many_messages',
  'too_deep',
  'too_repetitive',
] as const;

/** What is absent has no limit. */
export interface SizeLimits {
  /** Characters of one text. */
  readonly textCharsMax?: number | undefined;
  /** Characters of all texts of a call. */
  readonly callCharsMax?: number | undefined;
  readonly messagesMax?: number | undefined;
  /** Brackets and braces within each other, in one text. */
  readonly nestingMax?: number | undefined;
  /** The same character, or the same line, in a row. */
  readonly repeatsMax?: number | undefined;
}

/** Highest value of each limit. */
export const SIZE_LIMITS_MAX: Readonly<Record<keyof SizeLimits, number>> = {
  textCharsMax: 10_000_000,
  callCharsMax: 10_000_000,
  messagesMax: 100_000,
  nestingMax: 10_000,
  repeatsMax: 1_000_000,
};

/** What of one text is more than the limits allow. */
export function findLargeText(limits: SizeLimits, text: string): readonly SizeKind[] {
  const { textCharsMax, nestingMax, repeatsMax } = limits;
  const found: SizeKind[] = [];
  if (textCharsMax !== undefined && text.length > textCharsMax) found.push('too_long');
  if (nestingMax !== undefined && nestingOf(text) > nestingMax) found.push('too_deep');
  if (repeatsMax !== undefined && isRepetitive(text, repeatsMax)) found.push('too_repetitive');
  return found;
}

/** How deep brackets and braces stand within each other, those in quotes too. */
function nestingOf(text: string): number {
  if (!text.includes('{') && !text.includes('[')) return 0;
  let depth = 0;
  let deepest = 0;
  for (let position = 0; position < text.length; position += 1) {
    const code = text.charCodeAt(position) | 0x20;
    // `[` and `{`, `]` and `}` differ in one bit.
    if (code === 0x7b) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (code === 0x7d && depth > 0) depth -= 1;
  }
  return deepest;
}

/** More than so many of one character in a row stand at one of the positions that are so far apart. */
function isRepetitive(text: string, repeatsMax: number): boolean {
  for (let at = repeatsMax; at < text.length; at += repeatsMax) {
    const code = text.charCodeAt(at);
    if (code === 0x20) continue;
    let start = at;
    while (start > 0 && text.charCodeAt(start - 1) === code) start -= 1;
    let end = at + 1;
    while (text.charCodeAt(end) === code) end += 1;
    if (end - start > repeatsMax) return true;
  }
  return hasRepeatedLine(text, repeatsMax);
}

/** Blank lines count as any other. */
function hasRepeatedLine(text: string, repeatsMax: number): boolean {
  let run = 0;
  let lastStart = 0;
  let lastLength = -1;
  for (let start = 0; start <= text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    const isSame = end - start === lastLength && isSameStretch(text, lastStart, { start, end });
    run = isSame ? run + 1 : 1;
    if (run > repeatsMax) return true;
    lastStart = start;
    lastLength = end - start;
    start = end + 1;
  }
  return false;
}

function isSameStretch(
  text: string,
  other: number,
  { start, end }: { readonly start: number; readonly end: number },
): boolean {
  for (let offset = 0; start + offset < end; offset += 1)
    if (text.charCodeAt(start + offset) !== text.charCodeAt(other + offset)) return false;
  return true;
}
