import { type CompiledResource, compileResource } from '../compile/compile-resource.ts';
import {
  type ConfigurationRead,
  ConfigurationReader,
  type CurrentRow,
  resourceKey,
  type StoredSecret,
} from '../storage/configuration.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { View, ViewChange } from './view.ts';

/** A notification is a hint that may be lost: the head is asked for this often all the same. */
const POLL_MS = 1_000;
const RECONNECT_MS = { first: 100, max: 5_000 } as const;

export interface ChangeFeedParts {
  readonly databaseUrl: string;
  readonly view: View;
  readonly logger: Logger;
  /** Called after the view has moved; says whether the secrets have too. */
  readonly onMoved: (secretsMoved: boolean) => void;
}

/**
 * Keeps a view equal to the database: reads when a commit is hinted at, and each second whether or not. Losing the database
 * leaves the view as it is; it catches up by itself. One read at a time; many hints in a row cost one more read.
 */
export class ChangeFeed {
  readonly #parts: ChangeFeedParts;
  #reader: ConfigurationReader | undefined;
  #secrets: readonly StoredSecret[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #wantsAnother = false;
  #failureCount = 0;
  #stopped = false;

  constructor(parts: ChangeFeedParts) {
    this.#parts = parts;
  }

  /** Sealed under the master key, as they are stored. */
  get secrets(): readonly StoredSecret[] {
    return this.#secrets;
  }

  /** Resolves after the first read. @throws Error when the database cannot be read */
  async start(): Promise<void> {
    await this.#connect();
    await this.#read();
    this.#schedule(POLL_MS);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running?.catch(() => {});
    await this.#reader?.close().catch(() => {});
  }

  async #connect(): Promise<void> {
    const reader = new ConfigurationReader(
      this.#parts.databaseUrl,
      () => this.#wake(),
      () => this.#lose(reader),
    );
    await reader.open();
    this.#reader = reader;
  }

  #lose(reader: ConfigurationReader): void {
    if (this.#reader !== reader) return;
    this.#reader = undefined;
    this.#parts.logger.warn('the connection of the change feed is lost; nodes keep what they have');
    this.#schedule(RECONNECT_MS.first);
  }

  #schedule(delayMs: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#wake(), delayMs);
  }

  #wake(): void {
    if (this.#stopped) return;
    if (this.#running !== undefined) {
      this.#wantsAnother = true;
      return;
    }
    this.#running = this.#catchUp().finally(() => {
      this.#running = undefined;
      if (!this.#wantsAnother) return;
      this.#wantsAnother = false;
      this.#wake();
    });
  }

  async #catchUp(): Promise<void> {
    try {
      if (this.#reader === undefined) await this.#connect();
      await this.#read();
      this.#failureCount = 0;
      this.#schedule(POLL_MS);
    } catch (error) {
      this.#failureCount += 1;
      const delayMs = Math.min(RECONNECT_MS.first * 2 ** this.#failureCount, RECONNECT_MS.max);
      this.#parts.logger.warn({ error, delayMs }, 'the change feed could not read; it tries again');
      this.#schedule(delayMs);
    }
  }

  async #read(): Promise<void> {
    const { view, onMoved } = this.#parts;
    const reader = this.#reader;
    if (reader === undefined) throw new Error('the change feed is not connected');
    const head = await reader.readHead();
    if (view.head?.epoch === head.epoch && view.head.revision === head.revision) return;
    const read = await reader.read(view.head);
    if (read.secrets !== undefined) this.#secrets = read.secrets;
    view.apply(toViewChange(read));
    onMoved(read.secrets !== undefined);
  }
}

function toViewChange(read: ConfigurationRead): ViewChange {
  const resources = new Map<string, CompiledResource | undefined>(
    read.rows.map((current) => [resourceKey(current.kind, current.id), compileCurrent(current)]),
  );
  const { head, full, changes, oldestCommitMs } = read;
  return { head, full, resources, changes, oldestCommitMs };
}

function compileCurrent({ kind, row }: CurrentRow): CompiledResource | undefined {
  return row && compileResource(kind, row);
}
