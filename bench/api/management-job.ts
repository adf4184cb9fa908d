import { z } from 'zod';
import type { Percentiles } from '../load/job.ts';

/** One question, so often, by so many at once, each of whom waits for his answer. */
export interface AskJob {
  readonly kind: 'ask';
  readonly url: string;
  readonly token: string;
  readonly document: string;
  readonly askerCount: number;
  readonly askCount: number;
}

/** Who changes what. */
export interface Writer {
  readonly ownerToken: string;
  readonly reviewerToken: string;
  /** Global ids. */
  readonly tenantId: string;
  readonly applicationId: string;
  readonly modelId: string;
  readonly targetIds: readonly string[];
}

/** Every writer changes everything that is usually changed, so often. */
export interface ChangeJob {
  readonly kind: 'change';
  readonly url: string;
  readonly writers: readonly Writer[];
  readonly cycleCount: number;
  /** Names of things begin so: unique in a run. */
  readonly prefix: string;
}

export type ManagementJob = AskJob | ChangeJob;

const percentiles: z.ZodType<Percentiles> = z.object({
  p50: z.number(),
  p99: z.number(),
  p999: z.number(),
  max: z.number(),
});

/** What was asked or changed -> milliseconds from sending to the answer. */
export const managementResult = z.record(
  z.string(),
  z.object({ count: z.number(), took: percentiles }),
);

export type ManagementResult = z.infer<typeof managementResult>;
