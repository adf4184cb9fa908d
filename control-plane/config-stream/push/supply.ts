import type { PoolViews } from '../pool-views.ts';
import type { View } from '../view.ts';
import { RevocationLane } from './revocation-lane.ts';
import { Segments } from './segment.ts';

/** What the nodes of one pool are brought on with; one for all of them. */
export interface Supply {
  readonly view: View;
  readonly segments: Segments;
  readonly lane: RevocationLane;
}

/** The supplies of all pools that have nodes. */
export class Supplies {
  readonly #views: PoolViews;
  readonly #byPool = new Map<string, Supply>();

  constructor(views: PoolViews) {
    this.#views = views;
  }

  /** The supply of a pool; the empty name is no pool. @throws Error as {@link PoolViews.of} does */
  of(pool: string): Supply {
    const known = this.#byPool.get(pool);
    if (known !== undefined) return known;
    const view = this.#views.of(pool);
    const supply = { view, segments: new Segments(view), lane: new RevocationLane(view) };
    this.#byPool.set(pool, supply);
    return supply;
  }

  /** What was revoked since the last call, for each supply in which anything was. */
  takeRevocations(): ReadonlyMap<Supply, readonly Buffer[]> {
    const taken = new Map<Supply, readonly Buffer[]>();
    for (const supply of this.#byPool.values()) {
      const messages = supply.lane.take();
      if (messages.length > 0) taken.set(supply, messages);
    }
    return taken;
  }
}
