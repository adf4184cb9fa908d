import { type ExportFormat, exportHead, toExport } from '../../domain/audit/export.ts';
import type { AuditEvent, AuditFilter, Changes } from '../../domain/audit.ts';
import { DomainError } from '../../domain/errors.ts';
import { PAGE_ROWS_MAX, type Page } from '../../storage/page.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Operation } from '../operation.ts';

/** Exports under way at once in this process; of one principal, one. */
const EXPORTS_MAX = 4;

export interface ExportRequest extends Pick<AuditFilter, 'tenantId' | 'from' | 'to'> {
  readonly format: ExportFormat;
}

/** Text of the log, by pages. Until `end`, which its reader owes however it went, it counts as under way. */
export interface AuditExport {
  readonly pages: AsyncIterable<string>;
  readonly end: () => void;
}

/** Hands the log out, page by page as it is asked for; between pages nothing of the database is held. */
export class AuditExporter {
  readonly #storage: Storage;
  readonly #exporting = new Set<string>();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /**
   * Who exports what is in the log before the first byte goes out. What is asked for is what there is at this moment,
   * newest first.
   *
   * @throws DomainError PERMISSION_DENIED, NOT_FOUND for the tenant, BUSY
   */
  async open(operation: Operation, request: ExportRequest): Promise<AuditExport> {
    const tenantId = request.tenantId ?? operation.principal.tenantId;
    operation.requireFor('audit:read', tenantId);
    const { id } = operation.principal;
    if (this.#exporting.size >= EXPORTS_MAX || this.#exporting.has(id))
      throw new DomainError(
        { code: 'BUSY' },
        'An export of yours, or several of others, are under way; try again when it has ended.',
      );
    this.#exporting.add(id);
    const end = (): void => void this.#exporting.delete(id);
    try {
      const filter = { tenantId: tenantId ?? undefined, from: request.from, to: request.to };
      await this.#note(operation, request, tenantId);
      const first = await this.#read(operation, filter, undefined);
      return { pages: this.#run(operation, { filter, first, format: request.format }), end };
    } catch (thrown) {
      end();
      throw thrown;
    }
  }

  async *#run(
    operation: Operation,
    { filter, first, format }: Exporting,
  ): AsyncGenerator<string, void> {
    yield exportHead(format) + toExport(first.rows, format);
    let page = first;
    for (let last = page.rows.at(-1); page.hasNextPage && last; last = page.rows.at(-1)) {
      page = await this.#read(operation, filter, page.cursorOf(last));
      yield toExport(page.rows, format);
    }
  }

  async #note(
    { scope, actor }: Operation,
    { from, to, format }: ExportRequest,
    tenantId: string | null,
  ): Promise<void> {
    await this.#storage.transaction(scope, actor, async ({ tenants }, trail) => {
      if (tenantId !== null) await tenants.get(tenantId);
      const changes: Changes = {
        from: [null, from ?? null],
        to: [null, to ?? null],
        format: [null, format],
      };
      const object = tenantId === null ? 'audit/all' : `tenant/${tenantId}`;
      trail.entries.push({ tenantId, action: 'audit.export', object, changes });
    });
  }

  #read(
    { scope }: Operation,
    filter: AuditFilter,
    after: string | undefined,
  ): Promise<Page<AuditEvent>> {
    const page = { first: PAGE_ROWS_MAX, after };
    return this.#storage.read(scope, ({ audit }) => audit.list(filter, page));
  }
}

interface Exporting {
  readonly filter: AuditFilter;
  readonly first: Page<AuditEvent>;
  readonly format: ExportFormat;
}
