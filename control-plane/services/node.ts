import type { Node } from '../domain/node.ts';
import type { Head } from '../storage/configuration.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import { PLATFORM, type Storage } from '../storage/storage.ts';
import type { Operation } from './operation.ts';

/** Nodes belong to the platform; whoever may read them sees them all, and nothing of a tenant in them. */
export class NodeService {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** @throws DomainError PERMISSION_DENIED */
  async find(operation: Operation, id: string): Promise<Node | undefined> {
    operation.require('node:read');
    const node = await this.#storage.read(PLATFORM, ({ nodes }) => nodes.find(id));
    return node && withoutOtherTenants(operation, node);
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(operation: Operation, page: PageRequest): Promise<Page<Node>> {
    operation.require('node:read');
    const found = await this.#storage.read(PLATFORM, ({ nodes }) =>
      nodes.list(operation.now, page),
    );
    return { ...found, rows: found.rows.map((node) => withoutOtherTenants(operation, node)) };
  }

  /** Newest committed revision. @throws DomainError PERMISSION_DENIED */
  async head(operation: Operation): Promise<Head> {
    operation.require('node:read');
    return this.#storage.read(PLATFORM, ({ nodes }) => nodes.head());
  }
}

/** A diagnostic names a tenant and one of its resources: others must not read it. */
function withoutOtherTenants({ principal }: Operation, node: Node): Node {
  if (principal.tenantId === null) return node;
  const diagnostics = node.diagnostics.filter(({ tenantId }) => tenantId === principal.tenantId);
  return { ...node, diagnostics };
}
