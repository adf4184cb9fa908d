import { ForkableMap } from '../../../proto/forkable-map.ts';
import { ViewDigest } from '../../../proto/view-digest.ts';
import { ClaimIndex } from '../../compile/claim-index.ts';
import type { CompiledResource } from '../../compile/compile-resource.ts';
import type { Compilation } from '../../compile/compile-rows.ts';
import { findMeantKeys, findReasons } from '../../compile/guard-rail.ts';
import type { Pace, SlicedWork } from '../../compile/pace.ts';
import { isRevocable } from '../../compile/revocable.ts';
import { type Difference, differenceOf } from '../../compile/view-difference.ts';
import type { Head, StampedHead } from '../../storage/configuration/head.ts';
import type { ConfigurationRead, NodePools } from '../../storage/configuration.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { Move, PoolViews, PreparedMove } from '../pool-views.ts';
import type { View, ViewChange } from '../view.ts';
import type { ReleaseLedger, RestoredRelease } from './release-ledger.ts';

export interface ReleaserParts {
  readonly views: PoolViews;
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

/** What became of a read. */
export interface Offered {
  /** Whether nodes get it. */
  readonly released: boolean;
  /** Whether the view is another: it may be when the read was held, too. */
  readonly moved: boolean;
  /** What the read differs in from what nodes had. */
  readonly difference: Difference;
}

/** A read on its way into the view. */
interface ReleaseStep {
  readonly read: ConfigurationRead;
  readonly difference: Difference;
  /** What the difference is to. */
  readonly before: ReadonlyMap<string, CompiledResource>;
  /** What nodes had, when the view does not hold it yet. */
  readonly begun: PreparedMove | undefined;
}

/**
 * Takes what was read into the view that nodes get, or holds it back: then the view stays the last good one, until a
 * later revision passes the guard rails. Only the feed calls it, one read at a time.
 */
export class Releaser {
  readonly #parts: ReleaserParts;
  readonly #claims = new ClaimIndex();
  #base: RestoredRelease | undefined;
  /** As read last; views get them with a release. */
  #pools: NodePools = new Map();

  constructor(parts: ReleaserParts) {
    this.#parts = parts;
  }

  /**
   * Takes the last release for what nodes have, when no replica may have run since. It is in the view from the first offer on:
   * what was revoked since is gone with the same stroke. Gives its head; undefined when changes since are not to be
   * told.
   */
  async restore(pace: Pace): Promise<StampedHead | undefined> {
    const { ledger, logger } = this.#parts;
    const last = await ledger.restore(pace);
    if (last === undefined) return undefined;
    const found = new ViewDigest();
    for (const resource of last.resources.values()) {
      found.toggle(resource);
      if (pace.isDue) await pace.rest();
    }
    const { head, stamp, digest, resources } = last;
    if (found.value().equals(digest)) {
      this.#base = last;
      await pace.run(this.#claims.follow(new Map(), resources));
      return stamp === null ? undefined : { ...head, stamp };
    }
    logger.warn(
      { epoch: `${head.epoch}`, revision: `${head.revision}` },
      'the last release was not noted whole; the view begins with what is read',
    );
    return undefined;
  }

  async offer({ read, compilation, isRepair }: CompiledRead, pace: Pace): Promise<Offered> {
    const view = this.#parts.views.whole;
    this.#pools = read.pools ?? this.#pools;
    const base = this.#base;
    const before = base?.resources ?? view.resources;
    const last = base?.head ?? view.head;
    const difference = await pace.run(differenceOf(before, compilation.resources, read.full));
    const isReplaced = last !== undefined && last.epoch !== read.head.epoch;
    const isMeant = isRepair || isReplaced || read.deletionMeantAt === read.head.revision;
    const meantKeys = findMeantKeys(difference, read, before.size);
    const proposal = {
      before: last && before,
      difference,
      meant: isMeant ? ('all' as const) : await pace.run(meantKeys),
      bodyBytes: base === undefined ? view.bodyBytes : await pace.run(bytesOf(base.resources)),
      claims: this.#claims,
    };
    const reasons = [...compilation.faults, ...(await pace.run(findReasons(proposal)))];
    const wasAt = view.mark;
    const begun = await this.#begin(pace);
    const step = { read, difference, before, begun };
    if (reasons.length > 0) await this.#hold(step, reasons, pace);
    else await this.#release(step, pace);
    return { released: reasons.length === 0, moved: view.mark !== wasAt, difference };
  }

  /** Makes ready what nodes had; undefined when the view holds it. */
  async #begin(pace: Pace): Promise<PreparedMove | undefined> {
    const base = this.#base;
    if (base === undefined) return undefined;
    const { head, resources } = base;
    const change = { head, full: true, resources, changes: [], oldestCommitMs: Date.now() };
    // Nodes of a pool that was another one then are told apart by their digests.
    return pace.run(this.#parts.views.prepare({ change, pools: this.#pools }));
  }

  /** A key or a grant that was taken away is gone all the same: a mistake elsewhere must not keep it alive. */
  async #hold(step: ReleaseStep, reasons: readonly string[], pace: Pace): Promise<void> {
    const { read, difference, before, begun } = step;
    const { views, ledger, logger, metrics } = this.#parts;
    const { head, oldestCommitMs } = read;
    const good = begun?.change.head ?? views.whole.head;
    metrics.heldRevisions.set(Number(head.revision - (good?.revision ?? 0n)));
    logger.error(
      { epoch: `${head.epoch}`, revision: `${head.revision}`, reasons },
      'a revision is held back by guard rails; nodes keep the last good one',
    );
    ledger.held(head, good, reasons);
    const meant = await pace.run(findMeantKeys(difference, read, before.size));
    const revoked = revocationsOf(difference, meant);
    const gone =
      good === undefined || revoked.size === 0
        ? undefined
        : { head: good, full: false, resources: revoked, changes: [], oldestCommitMs };
    await this.#move(step, gone && { change: gone, pools: undefined }, pace);
  }

