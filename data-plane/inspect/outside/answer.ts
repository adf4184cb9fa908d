import type { OutsideDetector } from '../../../policy/prompt-part/outside-detector.ts';

/** Findings that one answer may have; more is no answer. */
export const FINDINGS_MAX = 1_000;
/** Bytes that one answer may have. */
export const ANSWER_BYTES_MAX = 1_048_576;

/** A text of a call, as a detector is asked about it. */
export interface AskedText {
  readonly part: string;
  readonly text: string;
}

/** What an outside detector found; offsets are UTF-16 code units. */
export interface OutsideFinding {
  /** Place of the text in the question. */
  readonly textIndex: number;
  readonly kind: string;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** From 0 to 1; undefined when it gives none. */
  readonly score: number | undefined;
}

/** What is wrong with an answer, for the log: never what stands in it. */
export class InvalidAnswer extends Error {
  override readonly name = 'InvalidAnswer';
}

/** A finding as it came: anything. */
type Stranger = Readonly<Record<string, unknown>>;

/**
 * The findings of an answer about the texts from `first` on, whose ids are their places in the question. Whoever answers may be anybody:
 * all of it is right, or none of it is used.
 *
 * @throws InvalidAnswer
 */
export function readAnswer(
  answer: unknown,
  detector: Pick<OutsideDetector, 'kinds' | 'protocol'>,
  { texts, first }: { readonly texts: readonly AskedText[]; readonly first: number },
): readonly OutsideFinding[] {
  const findings = isObject(answer) ? (answer['findings'] ?? []) : undefined;
  if (!Array.isArray(findings)) throw new InvalidAnswer('findings is no list');
  if (findings.length > FINDINGS_MAX)
    throw new InvalidAnswer(`it has more than ${FINDINGS_MAX} findings`);
  return findings.map((finding: unknown) => {
    if (!isObject(finding)) throw new InvalidAnswer('a finding is no object');
    return readFinding(finding, detector, { texts, first });
  });
}

function readFinding(
  { textId, kind, start, end, score }: Stranger,
  { kinds, protocol }: Pick<OutsideDetector, 'kinds' | 'protocol'>,
  { texts, first }: { readonly texts: readonly AskedText[]; readonly first: number },
): OutsideFinding {
  const at = typeof textId === 'string' && /^\d{1,6}$/.test(textId) ? Number(textId) - first : -1;
  const text = texts[at]?.text;
  if (text === undefined) throw new InvalidAnswer('textId names no text of the question');
  if (typeof kind !== 'string' || !kinds.includes(kind))
    throw new InvalidAnswer('kind is none that the detector is registered with');
  if (!isOffset(start) || !isOffset(end) || start >= end || end > text.length)
    throw new InvalidAnswer('start and end are not within the text');
  return { textIndex: first + at, kind, start, end, score: readScore(score, protocol) };
}

/** What a gRPC message does not say is 0 when it is read. */
function readScore(score: unknown, protocol: OutsideDetector['protocol']): number | undefined {
  if (score === undefined || (score === 0 && protocol === 'grpc')) return undefined;
  if (typeof score !== 'number' || !(score >= 0 && score <= 1))
    throw new InvalidAnswer('score is not between 0 and 1');
  return score;
}

function isOffset(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isObject(value: unknown): value is Stranger {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
