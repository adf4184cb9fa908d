import { injectionKinds } from './injection/injection-kind.ts';
import { personalKinds } from './personal/personal-kind.ts';
import type { DetectorName } from './prompt-rule.ts';
import { secretKinds } from './secret-kind.ts';

const kindsOf: Readonly<Record<DetectorName, ReadonlySet<string>>> = {
  secret: new Set(secretKinds),
  personal_data: new Set(personalKinds),
  prompt_injection: new Set(injectionKinds),
};

/** Whether it is a word of that detector for what it finds. */
export function isKindOf(detector: DetectorName, kind: string): boolean {
  return kindsOf[detector].has(kind);
}
