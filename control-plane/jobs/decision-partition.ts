import { DECISION_DAYS } from '../domain/decision.ts';
import { PLATFORM, type Storage } from '../storage/storage.ts';
import type { Logger } from '../telemetry/logger.ts';

const INTERVAL_MS = 3_600_000;
const DAY_MS = 86_400_000;
const ACTOR = { name: 'system', authenticatedBy: 'system' } as const;

/** Makes the partitions of today and tomorrow, and drops those that are past their days. Safe on every replica at once. */
export async function keepDecisionPartitions(storage: Storage, now: Date): Promise<void> {
  const dayAt = (offsetDays: number) =>
    new Date(now.getTime() + offsetDays * DAY_MS).toISOString().slice(0, 10);
  await storage.transaction(PLATFORM, ACTOR, async ({ decisions }) => {
    await decisions.ensurePartitions([dayAt(0), dayAt(1)]);
    await decisions.dropPartitionsBefore(dayAt(-DECISION_DAYS));
  });
}

/** Runs {@link keepDecisionPartitions} each hour. Returns the way to stop. */
export function startDecisionPartitionJob(storage: Storage, logger: Logger): () => void {
  const timer = setInterval(() => {
    keepDecisionPartitions(storage, new Date()).catch((error: unknown) =>
      logger.warn({ error }, 'the partitions of decisions could not be kept; it tries again'),
    );
  }, INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}
