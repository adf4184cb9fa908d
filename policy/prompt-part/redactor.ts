import type { Inspector } from '../inspect/detector.ts';
import type { PromptPart } from '../inspect/inspected-text.ts';
import { isJson } from '../reply/json-string.ts';
import type { Placeholders } from './placeholders.ts';
import type { KindsByPart } from './policies-of-call.ts';
import { redactText } from './redact-text.ts';

/** Takes things out of a text, by the part of the call that it is. */
export type Redact = (text: string, part: PromptPart) => string;

/** What is taken out, and what of it is put back in the answer. */
export interface RedactedKinds {
  readonly taken: KindsByPart;
  readonly restored: KindsByPart;
}

/** Puts a placeholder in the place of each thing of these kinds that the inspector finds. Of things that overlap, all or none are put back. */
export function redactorOf(
  inspector: Inspector,
  { taken, restored }: RedactedKinds,
  placeholders: Placeholders,
): Redact {
  return (text, part) => {
    const kinds = taken.get(part);
    if (kinds === undefined) return text;
    const back = restored.get(part);
    return redactText(inspector, text, {
      kinds,
      placeholderOf: (stretch, value) => {
        const isRestored = back !== undefined && [...stretch.kinds].every((kind) => back.has(kind));
        return placeholders.of(stretch.kind, value, isRestored);
      },
    });
  };
}

/** The same of arguments of a tool call: they stay as they are where they would be JSON no longer. */
export function redactArguments(text: string, redact: Redact): string {
  const redacted = redact(text, 'tool_arguments');
  return redacted === text || isJson(redacted) || !isJson(text) ? redacted : text;
}
