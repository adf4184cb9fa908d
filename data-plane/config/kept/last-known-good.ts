import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { chmod, type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findForged } from '../packed/set-fill.ts';
import type { ResourceSet } from '../resource-store.ts';
import type { HeldSecret } from '../secret-store.ts';
import {
  type KeptState,
  openState,
  type ReadState,
  sealState,
  UnusableFile,
} from './last-known-good-format.ts';
import { digestProgram } from './program-digest.ts';

const COPIES_KEPT = 3;
/** After a write, as a multiple of the time that it took: under changes that never end, writing takes a tenth of a core. */
const REST_FACTOR = 9;
/** Nor is a state that was enforced on disk much later than it is enforced. */
const REST_MS_MAX = 5_000;
/** After a write that failed, doubling from the first to the last: a full disk may have room again without a change. */
const RETRY_MS = { first: 500, max: 30_000 } as const;
const FILE_PATTERN = /^configuration-(\d{12})\.sealed$/;
const UNFINISHED_PATTERN = /\.unfinished$/;
/** Under the name of a copy may be anything, a directory too. */
const ALL_OF_IT = { recursive: true, force: true } as const;

/** A state that was read back and verified. */
export interface LoadedState {
  readonly set: ResourceSet;
  readonly secrets: readonly HeldSecret[];
  /** Whether this same program has enforced it. */
  readonly isJudged: boolean;
  /** Path that it came from. */
  readonly file: string;
}

/** A file that was passed over. */
export interface SkippedFile {
  readonly file: string;
  readonly fault: 'wrong_key' | 'corrupt' | 'unreadable';
  readonly message: string;
}

/** What a write came to; a failure leaves the older copies as they are, and is tried again. */
export type SaveObserver = (error: Error | undefined) => void;

/** Where a configuration is kept across restarts. */
export interface KeptConfiguration {
  /** Reads the copies, newest first, as far as it is asked to. */
  load(): Iterable<LoadedState | SkippedFile>;
  /** Keeps this state in place of the one before. Returns at once. */
  save(state: KeptState): void;
  /** Resolves when nothing is left to write, or the last try has failed. */
  settle(): Promise<void>;
}

/** Keeps nothing, for a node whose secrets must not be on disk: without them a configuration is of no use. */
export class NothingKept implements KeptConfiguration {
  /** Removes what an earlier start has kept there. @throws Error when it cannot be removed */
  constructor(directory: string) {
    rmSync(directory, ALL_OF_IT);
  }

  load(): Iterable<LoadedState | SkippedFile> {
    return [];
  }

  save(): void {
    // That it does nothing is what it is for.
  }

  async settle(): Promise<void> {
    // Nothing was begun.
  }
}

/**
 * The last configuration that this node enforced, on disk under the state key, so that a restart serves with nobody to
 * ask. Three copies are kept; each write is a new file that is synced and renamed, so that a crash leaves the others.
 */
export class LastKnownGood implements KeptConfiguration {
  readonly #directory: string;
  readonly #stateKey: Buffer;
  readonly #observe: SaveObserver;
  #lastNumber: number;
  #next: KeptState | undefined;
  #failureCount = 0;
  #writing: Promise<void> | undefined;
  #settling = 0;
  #endRest: () => void = () => undefined;

