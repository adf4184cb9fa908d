import type { DetectorName } from '../../policy/inspect/prompt-rule.ts';
import type { Case } from './corpus/case.ts';
import { listHostCases } from './corpus/company/host-corpus.ts';
import { listLanguageCases } from './corpus/company/language-corpus.ts';
import { listPatternCases } from './corpus/company/pattern-corpus.ts';
import { listSizeCases } from './corpus/company/size-corpus.ts';
import { listSourceCases } from './corpus/company/source-corpus.ts';
import { listWordCases } from './corpus/company/word-corpus.ts';
import { listInjectionCases } from './corpus/injection-corpus.ts';
import { listNameCases } from './corpus/name-corpus.ts';
import { listPersonalCases } from './corpus/personal-corpus.ts';
import { listSecretCases } from './corpus/secret-corpus.ts';
import {
  listHeldOutHosts,
  listHeldOutPatterns,
  listHeldOutSizes,
  listHeldOutWords,
} from './held-out/company.ts';
import { listHeldOutInjections } from './held-out/injection.ts';
import { listHeldOutLanguages } from './held-out/language.ts';
import { listHeldOutNames } from './held-out/name.ts';
import { listHeldOutPersonal } from './held-out/personal.ts';
import { listHeldOutSecrets } from './held-out/secret.ts';
import { listHeldOutSources } from './held-out/source.ts';

export type CorpusName = 'tuned' | 'held out';

/** Of each detector what it is tuned on, and what nobody tunes on. */
export const corpora: Readonly<
  Record<DetectorName, Readonly<Record<CorpusName, () => readonly Case[]>>>
> = {
  secret: { tuned: listSecretCases, 'held out': listHeldOutSecrets },
  prompt_injection: { tuned: listInjectionCases, 'held out': listHeldOutInjections },
  denied_words: { tuned: listWordCases, 'held out': listHeldOutWords },
  pattern: { tuned: listPatternCases, 'held out': listHeldOutPatterns },
  source_code: { tuned: listSourceCases, 'held out': listHeldOutSources },
  internal_host: { tuned: listHostCases, 'held out': listHeldOutHosts },
  person_name: { tuned: listNameCases, 'held out': listHeldOutNames },
  language: { tuned: listLanguageCases, 'held out': listHeldOutLanguages },
  size: { tuned: listSizeCases, 'held out': listHeldOutSizes },
  personal_data: { tuned: listPersonalCases, 'held out': listHeldOutPersonal },
};
