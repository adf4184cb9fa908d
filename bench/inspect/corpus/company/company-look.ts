import type { DetectorName } from '../../../../policy/inspect/prompt-rule.ts';
import type { DetectorSettings } from '../../../../policy/inspect/settings/detector-settings.ts';
import { type Look, looksOf } from '../../../../policy/inspect/settings/look.ts';

/** What the rules of a company could say, for detectors that must be told. */
const settings: Readonly<Partial<Record<DetectorName, DetectorSettings>>> = {
  denied_words: {
    wordLists: [
      {
        name: 'code_names',
        words: [
          'Project Falcon',
          'Bluebird',
          'Nordlicht',
          'tango-7',
          'Übermorgen',
          'проект Сокол',
          '猎鹰计划',
        ],
      },
      { name: 'rivals', words: ['Initech', 'Globex Corporation', 'Hooli', 'Vehement Capital'] },
      {
        name: 'mergers',
        words: ['due diligence report', 'letter of intent', 'Übernahmeangebot', 'term sheet'],
      },
      { name: 'stems', words: ['kündig', 'layoff'], partsOfWords: true },
    ],
  },
  pattern: {
    patterns: [
      { name: 'employee', pattern: '\\bEMP-\\d{6}\\b' },
      { name: 'contract', pattern: '(?i)\\bcontract no\\.? ?[A-Z]{2}\\d{4}/\\d{2}\\b' },
      { name: 'asset', pattern: '\\b[A-Z]{3}[0-9]{2}-[A-HJ-NP-Z2-9]{5}\\b' },
      { name: 'ticket', pattern: '\\b(?:SEC|LEGAL)-[1-9]\\d{2,5}\\b' },
    ],
  },
  internal_host: { hostSuffixes: ['corp.example.com', 'acme-infra.net'] },
  language: { languages: ['english'] },
  size: {
    limits: {
      textCharsMax: 4_000,
      callCharsMax: 20_000,
      messagesMax: 50,
      nestingMax: 20,
      repeatsMax: 100,
    },
  },
};

/** What a detector is measured with. */
export function looksFor(detector: DetectorName): readonly Look[] {
  return looksOf({ detector, settings: settings[detector] });
}
