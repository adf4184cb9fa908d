import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  LastKnownGood,
  type LoadedState,
} from '../../../../data-plane/config/kept/last-known-good.ts';
import { keptState, testStateKey } from '../../../support/kept-state.ts';

/** What the copies in a directory gave. */
export interface Loaded {
  /** The newest that is whole. */
  readonly loaded: LoadedState | undefined;
  /** Of those before it. */
  readonly faults: readonly string[];
}

/** A directory of last-known-good copies, for tests that damage them. */
export class KeptFiles {
  readonly directory: string;
  /** What each write came to; undefined when it went well. */
  readonly outcomes: (Error | undefined)[] = [];

  /** In a new directory, or in this one. */
  constructor(directory = join(mkdtempSync(join(tmpdir(), 'gatehouse-kept-')), 'config')) {
    this.directory = directory;
  }

  open(key = testStateKey): LastKnownGood {
    return new LastKnownGood(this.directory, key, (error) => this.outcomes.push(error));
  }

  /** Writes a copy of each; gives the paths of all that are there, the oldest first. */
  async keep(...revisions: readonly bigint[]): Promise<readonly string[]> {
    const kept = this.open();
    for (const revision of revisions) {
      kept.save(keptState(revision));
      await kept.settle();
    }
    return this.paths();
  }

  paths(): readonly string[] {
    return readdirSync(this.directory)
      .toSorted()
      .map((name) => join(this.directory, name));
  }

  load(key = testStateKey): Loaded {
    const faults: string[] = [];
    for (const one of this.open(key).load()) {
      if (!('fault' in one)) return { loaded: one, faults };
      faults.push(one.fault);
    }
    return { loaded: undefined, faults };
  }

  remove(): void {
    rmSync(join(this.directory, '..'), { recursive: true, force: true });
  }
}
