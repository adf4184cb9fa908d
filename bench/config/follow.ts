import type { Fleet } from '../fleet/fleet.ts';
import { listCommitted } from './commits.ts';
import type { ConfigHouse, ProbedPlane } from './config-house.ts';
import type { Sheet } from './figure.ts';

const holdTimeoutMs = 30_000;

/** What the figures of a fleet are made with. */
export interface Setting {
  readonly house: ConfigHouse;
  readonly sheet: Sheet;
  readonly controlPlane: ProbedPlane;
  readonly fleet: Fleet;
}

/**
 * Milliseconds from the stamp of each commit of `work` until the last of all nodes has answered that it holds it; of a
 * revocation also until the last was told.
 */
export async function follow({ house, fleet }: Setting, work: () => Promise<void>) {
  const before = await house.readHead();
  await work();
  const head = await house.readHead();
  const { heldAtMs, toldAtMs } = await fleet.hold(before, head, holdTimeoutMs);
  const committed = await listCommitted(house, before, head);
  const latencyTo =
    (reachedAtMs: ReadonlyMap<number, number>) =>
    ({ revision, committedAtMs }: { revision: number; committedAtMs: number }) => {
      const atMs = reachedAtMs.get(revision);
      if (atMs === undefined) throw new Error(`not every node came to revision ${revision}`);
      return atMs - committedAtMs;
    };
  const revocations = committed.filter(({ isRevocation }) => isRevocation);
  return {
    latencies: committed.filter(({ isRevocation }) => !isRevocation).map(latencyTo(heldAtMs)),
    revocationLatencies: revocations.map(latencyTo(heldAtMs)),
    toldLatencies: revocations.map(latencyTo(toldAtMs)),
  };
}
