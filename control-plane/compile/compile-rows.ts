import { ForkableMap } from '../../proto/forkable-map.ts';
import { type CurrentRow, resourceKey } from '../storage/configuration.ts';
import { type CompiledResource, compileResource } from './compile-resource.ts';
import type { Pace } from './pace.ts';

/** Rows that make no resource are named at most so often; one is enough to hold a revision. */
const FAULTS_MAX = 20;

/** Resources as they are compiled, page by page. */
export class Compilation {
  readonly #resources = new ForkableMap<CompiledResource | undefined>();
  readonly #faults: string[] = [];

  /** Key -> resource; undefined when it is out of the configuration. */
  get resources(): ReadonlyMap<string, CompiledResource | undefined> {
    return this.#resources;
  }

  /** Rows that could not be compiled, a sentence each. Only a change made past the services can leave such a row. */
  get faults(): readonly string[] {
    return this.#faults;
  }

  async add(rows: readonly CurrentRow[], pace: Pace): Promise<void> {
    for (const current of rows) {
      const key = resourceKey(current.kind, current.id);
      try {
        this.#resources.set(key, current.row && compileResource(current.kind, current.row));
      } catch {
        this.#resources.set(key, undefined);
        if (this.#faults.length < FAULTS_MAX) this.#faults.push(`The row of ${key} is malformed.`);
      }
      if (pace.isDue) await pace.rest();
    }
  }
}