  /** Makes the directory (0700) when it is not there. @throws Error when it cannot be made or read */
  constructor(directory: string, stateKey: Buffer, observe: SaveObserver) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    // Before anybody is served: it takes as long as two slices of work.
    digestProgram();
    this.#directory = directory;
    this.#stateKey = stateKey;
    this.#observe = observe;
    for (const name of readdirSync(directory))
      if (UNFINISHED_PATTERN.test(name)) rmSync(join(directory, name), ALL_OF_IT);
    this.#lastNumber = this.#numbers()[0] ?? 0;
  }

  /** Reads the copies, newest first, until one is whole and is what its digest says. */
  *load(): Generator<LoadedState | SkippedFile, void, void> {
    for (const number of this.#numbers()) yield this.#read(this.#path(number));
  }

  /**
   * Keeps this state in place of the one before. Returns at once: one write is in flight at most, after it the disk rests, and
   * of the states that come meanwhile only the newest is written. What could not be written is tried again, later and later.
   */
  save(state: KeptState): void {
    this.#next = state;
    this.#writing ??= this.#drain().finally(() => {
      this.#writing = undefined;
    });
  }

  /** Resolves when nothing is left to write, without a rest in between; what fails then is not tried again. */
  async settle(): Promise<void> {
    this.#settling += 1;
    this.#endRest();
    await this.#writing;
    this.#settling -= 1;
  }

  #read(file: string): LoadedState | SkippedFile {
    try {
      const state = openState(readFileSync(file), this.#stateKey);
      const isJudged = state.program !== '' && state.program === digestProgram();
      return { set: verify(state, isJudged), secrets: state.secrets, isJudged, file };
    } catch (error) {
      const fault = error instanceof UnusableFile ? error.fault : 'unreadable';
      return { file, fault, message: error instanceof Error ? error.message : String(error) };
    }
  }

  async #drain(): Promise<void> {
    while (this.#next !== undefined) {
      const state = this.#next;
      this.#next = undefined;
      const startedAtMs = performance.now();
      const isKept = await this.#try(state);
      if (!isKept && this.#settling === 0) this.#next ??= state;
      await this.#rest(isKept ? restMs(performance.now() - startedAtMs) : this.#retryMs());
    }
  }

  async #try(state: KeptState): Promise<boolean> {
    try {
      await this.#write(state);
      this.#failureCount = 0;
      this.#observe(undefined);
      return true;
    } catch (error) {
      this.#failureCount += 1;
      this.#observe(error instanceof Error ? error : new Error(String(error)));
      return false;
    }
  }

  #retryMs(): number {
    return Math.min(RETRY_MS.first * 2 ** (this.#failureCount - 1), RETRY_MS.max);
  }

  #rest(ms: number): Promise<void> {
    if (this.#settling > 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #write(state: KeptState): Promise<void> {
    const number = this.#lastNumber + 1;
    const unfinished = `${this.#path(number)}.unfinished`;
    try {
      await writeSynced(unfinished, sealState(state, this.#stateKey, digestProgram()));
      await rename(unfinished, this.#path(number));
      await syncDirectory(this.#directory);
    } catch (error) {
      await rm(unfinished, { force: true }).catch(() => undefined);
      throw error;
    }
    this.#lastNumber = number;
    for (const old of this.#numbers().slice(COPIES_KEPT)) await rm(this.#path(old), ALL_OF_IT);
  }

  #numbers(): readonly number[] {
    return readdirSync(this.#directory)
      .flatMap((name) => FILE_PATTERN.exec(name)?.[1] ?? [])
      .map(Number)
      .toSorted((left, right) => right - left);
  }

  #path(number: number): string {
    return join(this.#directory, `configuration-${String(number).padStart(12, '0')}.sealed`);
  }
}

function restMs(tookMs: number): number {
  return Math.min(REST_FACTOR * tookMs, REST_MS_MAX);
}

/**
 * The resources must make the digest that was enforced. That versions are those of their bodies was found before by the program
 * that sealed them: where it is this one, it is not found again. @throws UnusableFile
 */
function verify({ epoch, revision, digest, content }: ReadState, isJudged: boolean): ResourceSet {
  if (!content.digest.equals(digest))
    throw new UnusableFile('corrupt', 'its resources do not make the digest that it says');
  const forged = isJudged ? undefined : findForged(content);
  if (forged !== undefined)
    throw new UnusableFile('corrupt', `${forged} is not of the version that it says`);
  return { position: { epoch, revision }, ...content };
}

async function writeSynced(path: string, chunks: Iterable<Buffer>): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await chmod(path, 0o600);
    for (const chunk of chunks) await writeAll(file, chunk);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, chunk: Buffer): Promise<void> {
  let at = 0;
  while (at < chunk.length) at += (await file.write(chunk, at)).bytesWritten;
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
