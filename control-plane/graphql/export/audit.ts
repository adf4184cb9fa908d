import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, RequestHandler, Response } from 'express';
import { type ExportFormat, exportFormats } from '../../domain/audit/export.ts';
import { DomainError, type DomainFailure, invalid } from '../../domain/errors.ts';
import { type Presented, readPresented } from '../../domain/identity/presented.ts';
import { fromGlobalId } from '../../domain/ids.ts';
import type { ExportRequest } from '../../services/audit/export.ts';
import type { Operation } from '../../services/operation.ts';
import type { Services } from '../../services/services.ts';
import type { Logger } from '../../telemetry/logger.ts';
import { dateTimeScalar } from '../scalars.ts';

/** An export ends in this time or is cut: whoever reads too slowly asks for fewer days. */
const EXPORT_TIMEOUT_MS = 300_000;
const PARAMETERS: ReadonlySet<string> = new Set(['tenant', 'from', 'to', 'format']);

const contentTypes: Readonly<Record<ExportFormat, string>> = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
};

const statuses: Readonly<Partial<Record<DomainFailure['code'], number>>> = {
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  VALIDATION_FAILED: 400,
  BUSY: 503,
};

export interface AuditExportParts {
  readonly services: Pick<Services, 'audit'>;
  readonly logger: Logger;
  /** @throws DomainError UNAUTHENTICATED */
  readonly authenticate: (presented: Presented, now: Date) => Promise<Operation>;
}

/**
 * `GET /audit/export?tenant=&from=&to=&format=`: the audit log as a file, streamed as fast as it is read. One that is not whole never
 * ends well: the connection is cut before the last chunk.
 */
export function answerAuditExport(parts: AuditExportParts): RequestHandler {
  return async (request, response, next) => {
    if (request.method !== 'GET') return next();
    try {
      await answer(request, response, parts);
    } catch (thrown) {
      // Headers that are out can be taken back no more: pipeline has cut the connection.
      if (!response.headersSent) refuse(response, thrown, parts);
    }
  };
}

async function answer(
  { headers, query }: Request,
  response: Response,
  { authenticate, services }: AuditExportParts,
): Promise<void> {
  const operation = await authenticate(readPresented(headers), new Date());
  const wanted = readRequest(query);
  const { pages, end } = await services.audit.openExport(operation, wanted);
  try {
    response.writeHead(200, {
      'content-type': contentTypes[wanted.format],
      'content-disposition': `attachment; filename="audit.${wanted.format}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    const signal = AbortSignal.timeout(EXPORT_TIMEOUT_MS);
    await pipeline(Readable.from(pages, { highWaterMark: 1 }), response, { signal });
  } finally {
    end();
  }
}

/** @throws DomainError VALIDATION_FAILED, NOT_FOUND */
function readRequest(query: Readonly<Record<string, unknown>>): ExportRequest {
  for (const [name, value] of Object.entries(query)) {
    if (!PARAMETERS.has(name))
      throw invalid(name, `There is no such parameter; there are ${[...PARAMETERS].join(', ')}.`);
    if (typeof value !== 'string') throw invalid(name, 'A parameter is given once.');
  }
  const { tenant, from, to, format = 'ndjson' } = query;
  const known = exportFormats.find((one) => one === format);
  if (known === undefined) throw invalid('format', `A format is ${exportFormats.join(' or ')}.`);
  return {
    tenantId: tenant ? fromGlobalId('tenant', String(tenant)) : undefined,
    from: readTime('from', from),
    to: readTime('to', to),
    format: known,
  };
}

function readTime(name: string, value: unknown): Date | undefined {
  if (value === undefined || value === '') return undefined;
  try {
    return dateTimeScalar.parseValue(value);
  } catch {
    throw invalid(name, 'A time is ISO 8601 with a time zone: 2030-01-31T12:00:00Z');
  }
}

/** In the shape of the other errors of this port. */
function refuse(response: Response, thrown: unknown, { logger }: AuditExportParts): void {
  const known = thrown instanceof DomainError ? thrown : undefined;
  const status = known && statuses[known.failure.code];
  if (known !== undefined && status !== undefined) {
    if (status === 401) response.setHeader('www-authenticate', 'Bearer');
    if (status === 503) response.setHeader('retry-after', '10');
    const extensions = { ...known.failure };
    response.status(status).json({ errors: [{ message: known.message, extensions }] });
    return;
  }
  const requestId = randomUUID();
  logger.error({ error: thrown, requestId }, 'an export of the audit log failed');
  const extensions = { code: 'INTERNAL', requestId };
  response.status(500).json({ errors: [{ message: 'The control plane failed.', extensions }] });
}
