import { ViewDigest } from '../../../proto/view-digest.ts';
import type { CompiledResource } from '../../compile/compile-resource.ts';
import type { Compilation } from '../../compile/compile-rows.ts';
import { findReasons } from '../../compile/guard-rail.ts';
import type { Pace } from '../../compile/pace.ts';
import { type Difference, differenceOf } from '../../compile/view-difference.ts';
import type { ConfigurationRead, Head } from '../../storage/configuration.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { View } from '../view.ts';
import type { ReleaseLedger } from './release-ledger.ts';

export interface ReleaserParts {
  readonly view: View;
  readonly ledger: ReleaseLedger;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** A read with what was compiled of its rows. */
export interface CompiledRead {
  readonly read: ConfigurationRead;
  readonly compilation: Compilation;
  /** Whether whatever is deleted is meant, as when the view itself is mended. */
  readonly isRepair: boolean;
}

/**
 * Takes what was read into the view that nodes get, or holds it back: then the view stays the last good one, until a
 * later revision passes the guard rails. Only the feed calls it, one read at a time.
 */
export class Releaser {
  readonly #parts: ReleaserParts;
  readonly #claims = new Map<string, string>();

  constructor(parts: ReleaserParts) {
    this.#parts = parts;
  }

  /** Puts the view where nodes were left when no replica ran: at the last release. Without one it stays empty. */
  async restore(pace: Pace): Promise<void> {
    const { ledger, view, logger } = this.#parts;
    const last = await ledger.restore(pace);
    if (last === undefined) return;
    const { head, resources, digest } = last;
    const found = new ViewDigest();
    for (const resource of resources.values()) {
      found.toggle(resource);
      if (pace.isDue) await pace.rest();
    }
    if (found.value().equals(digest)) {
      view.apply({ head, full: true, resources, changes: [], oldestCommitMs: Date.now() });
      this.#claim(resources);
      return;
    }
    logger.warn(
      { epoch: `${head.epoch}`, revision: `${head.revision}` },
      'the last release was not noted whole; the view begins with what is read',
    );
  }

  /** Whether the read was released. What it differs in, or would differ in, is told either way. */
  async offer(
    { read, compilation, isRepair }: CompiledRead,
    pace: Pace,
  ): Promise<{ readonly released: boolean; readonly difference: Difference }> {
    const { view } = this.#parts;
    const before = view.head === undefined ? undefined : view.resources;
    const difference = await pace.run(
      differenceOf(view.resources, compilation.resources, read.full),
    );
    const isReplaced = view.head !== undefined && view.head.epoch !== read.head.epoch;
    const isMeant = isRepair || isReplaced || read.allowsMassDeletion;
    const meant = isMeant ? 'all' : deliberateKeys(read);
    const { bodyBytes } = view;
    const claims = this.#claims;
    const reasons = [
      ...compilation.faults,
      ...(await pace.run(findReasons({ before, difference, meant, bodyBytes, claims }))),
    ];
    if (reasons.length > 0) this.#hold(read, reasons);
    else this.#release(read, difference);
    return { released: reasons.length === 0, difference };
  }

  #hold({ head }: ConfigurationRead, reasons: readonly string[]): void {
    const { view, ledger, logger, metrics } = this.#parts;
    const good = view.head;
    metrics.heldRevisions.set(Number(head.revision - (good?.revision ?? 0n)));
    logger.error(
      { epoch: `${head.epoch}`, revision: `${head.revision}`, reasons },
      'a revision is held back by guard rails; nodes keep the last good one',
    );
    ledger.held(head, good, reasons);
  }

  #release(read: ConfigurationRead, difference: Difference): void {
    const { view, ledger, metrics } = this.#parts;
    const { head, oldestCommitMs } = read;
    const isFirst = view.head === undefined;
    metrics.heldRevisions.set(0);
    if (difference.size === 0 && isAt(view, head)) return;
    this.#claim(difference);
    const changes = read.changes.map(({ revision, keys }) => ({
      revision,
      keys: keys.filter((key) => difference.has(key)),
    }));
    view.apply({ head, full: isFirst, resources: difference, changes, oldestCommitMs });
    ledger.released({
      head,
      digest: view.digest,
      resourceCount: view.resourceCount,
      changed: read.changes.length > 1 ? withTouched(read, difference, view) : difference,
      whole: read.full ? new Map(view.resources) : undefined,
    });
  }

  #claim(difference: Difference): void {
    const { view } = this.#parts;
    for (const key of difference.keys()) {
      const claim = view.resources.get(key)?.claim ?? '';
      if (this.#claims.get(claim) === key) this.#claims.delete(claim);
    }
    for (const [key, resource] of difference)
      if (resource !== undefined && resource.claim !== '') this.#claims.set(resource.claim, key);
  }
}

function isAt({ head }: View, { epoch, revision }: Head): boolean {
  return head?.epoch === epoch && head.revision === revision;
}

/** One row that goes with all that hangs from it is a deliberate act, however much that is. */
function deliberateKeys({ changes }: ConfigurationRead): ReadonlySet<string> {
  return new Set(changes.flatMap(({ rowCount, keys }) => (rowCount <= 1 ? keys : [])));
}

/**
 * With what was changed and changed back between two reads: another replica may have told of the moment between, so that the
 * end has to be told too.
 */
function withTouched(read: ConfigurationRead, difference: Difference, view: View): Difference {
  const touched = new Map<string, CompiledResource | undefined>(difference);
  for (const { keys } of read.changes)
    for (const key of keys) touched.set(key, view.resources.get(key));
  return touched;
}
