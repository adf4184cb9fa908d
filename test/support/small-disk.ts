import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of a few hundred kilobytes, to be filled. Needs root on Linux. */
export class SmallDisk implements Disposable {
  readonly directory: string;
  readonly #filler: string;

  /** @throws Error when it cannot be mounted */
  constructor(bytes: number) {
    this.directory = mkdtempSync(join(tmpdir(), 'gatehouse-disk-'));
    this.#filler = join(this.directory, 'filler');
    mount(this.directory, bytes);
  }

  /** Why there can be none here; undefined when there can be one. */
  static reasonAgainst(): string | undefined {
    try {
      new SmallDisk(65_536)[Symbol.dispose]();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** Leaves so many bytes free, to the block. */
  fillUpTo(freeBytes: number): void {
    rmSync(this.#filler, { force: true });
    const { bavail, bsize } = statfsSync(this.directory);
    writeFileSync(this.#filler, Buffer.alloc(Math.max(0, bavail * bsize - freeBytes)));
  }

  [Symbol.dispose](): void {
    spawnSync('umount', [this.directory]);
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function mount(directory: string, bytes: number): void {
  const options = ['-t', 'tmpfs', '-o', `size=${bytes}`, 'gatehouse-test', directory];
  const { status, error, stderr } = spawnSync('mount', options, { encoding: 'utf8' });
  if (status === 0) return;
  rmSync(directory, { recursive: true, force: true });
  throw new Error(error?.message ?? `tmpfs cannot be mounted: ${stderr.trim()}`);
}
