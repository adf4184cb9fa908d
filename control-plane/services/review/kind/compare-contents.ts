import { type FieldJudgement, isProvenTightening } from '../../../domain/review/judgement.ts';

/** How the content of a kind is taken from a row, and how two contents are judged. */
interface ContentTraits<Row, Content> {
  readonly contentOf: (row: Row) => Content;
  readonly judge: (from: Content, to: Content) => readonly FieldJudgement[];
}

/** What is reviewed of a change; `before` is undefined for a new row, which never tightens. */
export function compareContents<Row, Content>(
  before: Row | undefined,
  after: Row,
  { contentOf, judge }: ContentTraits<Row, Content>,
): {
  readonly base: Content | undefined;
  readonly proposal: Content;
  readonly isTightening: boolean;
} {
  const base = before && contentOf(before);
  const proposal = contentOf(after);
  const isTightening = base !== undefined && isProvenTightening(judge(base, proposal));
  return { base, proposal, isTightening };
}
