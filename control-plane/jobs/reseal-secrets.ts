import { setTimeout as delay } from 'node:timers/promises';
import type { SealedValue } from '../storage/sealed/sealed-value.ts';
import { PLATFORM, type Storage } from '../storage/storage.ts';
import type { Logger } from '../telemetry/logger.ts';
import { Lease } from './lease.ts';

const LEASE = 'reseal_secrets';
const LEASE_MS = 30_000;
/** How often, and how many times, a replica asks for its turn: longer than the lease of one that died. */
const TURN_POLL_MS = 250;
const TURN_POLLS_MAX = 240;
/** Values of one transaction. */
const BATCH_VALUES = 100;
const ACTOR = { name: 'system', authenticatedBy: 'start' } as const;

/** The part of the envelope that this needs. */
export interface Resealer {
  isCurrent(sealed: Buffer): boolean;
  /** @throws Error when it cannot be opened */
  reseal(sealed: Buffer, name: string): Buffer;
}

export interface ResealParts {
  readonly storage: Storage;
  readonly logger: Logger;
  readonly envelope: Resealer;
}

/**
 * Seals with the master key whatever another one sealed, as far as it can be opened. Safe to repeat and to break off:
 * each value is replaced only as it was read. Replicas that start at once take turns, so that the last one finds what
 * its predecessor has sealed to the end.
 *
 * @throws Error when the turn does not come
 */
export async function resealSecrets({ storage, logger, envelope }: ResealParts): Promise<void> {
  const lease = new Lease(storage, LEASE, LEASE_MS);
  await awaitTurn(lease);
  try {
    const all = await storage.read(PLATFORM, ({ sealedValues }) => sealedValues.list());
    const stale = all.filter(({ sealed }) => !envelope.isCurrent(sealed));
    let resealedCount = 0;
    for (let from = 0; from < stale.length; from += BATCH_VALUES)
      resealedCount += await resealBatch(storage, envelope, stale.slice(from, from + BATCH_VALUES));
    const leftCount = stale.length - resealedCount;
    if (leftCount > 0)
      logger.error({ resealedCount, leftCount }, 'not all that is stored could be sealed anew');
    else
      logger.info(
        { resealedCount },
        'all that is stored is sealed with the master key: GATEHOUSE_MASTER_KEY_PREVIOUS can go once every replica has this one',
      );
  } finally {
    await lease.release();
  }
}

async function awaitTurn(lease: Lease): Promise<void> {
  for (let poll = 0; poll < TURN_POLLS_MAX; poll += 1) {
    if ((await lease.acquire()) !== undefined) return;
    await delay(TURN_POLL_MS);
  }
  throw new Error('another replica seals the secrets anew without an end: start again later');
}

async function resealBatch(
  storage: Storage,
  envelope: Resealer,
  values: readonly SealedValue[],
): Promise<number> {
  const { value } = await storage.transaction(PLATFORM, ACTOR, async (stores, trail) => {
    let resealedCount = 0;
    for (const value of values) {
      const next = tryReseal(envelope, value);
      if (next === undefined || !(await stores.sealedValues.replace(value, next))) continue;
      resealedCount += 1;
      const entry = { tenantId: null, action: 'secret.reseal', object: value.name, changes: {} };
      trail.entries.push(entry);
    }
    return resealedCount;
  });
  return value;
}

/** Undefined when it cannot be opened: it is told of where it is used. */
function tryReseal(envelope: Resealer, { sealed, name }: SealedValue): Buffer | undefined {
  try {
    return envelope.reseal(sealed, name);
  } catch {
    return undefined;
  }
}
