import type { ComparedContent } from '../../domain/review/judge-content.ts';

/** What is reviewed of a change: the content before and after. */
export type DescribedChange = ComparedContent & {
  /** Null for what is of the platform. */
  readonly tenantId: string | null;
  /** Whether it is proven to allow nothing that was not allowed before. */
  readonly isTightening: boolean;
};

/** What is proposed of it. */
export type ProposedChange = ComparedContent & Pick<DescribedChange, 'tenantId'>;

/** The row that a change is about. */
export interface Origin {
  readonly subjectId: string;
  readonly baseVersion: number;
}
