import { type FileHandle, open } from 'node:fs/promises';
import { type SignedHead, toHeadLine, type UnsignedHead } from '../domain/audit/signed-head.ts';
import { PLATFORM, type Storage } from '../storage/storage.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { Lease } from './lease.ts';

const LEASE = 'audit_head_signing';
const INTERVAL_MS = 60_000;
/** Longer than an interval, so that the work stays with one replica, and with one file. */
const LEASE_MS = 90_000;
/** Chains of one transaction, and batches of one run; what is left waits for the next. */
const BATCH_CHAINS = 500;
const BATCHES_MAX = 40;
const ACTOR = { name: 'system', authenticatedBy: 'system' } as const;

/** The part of the signer that this needs. */
export interface HeadSigner {
  sign(heads: readonly UnsignedHead[], now: Date): Promise<readonly SignedHead[]>;
}

export interface AuditHeadSigningParts {
  readonly storage: Storage;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly signer: HeadSigner;
  /** Where signed heads are appended to as well, a line each; undefined keeps them in the database only. */
  readonly headsFile: string | undefined;
}

/**
 * Signs the head of each chain that moved, when this replica has the lease. A head is in the file, and on the disk, before it is
 * in the database: what could not be exported is signed anew by the next run, and a line twice in the file says the same.
 */
export class AuditHeadSigning {
  readonly #parts: AuditHeadSigningParts;
  readonly #lease: Lease;

  constructor(parts: AuditHeadSigningParts) {
    this.#parts = parts;
    this.#lease = new Lease(parts.storage, LEASE, LEASE_MS);
  }

  /** Gives how many heads were signed; undefined when another replica has the lease. @throws Error when a batch fails */
  async sign(now: Date): Promise<number | undefined> {
    if ((await this.#lease.acquire()) === undefined) return undefined;
    let signedCount = 0;
    let afterChain = '';
    for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
      const signed = await this.#signBatch(afterChain, now);
      signedCount += signed.length;
      afterChain = signed.at(-1)?.chain ?? afterChain;
      if (signed.length < BATCH_CHAINS) break;
    }
    return signedCount;
  }

  /** Signs each minute. Returns the way to stop, which lets another replica go on at once. */
  start(): () => Promise<void> {
    const timer = setInterval(() => {
      this.sign(new Date()).catch((error: unknown) => {
        this.#parts.metrics.auditHeadFailures.inc();
        this.#parts.logger.error({ error }, 'heads of audit chains are not signed; it tries again');
      });
    }, INTERVAL_MS);
    timer.unref();
    return async () => {
      clearInterval(timer);
      await this.#lease.release().catch(() => {});
    };
  }

  async #signBatch(afterChain: string, signedAt: Date): Promise<readonly SignedHead[]> {
    const { storage, signer, metrics, headsFile } = this.#parts;
    const moved = await storage.read(PLATFORM, ({ signedAuditHeads }) =>
      signedAuditHeads.listMoved(afterChain, BATCH_CHAINS),
    );
    if (moved.length === 0) return [];
    const signed = await signer.sign(
      moved.map((head) => ({ ...head, signedAt })),
      signedAt,
    );
    if (headsFile !== undefined) await appendDurably(headsFile, signed.map(toHeadLine).join(''));
    await storage.transaction(PLATFORM, ACTOR, ({ signedAuditHeads }) =>
      signedAuditHeads.append(signed),
    );
    metrics.auditHeadsSigned.inc(signed.length);
    return signed;
  }
}

/**
 * In the file and on the disk when it resolves, on lines of their own also where a crash has left half of one. Readable by its
 * owner only: it tells ids of tenants.
 */
async function appendDurably(path: string, lines: string): Promise<void> {
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const last = size === 0 ? '\n' : await readByte(file, size - 1);
    await file.appendFile(last === '\n' ? lines : `\n${lines}`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function readByte(file: FileHandle, at: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, at);
  return buffer.toString('latin1', 0, bytesRead);
}
