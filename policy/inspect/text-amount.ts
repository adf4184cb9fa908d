import type { InspectedText, PromptPart } from './inspected-text.ts';

/** So many texts of so many UTF-16 code units. */
export interface TextAmount {
  readonly texts: number;
  readonly characters: number;
}

/** How much there was to look at. */
export interface TextAmounts extends TextAmount {
  /** Parts of which there is nothing are absent. */
  readonly byPart: ReadonlyMap<PromptPart, TextAmount>;
}

export const noText: TextAmounts = { texts: 0, characters: 0, byPart: new Map() };

/** Sums texts. */
export function measureTexts(texts: readonly InspectedText[]): TextAmounts {
  const byPart = new Map<PromptPart, { texts: number; characters: number }>();
  let characters = 0;
  let current: { texts: number; characters: number } | undefined;
  let part: PromptPart | undefined;
  for (const one of texts) {
    // Texts of one part mostly follow one another.
    if (one.part !== part || current === undefined) {
      part = one.part;
      current = byPart.get(part) ?? { texts: 0, characters: 0 };
      byPart.set(part, current);
    }
    current.texts += 1;
    current.characters += one.text.length;
    characters += one.text.length;
  }
  return { texts: texts.length, characters, byPart };
}

/** Of these parts; of all when none is named. */
export function amountIn(
  amounts: TextAmounts,
  parts: readonly PromptPart[] | undefined,
): TextAmount {
  if (parts === undefined) return amounts;
  let texts = 0;
  let characters = 0;
  for (const part of new Set(parts)) {
    const amount = amounts.byPart.get(part);
    texts += amount?.texts ?? 0;
    characters += amount?.characters ?? 0;
  }
  return { texts, characters };
}
