import { z } from 'zod';

/** Streams to open and to keep open. */
export interface HeldJob {
  readonly protocol: 'http' | 'grpc';
  readonly port: number;
  readonly apiKey: string;
  readonly model: string;
  readonly streamCount: number;
}

/** How many began, and how many did not. */
export const heldResult = z.object({ openCount: z.number(), failureCount: z.number() });

export type HeldResult = z.infer<typeof heldResult>;

/** How many streams the provider ended that whoever lies between had left open. */
export const resetResult = z.object({ resetCount: z.number() });

export type ResetResult = z.infer<typeof resetResult>;
