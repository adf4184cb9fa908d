import type { FindingKind } from '../inspect/detector.ts';
import type { PromptPart } from '../inspect/inspected-text.ts';
import { inspectorOf } from '../inspect/inspector.ts';
import type { Look } from '../inspect/settings/look.ts';
import { Placeholders } from './placeholders.ts';
import { redactText } from './redact-text.ts';

/** Takes things out of a text, by the part of the call that it is. */
export type Redact = (text: string, part: PromptPart) => string;

/** Puts a placeholder in the place of each thing of these kinds; equal values of a kind have one. */
export function redactorOf(
  looks: readonly Look[],
  kindsByPart: ReadonlyMap<PromptPart, ReadonlySet<FindingKind>>,
): Redact {
  const inspector = inspectorOf(looks);
  const placeholderOf = new Placeholders().of;
  return (text, part) => {
    const kinds = kindsByPart.get(part);
    return kinds === undefined ? text : redactText(inspector, text, { kinds, placeholderOf });
  };
}

/** The same of arguments of a tool call: they stay as they are where they would be JSON no longer. */
export function redactArguments(text: string, redact: Redact): string {
  const redacted = redact(text, 'tool_arguments');
  return redacted === text || isJson(redacted) || !isJson(text) ? redacted : text;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
