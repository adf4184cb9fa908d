import type { Veiled } from './veil.ts';

/** Pieces that are put together stand so near. */
const reach = 320;
const piece = /["'“‘]([^"'“”‘’\n]{2,80})["'”’]/g;
const joins = /[+&]|\b(?:join|concat|combin|together|append|assembl|glue|merge|sum of)/i;
const quotes = '"\'“‘';

/** Whether a word stands first between quotation marks. */
export function isQuotedStart(text: string, start: number): boolean {
  return start > 0 && quotes.includes(text.charAt(start - 1));
}

/** What the quoted pieces from here on say when they are put together, where the text says to. */
export function readJoined(text: string, start: number): Veiled | undefined {
  const from = Math.max(0, start - 1);
  const stretch = text.slice(from, from + reach);
  if (!joins.test(text.slice(Math.max(0, from - 80), from + reach))) return undefined;
  const pieces = [...stretch.matchAll(piece)];
  const last = pieces[pieces.length - 1];
  if (pieces.length < 2 || last === undefined) return undefined;
  const plain = pieces.map(([, inner]) => inner).join('');
  return { start: from, end: from + last.index + last[0].length, plain };
}
