import type { Refusal } from '../domain/audit/refusal.ts';
import type { AuditSigningKey } from '../domain/audit/signed-head.ts';
import type { AuditEvent, AuditFilter } from '../domain/audit.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage } from '../storage/storage.ts';
import { AuditExporter, type ExportRequest } from './audit/export.ts';
import { RefusalLog, type RefusalObserver } from './audit/refusal-log.ts';
import type { AuditSigner } from './audit/signer.ts';
import {
  AuditVerifier,
  type Verification,
  type VerificationRequest,
} from './audit/verification.ts';
import type { Exported } from './export-desk.ts';
import type { Operation } from './operation.ts';

/** Who changed what. Row-level security narrows it to the caller's tenant. */
export class AuditService {
  readonly #storage: Storage;
  readonly #signer: AuditSigner;
  readonly #verifier: AuditVerifier;
  readonly #exporter: AuditExporter;
  readonly #refusals: RefusalLog;

  constructor(storage: Storage, signer: AuditSigner, observe: RefusalObserver) {
    this.#storage = storage;
    this.#signer = signer;
    this.#exporter = new AuditExporter(storage);
    this.#refusals = new RefusalLog(storage, observe);
    this.#verifier = new AuditVerifier(storage, signer);
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    filter: AuditFilter,
    page: PageRequest,
  ): Promise<Page<AuditEvent>> {
    operation.require('audit:read');
    return this.#storage.read(operation.scope, ({ audit }) =>
      audit.list(operation.narrow(filter), page),
    );
  }

  /** Reads a chain back, a bounded part of it. @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED, BUSY */
  verify(operation: Operation, request: VerificationRequest): Promise<Verification> {
    return this.#verifier.verify(operation, request);
  }

  /** Hands the log out, page by page. @throws DomainError PERMISSION_DENIED, NOT_FOUND, BUSY */
  openExport(operation: Operation, request: ExportRequest): Promise<Exported> {
    return this.#exporter.open(operation, request);
  }

  /** A mutation was refused: it is written behind the answer, within bounds. Never throws and never waits. */
  noteRefusal(operation: Operation, refusal: Refusal): void {
    this.#refusals.note(operation, refusal, Date.now());
  }

  /** Writes the refusals that wait, and ends. */
  close(): Promise<void> {
    return this.#refusals.close();
  }

  /** Public halves of the keys that sign heads, newest first. @throws DomainError PERMISSION_DENIED */
  async listSigningKeys(operation: Operation): Promise<readonly AuditSigningKey[]> {
    operation.require('audit:read');
    return this.#signer.listKeys();
  }
}
