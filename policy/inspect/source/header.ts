import type { Found } from '../detector.ts';
import { WordAutomaton } from '../words/word-automaton.ts';
import type { SourceKind } from './source-kind.ts';

/** Where a head may be, and what must stand there; from the anchor on, sticky, with bounded repetitions only. */
const heads: readonly (readonly [anchor: string, kind: SourceKind, pattern: RegExp])[] = [
  [
    'copyright',
    'copyright_notice',
    /copyright\s{0,3}(?:\(c\)|©)?\s{0,3}(?:\d{4}[^\n]{0,120}|[^\n]{1,80}all rights reserved\.?)/iy,
  ],
  ['copyright', 'copyright_notice', /copyright\s{0,3}(?:\(c\)|©)\s{0,3}[^\n]{2,120}/iy],
  ['©', 'copyright_notice', /©\s{0,3}(?:copyright\s{0,3})?\d{4}[^\n]{0,120}/iy],
  ['(c) 19', 'copyright_notice', /\(c\) \d{4}[ ,–-][^\n]{2,120}/iy],
  ['(c) 20', 'copyright_notice', /\(c\) \d{4}[ ,–-][^\n]{2,120}/iy],
  [
    'spdx',
    'spdx_license',
    /SPDX-License-Identifier:\s{0,3}[\w.+-]{2,60}(?: (?:OR|AND|WITH) [\w.+-]{2,60}){0,4}/iy,
  ],
  ['strictly confidential', 'confidential_marking', /STRICTLY CONFIDENTIAL/y],
  ['company confidential', 'confidential_marking', /COMPANY CONFIDENTIAL|Company Confidential/y],
  [
    'confidential',
    'confidential_marking',
    /CONFIDENTIAL(?: (?:AND|&) PROPRIETARY| [-–—/] [A-Z]{2,20}(?: [A-Z]{2,20}){0,4})?|Confidential (?:and|&) Proprietary|Confidential [-–—/] (?:Internal|Do Not|Not For|For Internal)[\w ]{0,40}/y,
  ],
  [
    'proprietary and confidential',
    'confidential_marking',
    /(?:PROPRIETARY AND CONFIDENTIAL|Proprietary and Confidential)/y,
  ],
  [
    'internal use only',
    'confidential_marking',
    /INTERNAL USE ONLY|Internal Use Only|internal use only/y,
  ],
  ['company secret', 'confidential_marking', /COMPANY SECRET/y],
  ['top secret', 'confidential_marking', /TOP SECRET/y],
  ['do not distribute', 'confidential_marking', /DO NOT DISTRIBUTE/y],
  ['not for distribution', 'confidential_marking', /NOT FOR (?:PUBLIC )?DISTRIBUTION/y],
  ['streng vertraulich', 'confidential_marking', /STRENG VERTRAULICH|Streng vertraulich/y],
  ['vertraulich', 'confidential_marking', /VERTRAULICH|Vertraulich [-–—] /y],
  [
    'nur für den internen',
    'confidential_marking',
    /Nur für den internen (?:Gebrauch|Dienstgebrauch)|NUR FÜR DEN INTERNEN GEBRAUCH/y,
  ],
  [
    'nur für den dienstgebrauch',
    'confidential_marking',
    /NUR FÜR DEN DIENSTGEBRAUCH|Nur für den Dienstgebrauch/y,
  ],
  ['confidentiel', 'confidential_marking', /CONFIDENTIEL|Strictement confidentiel/y],
  ['diffusion restreinte', 'confidential_marking', /DIFFUSION RESTREINTE|Diffusion restreinte/y],
  ['confidencial', 'confidential_marking', /CONFIDENCIAL/y],
  ['riservato', 'confidential_marking', /RISERVATO/y],
];

const anchors = [...new Set(heads.map(([anchor]) => anchor))];
let automaton: WordAutomaton<string> | undefined;

/** Copyright notices, licences and markings of what is not for everybody. */
export function findHeaders(text: string): readonly Found<SourceKind>[] {
  automaton ??= new WordAutomaton(
    anchors.map((anchor) => ({ phrase: anchor, kind: anchor, whole: /[\p{L}]$/u.test(anchor) })),
  );
  const found: Found<SourceKind>[] = [];
  let done = 0;
  automaton.find(text, (anchor, start) => {
    if (start < done) return;
    for (const [head, kind, pattern] of heads) {
      if (head !== anchor) continue;
      pattern.lastIndex = start;
      if (!pattern.test(text)) continue;
      const end = start + text.slice(start, pattern.lastIndex).trimEnd().length;
      found.push({ kind, start, end });
      done = end;
      return;
    }
  });
  return found;
}
