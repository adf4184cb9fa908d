import { classAt, UPPER } from '../../character.ts';
import type { Found } from '../../detector.ts';
import { ContextWords, Surroundings } from '../context.ts';
import type { PersonalKind } from '../personal-kind.ts';

const ninoWords = new ContextWords(['ni$', 'nino', 'national insurance', 'ni no', 'ni number']);

/** HMRC NIM39110: these letters, not these pairs, three times two digits, A to D. */
const nino =
  /(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]([ -]?)\d\d\1\d\d\1\d\d\1[A-D](?![A-Za-z0-9_])/iy;
/** A national insurance number that begins here: in one piece, or in pairs. */
export function findNino(text: string, start: number): Found<PersonalKind> | undefined {
  nino.lastIndex = start;
  if (!nino.test(text)) return undefined;
  const end = nino.lastIndex;
  const isUpper = classAt(text, start) === UPPER && classAt(text, end - 1) === UPPER;
  if (!isUpper && !ninoWords.areIn(new Surroundings(text, start, end))) return undefined;
  return { kind: 'uk_nino', start, end };
}
