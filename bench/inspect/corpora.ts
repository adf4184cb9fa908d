import type { DetectorName } from '../../policy/inspect/prompt-rule.ts';
import type { Case } from './corpus/case.ts';
import { listInjectionCases } from './corpus/injection-corpus.ts';
import { listPersonalCases } from './corpus/personal-corpus.ts';
import { listSecretCases } from './corpus/secret-corpus.ts';
import { listHeldOutInjections } from './held-out/injection.ts';
import { listHeldOutPersonal } from './held-out/personal.ts';
import { listHeldOutSecrets } from './held-out/secret.ts';

export type CorpusName = 'tuned' | 'held out';

/** Of each detector what it is tuned on, and what nobody tunes on. */
export const corpora: Readonly<
  Record<DetectorName, Readonly<Record<CorpusName, () => readonly Case[]>>>
> = {
  secret: { tuned: listSecretCases, 'held out': listHeldOutSecrets },
  prompt_injection: { tuned: listInjectionCases, 'held out': listHeldOutInjections },
  personal_data: { tuned: listPersonalCases, 'held out': listHeldOutPersonal },
};
