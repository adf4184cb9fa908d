import { CHAIN_START } from '../../domain/audit/chain.ts';
import type { Changes } from '../../domain/audit.ts';
import { invalid, notFound } from '../../domain/errors.ts';
import type { Permission } from '../../domain/permission.ts';
import type { Scope, Storage } from '../../storage/storage.ts';
import {
  type ExportedTable,
  type ExportPlace,
  exportedTables,
} from '../../storage/tenant/export.ts';
import { ExportDesk, type Exported } from '../export-desk.ts';
import type { Operation } from '../operation.ts';

/** What an export holds needs all of these: one that left something out would be taken for the whole. */
const NEEDED: readonly Permission[] = [
  'tenant:read',
  'application:read',
  'api-key:read',
  'principal:read',
  'identity-provider:read',
  'route:read',
  'prompt-policy:read',
  'grant:read',
  'approval-rule:read',
  'usage:read',
  'decision:read',
  'audit:read',
];

/** Whose; the times narrow usage, decisions and the log. */
export interface TenantExportRequest {
  readonly tenantId: string | undefined;
  readonly from: Date | undefined;
  readonly to: Date | undefined;
}

/** Hands out all that belongs to a tenant, page by page as it is asked for; between pages nothing of the database is held. */
export class TenantExportService {
  readonly #storage: Storage;
  readonly #desk = new ExportDesk();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /**
   * Who exports what is in the log before the first byte goes out.
   *
   * @throws DomainError PERMISSION_DENIED, NOT_FOUND, VALIDATION_FAILED, BUSY
   */
  async open(operation: Operation, request: TenantExportRequest): Promise<Exported> {
    const tenantId = request.tenantId ?? operation.principal.tenantId;
    if (tenantId === null) throw invalid('tenant', 'Say which tenant.');
    for (const permission of NEEDED) operation.requireFor(permission, tenantId);
    return this.#desk.open(operation.principal.id, async () => {
      await this.#note(operation, tenantId, request);
      return this.#run(tenantId, { ...request, now: operation.now });
    });
  }

  /** Rows are read in the scope of the tenant, whoever asks: row-level security shows no others. */
  async *#run(
    tenantId: string,
    { from, to, now }: Omit<TenantExportRequest, 'tenantId'> & { readonly now: Date },
  ): AsyncGenerator<string, void> {
    const scope: Scope = { kind: 'tenant', tenantId };
    yield toLine({ export: 'gatehouse tenant v1', tenantId, at: now, from, to });
    const { sequence } = await this.#storage.read(
      scope,
      async ({ audit }) => (await audit.findHead(tenantId)) ?? CHAIN_START,
    );
    const counts: Record<string, number> = {};
    let changedMeanwhile: boolean | undefined;
    for (const table of exportedTables) {
      // What follows only grows; all before it is of one moment when nothing was changed until here.
      if (table.isTimed) changedMeanwhile ??= await this.#hasChanged(scope, tenantId, sequence);
      let count = 0;
      for await (const rows of this.#pages(scope, table, { tenantId, from, to })) {
        count += rows.length;
        yield rows.map((row) => `{"table":"${table.name}","row":${row}}\n`).join('');
      }
      counts[table.name] = count;
    }
    yield toLine({ end: true, counts, changedMeanwhile });
  }

  #hasChanged(scope: Scope, tenantId: string, sequence: bigint): Promise<boolean> {
    return this.#storage.read(scope, ({ tenantExports }) =>
      tenantExports.hasChangedSince(tenantId, sequence),
    );
  }

  async *#pages(
    scope: Scope,
    table: ExportedTable,
    place: Omit<ExportPlace, 'after'>,
  ): AsyncGenerator<readonly string[], void> {
    let after: ExportPlace['after'];
    do {
      const page = await this.#storage.read(scope, ({ tenantExports }) =>
        tenantExports.readPage(table, { ...place, after }),
      );
      if (page.rows.length > 0) yield page.rows;
      after = page.next;
    } while (after !== undefined);
  }

  async #note(
    { scope, actor }: Operation,
    tenantId: string,
    { from, to }: TenantExportRequest,
  ): Promise<void> {
    await this.#storage.transaction(scope, actor, async ({ tenants }, trail) => {
      const { purgeBeganAt } = await tenants.get(tenantId);
      if (purgeBeganAt !== null) throw notFound('tenant');
      const changes: Changes = { from: [null, from ?? null], to: [null, to ?? null] };
      const object = `tenant/${tenantId}`;
      trail.entries.push({ tenantId, action: 'tenant.export', object, changes });
    });
  }
}

function toLine(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
