import type { FindingKind } from '../../../policy/inspect/detector.ts';
import type { PromptPart } from '../../../policy/inspect/inspected-text.ts';
import { inspectorOf } from '../../../policy/inspect/inspector.ts';
import type { DetectorName } from '../../../policy/inspect/prompt-rule.ts';
import { redactText } from '../../../policy/prompt-part/redact-text.ts';
import { Placeholders } from './placeholders.ts';

/** Takes things out of a text, by the part of the call that it is. */
export type Redact = (text: string, part: PromptPart) => string;

/** Puts a placeholder in the place of each thing of these kinds; equal values of a kind have one. */
export function redactorOf(
  detectors: readonly DetectorName[],
  kindsByPart: ReadonlyMap<PromptPart, ReadonlySet<FindingKind>>,
): Redact {
  const inspector = inspectorOf(detectors);
  const placeholderOf = new Placeholders().of;
  return (text, part) => {
    const kinds = kindsByPart.get(part);
    return kinds === undefined ? text : redactText(inspector, text, { kinds, placeholderOf });
  };
}
