import { z } from 'zod';

/** What a process of simulated nodes is to do; it answers each with a {@link FleetReport}. */
export const fleetJob = z.discriminatedUnion('do', [
  /** Dial with so many nodes that hold nothing; done when all hold everything. */
  z.object({
    do: z.literal('open'),
    port: z.number(),
    token: z.string(),
    namePrefix: z.string(),
    nodeCount: z.number(),
    timeoutMs: z.number(),
  }),
  /** Wait until every node holds that revision, and tell when each revision after `after` was held by all. */
  z.object({
    do: z.literal('hold'),
    after: z.number(),
    revision: z.number(),
    timeoutMs: z.number(),
  }),
  /** Every node hangs: half of them read on and answer nothing, half read no more. */
  z.object({ do: z.literal('hang') }),
  /** They answer what they were given, and go on. */
  z.object({ do: z.literal('wake') }),
  z.object({ do: z.literal('close') }),
]);

const arrivals = z.array(z.tuple([z.number(), z.number(), z.number()]));

/** What a process of simulated nodes has seen. Times are Unix milliseconds: processes compare them. */
export const fleetReport = z.object({
  heldCount: z.number(),
  /** Nodes whose stream has ended after they held everything. */
  lostCount: z.number(),
  dialCount: z.number(),
  /** Most that a node had received when it first held everything. */
  fullBytes: z.number(),
  lastHeldAtMs: z.number(),
  /** Revision, nodes that came to hold it, and when the last of them answered. */
  held: arrivals,
  /** Revision, nodes that were told of a revocation at it or later, and when the last of them was. */
  told: arrivals,
});

export type FleetJob = z.infer<typeof fleetJob>;
export type FleetReport = z.infer<typeof fleetReport>;
