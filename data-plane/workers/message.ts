import type { Standing } from '../data-plane.ts';

/** What the primary may ask of a worker, and what it answers. */
export interface Answers {
  readonly standing: Standing;
  /** Exposition of its metrics. */
  readonly metrics: string;
  /** What it runs, as the text of a JSON object. */
  readonly config: string;
}

export type Question = keyof Answers;

/** From the primary to a worker. */
export interface Asked {
  readonly number: number;
  readonly question: Question;
}

/** From a worker to the primary. */
export type Told =
  | { readonly kind: 'answer'; readonly number: number; readonly answer: Answers[Question] }
  /** It has started; its doors may open later. */
  | { readonly kind: 'up'; readonly httpUrl: string; readonly grpcAddress: string }
  /** It cannot start, in words for the operator, and ends. */
  | { readonly kind: 'refused'; readonly message: string };
