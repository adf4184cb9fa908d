import { hkdfSync } from 'node:crypto';
import { join } from 'node:path';
import type { Secret } from '../../secret.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { NodeMetrics } from '../../telemetry/metrics.ts';
import { type KeptConfiguration, LastKnownGood, NothingKept } from './last-known-good.ts';

/** What decides where and whether a configuration is kept. */
export interface KeepOptions {
  readonly stateDir: string;
  readonly stateKey: Secret<Buffer>;
  /** Empty when the node belongs to no pool. */
  readonly pool: string;
  readonly keepsSecrets: boolean;
}

/** Opens the place where a node keeps its configuration. @throws Error when the directory cannot be used */
export function openKeptConfiguration(
  { stateDir, stateKey, pool, keepsSecrets }: KeepOptions,
  logger: Logger,
  metrics: NodeMetrics,
): KeptConfiguration {
  const directory = join(stateDir, 'config');
  if (!keepsSecrets) {
    logger.warn('nothing is kept on disk: a start without the control plane is not ready');
    return new NothingKept(directory);
  }
  return new LastKnownGood(directory, keyOf(stateKey.reveal(), pool), (error) => {
    metrics.config.lastKnownGoodWrites.inc({ outcome: error === undefined ? 'kept' : 'failed' });
    metrics.config.lastKnownGoodFailing.set(error === undefined ? 0 : 1);
    if (error !== undefined)
      logger.error(
        { err: error },
        'the configuration could not be kept on disk; it is tried again',
      );
  });
}

/** Each pool has a key of its own: a node that was moved to another one must not serve what it held before. */
function keyOf(stateKey: Buffer, pool: string): Buffer {
  if (pool === '') return stateKey;
  return Buffer.from(
    hkdfSync('sha256', stateKey, '', `gatehouse pool ${pool} v1`, stateKey.length),
  );
}
