import { hostKinds } from './host/host-kind.ts';
import { injectionKinds } from './injection/injection-kind.ts';
import { languageKinds } from './language/language-kind.ts';
import { nameKinds } from './name/name-kind.ts';
import { personalKinds } from './personal/personal-kind.ts';
import type { DetectorName, PromptRule } from './prompt-rule.ts';
import { secretKinds } from './secret-kind.ts';
import { sizeKinds } from './size/size.ts';
import { sourceKinds } from './source/source-kind.ts';

/** What is absent is named by the settings of rules. */
const kindsOf: Readonly<Record<DetectorName, ReadonlySet<string> | undefined>> = {
  secret: new Set(secretKinds),
  personal_data: new Set(personalKinds),
  prompt_injection: new Set(injectionKinds),
  denied_words: undefined,
  pattern: undefined,
  source_code: new Set(sourceKinds),
  internal_host: new Set(hostKinds),
  person_name: new Set(nameKinds),
  language: new Set(languageKinds),
  size: new Set(sizeKinds),
};

/** Whether it is a word of that detector for what it finds, with whatever settings. */
export function isKindOf(detector: DetectorName, kind: string): boolean {
  return kindsOf[detector]?.has(kind) === true;
}

/** Whether it is a word for what the detector of the rule finds with the settings of the rule. */
export function isKindOfRule(
  { detector, settings }: Pick<PromptRule, 'detector' | 'settings'>,
  kind: string,
): boolean {
  // What an outside detector is registered with is for the caller to know.
  if (detector === 'outside') return true;
  if (detector === 'denied_words') return settings?.wordLists?.some(hasName(kind)) === true;
  if (detector === 'pattern') return settings?.patterns?.some(hasName(kind)) === true;
  return isKindOf(detector, kind);
}

function hasName(wanted: string) {
  return ({ name }: { readonly name: string }): boolean => name === wanted;
}
