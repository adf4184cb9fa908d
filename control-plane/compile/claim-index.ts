import type { CompiledResource } from './compile-resource.ts';
import type { SlicedWork } from './pace.ts';
import type { Difference } from './view-difference.ts';

/** Who holds which claim of a view: see `claimOf`. In a map for each kind, since one of all takes 10 ms to grow. */
export class ClaimIndex {
  readonly #byKind = new Map<string, Map<string, string>>();

  /** Key of the resource that holds it; undefined when none does. */
  get(claim: string): string | undefined {
    return this.#byKind.get(kindOf(claim))?.get(claim);
  }

  set(claim: string, key: string): void {
    const kind = kindOf(claim);
    const held = this.#byKind.get(kind) ?? new Map<string, string>();
    held.set(claim, key);
    this.#byKind.set(kind, held);
  }

  /** Follows a step away from `held`: everything old is out before anything new is in, as names may be handed on. */
  *follow(held: ReadonlyMap<string, CompiledResource>, difference: Difference): SlicedWork<void> {
    for (const key of difference.keys()) {
      const claim = held.get(key)?.claim ?? '';
      if (claim !== '' && this.get(claim) === key) this.#byKind.get(kindOf(claim))?.delete(claim);
      yield;
    }
    for (const [key, resource] of difference) {
      if (resource !== undefined && resource.claim !== '') this.set(resource.claim, key);
      yield;
    }
  }
}

function kindOf(claim: string): string {
  return claim.slice(0, claim.indexOf(':'));
}
