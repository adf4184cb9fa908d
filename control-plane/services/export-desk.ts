import { DomainError } from '../domain/errors.ts';

/** Exports of one kind that are under way at once in this process; of one principal, one. */
const EXPORTS_MAX = 4;

/** A text, by pages. Until `end`, which its reader owes however it went, it counts as under way. */
export interface Exported {
  readonly pages: AsyncIterable<string>;
  readonly end: () => void;
}

/** Bounds how many exports are under way: each reads for minutes. */
export class ExportDesk {
  readonly #exporting = new Set<string>();

  /**
   * Opens one for a principal.
   *
   * @throws DomainError BUSY, and what `work` throws
   */
  async open(principalId: string, work: () => Promise<AsyncIterable<string>>): Promise<Exported> {
    if (this.#exporting.size >= EXPORTS_MAX || this.#exporting.has(principalId))
      throw new DomainError(
        { code: 'BUSY' },
        'An export of yours, or several of others, are under way; try again when it has ended.',
      );
    this.#exporting.add(principalId);
    const end = (): void => void this.#exporting.delete(principalId);
    try {
      return { pages: await work(), end };
    } catch (thrown) {
      end();
      throw thrown;
    }
  }
}
