import { type ExportFormat, exportHead, toExport } from '../../domain/audit/export.ts';
import type { AuditEvent, AuditFilter, Changes } from '../../domain/audit.ts';
import { PAGE_ROWS_MAX, type Page } from '../../storage/page.ts';
import type { Storage } from '../../storage/storage.ts';
import { ExportDesk, type Exported } from '../export-desk.ts';
import type { Operation } from '../operation.ts';

export interface ExportRequest extends Pick<AuditFilter, 'tenantId' | 'from' | 'to'> {
  readonly format: ExportFormat;
}

/** Hands the log out, page by page as it is asked for; between pages nothing of the database is held. */
export class AuditExporter {
  readonly #storage: Storage;
  readonly #desk = new ExportDesk();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /**
   * Who exports what is in the log before the first byte goes out. What is asked for is what there is at this moment,
   * newest first.
   *
   * @throws DomainError PERMISSION_DENIED, NOT_FOUND for the tenant, BUSY
   */
  async open(operation: Operation, request: ExportRequest): Promise<Exported> {
    const tenantId = request.tenantId ?? operation.principal.tenantId;
    operation.requireFor('audit:read', tenantId);
    return this.#desk.open(operation.principal.id, async () => {
      const filter = { tenantId: tenantId ?? undefined, from: request.from, to: request.to };
      await this.#note(operation, request, tenantId);
      const first = await this.#read(operation, filter, undefined);
      return this.#run(operation, { filter, first, format: request.format });
    });
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
