import type { Found } from '../detector.ts';
import type { InspectedText, TextPlace } from '../inspected-text.ts';
import { findLargeText, type SizeKind, type SizeLimits } from './size.ts';

type Note = (text: InspectedText, found: Found<SizeKind>) => void;

/**
 * Tells what of a call is more than the limits allow. Texts that are made of others do not count; what is decoded of a text counts as one
 * of its own.
 */
export function findLargeCall(
  limits: SizeLimits,
  texts: readonly InspectedText[],
  note: Note,
): void {
  const { textCharsMax = 0, callCharsMax, messagesMax } = limits;
  let chars = 0;
  let messages = 0;
  for (const one of texts) {
    const { text, place } = one;
    if (place === undefined) continue;
    for (const kind of findLargeText(limits, text))
      note(one, { kind, start: kind === 'too_long' ? textCharsMax : 0, end: text.length });
    const before = chars;
    chars += text.length;
    if (isCrossed(callCharsMax, before, chars)) {
      const start = Math.max(0, (callCharsMax ?? 0) - before);
      note(one, { kind: 'too_long_in_all', start, end: text.length });
    }
    const earlier = messages;
    messages = Math.max(messages, messagesUntil(place));
    if (isCrossed(messagesMax, earlier, messages))
      note(one, { kind: 'too_many_messages', start: 0, end: text.length });
  }
}

/** Whether the limit lies between. */
function isCrossed(limit: number | undefined, before: number, after: number): boolean {
  return limit !== undefined && before <= limit && after > limit;
}

function messagesUntil({ list, position }: TextPlace): number {
  return list === 'messages' || list === 'inputs' ? position + 1 : 0;
}
