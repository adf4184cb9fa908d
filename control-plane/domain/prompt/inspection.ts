import type { TextTrial, TriedText } from '../../../policy/prompt-part/try-texts.ts';
import { type Fault, invalidInput } from '../errors.ts';

export type { Sighting } from '../../../policy/inspect/sighting.ts';
export type { TriedRule } from '../../../policy/prompt-part/try-texts.ts';
export type { PromptFinding } from '../../../policy/prompt-policy.ts';

/** Bounds of one inspection: as much as all detectors read in some milliseconds, and authors' patterns in a second each. */
export const INSPECTION_LIMITS = { textsMax: 64, charsMax: 32 * 1024 } as const;

/** What a policy makes of texts. */
export type Inspection = TextTrial;

/** What is inspected as what. */
export interface InspectionCall {
  readonly texts: readonly TriedText[];
  /** Undefined for a call of no application that an exception names. */
  readonly applicationId: string | undefined;
  readonly at: Date;
}

/** @throws DomainError VALIDATION_FAILED for too much at once, or nothing */
export function requireInspectable(texts: readonly TriedText[]): void {
  const { textsMax, charsMax } = INSPECTION_LIMITS;
  const faults: Fault[] = [];
  if (texts.length === 0 || texts.length > textsMax)
    faults.push({ path: 'texts', message: `Give 1 to ${textsMax} texts.` });
  const charCount = texts.reduce((sum, { text }) => sum + text.length, 0);
  if (charCount > charsMax) {
    const message = `Together they have ${charCount} characters; the limit is ${charsMax}. Send the part that matters.`;
    faults.push({ path: 'texts', message });
  }
  if (faults.length > 0) throw invalidInput(faults);
}

/** Position of the text at a place. */
export function positionOf(place: string): number {
  return Number(place.slice(place.indexOf('.') + 1));
}