  async #release(step: ReleaseStep, pace: Pace): Promise<void> {
    const { read, difference, begun } = step;
    const { views, ledger, metrics } = this.#parts;
    const view = views.whole;
    const { head, oldestCommitMs } = read;
    const from = begun?.change.head ?? view.head;
    metrics.heldRevisions.set(0);
    const isHeld = begun !== undefined || views.holds(this.#pools);
    const isThere = difference.size === 0 && isSamePlace(from, head) && isHeld;
    if (isThere) return this.#move(step, undefined, pace);
    const changes = await pace.run(changesIn(read, difference));
    const full = from === undefined;
    const change = { head, full, resources: difference, changes, oldestCommitMs };
    await this.#move(step, { change, pools: this.#pools }, pace);
    ledger.released({
      head,
      digest: view.digest,
      resourceCount: view.resourceCount,
      changed:
        read.changes.length > 1 ? await pace.run(withTouched(read, difference, view)) : difference,
      whole: read.full ? view.resources : undefined,
    });
  }

  /** Nodes see what they had and the change after it with one stroke: nothing that was revoked since comes back between. */
  async #move({ before, begun }: ReleaseStep, move: Move | undefined, pace: Pace): Promise<void> {
    const { views } = this.#parts;
    const prepared = move && (await pace.run(views.prepare(move, begun)));
    if (move !== undefined) await pace.run(this.#claims.follow(before, move.change.resources));
    this.#base = undefined;
    for (const next of [begun, prepared]) if (next !== undefined) views.take(next);
  }
}

function isSamePlace(left: Head | undefined, { epoch, revision }: Head): boolean {
  return left?.epoch === epoch && left.revision === revision;
}

/** Keys and grants that went on purpose. */
function revocationsOf(difference: Difference, meant: ReadonlySet<string>): Difference {
  return new Map(
    [...difference].filter(
      ([key, resource]) => resource === undefined && isRevocable(key) && meant.has(key),
    ),
  );
}

function* bytesOf(resources: ReadonlyMap<string, CompiledResource>): SlicedWork<number> {
  let bytes = 0;
  for (const { body } of resources.values()) {
    bytes += body.length;
    yield;
  }
  return bytes;
}

/**
 * With what was changed and changed back between two reads: another replica may have told of the moment between, so that the
 * end has to be told too.
 */
function* withTouched(
  { changes }: ConfigurationRead,
  difference: Difference,
  { resources }: View,
): SlicedWork<Difference> {
  const touched = new ForkableMap<CompiledResource | undefined>();
  for (const [key, resource] of difference) {
    touched.set(key, resource);
    yield;
  }
  for (const { keys } of changes)
    for (const key of keys) {
      touched.set(key, resources.get(key));
      yield;
    }
  return touched;
}

/** What each revision changed of the difference. After a read of everything more may differ than that: then none is told. */
function* changesIn(
  { full, changes }: ConfigurationRead,
  difference: Difference,
): SlicedWork<ViewChange['changes']> {
  const told: { readonly revision: bigint; readonly keys: string[] }[] = [];
  for (const { revision, keys } of full ? [] : changes) {
    const different: string[] = [];
    for (const key of keys) {
      if (difference.has(key)) different.push(key);
      yield;
    }
    told.push({ revision, keys: different });
  }
  return told;
}
