import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RequestHandler, Response } from 'express';
import { DomainError, type DomainFailure, invalid } from '../../domain/errors.ts';
import { type Presented, readPresented } from '../../domain/identity/presented.ts';
import type { Exported } from '../../services/export-desk.ts';
import type { Operation } from '../../services/operation.ts';
import type { Logger } from '../../telemetry/logger.ts';
import { dateTimeScalar } from '../scalars.ts';

/** An export ends in this time or is cut: whoever reads too slowly asks for fewer days. */
const EXPORT_TIMEOUT_MS = 300_000;

const statuses: Readonly<Partial<Record<DomainFailure['code'], number>>> = {
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  VALIDATION_FAILED: 400,
  BUSY: 503,
};

export interface ExportParts {
  readonly logger: Logger;
  /** @throws DomainError UNAUTHENTICATED */
  readonly authenticate: (presented: Presented, now: Date) => Promise<Operation>;
}

/** What is sent, and as what. */
export interface OpenedExport extends Exported {
  readonly contentType: string;
  readonly filename: string;
}

/** The query of a request, as express has read it. */
export type ExportQuery = Readonly<Record<string, unknown>>;

/**
 * Answers a GET with a file, streamed as fast as it is read. One that is not whole never ends well: the connection is cut before the last
 * chunk.
 *
 * @param open reads the query. @throws DomainError, which is answered in the shape of the other errors of this port
 */
export function answerExport(
  parts: ExportParts,
  open: (operation: Operation, query: ExportQuery) => Promise<OpenedExport>,
): RequestHandler {
  return async (request, response, next) => {
    if (request.method !== 'GET') return next();
    try {
      const operation = await parts.authenticate(readPresented(request.headers), new Date());
      await send(response, await open(operation, request.query));
    } catch (thrown) {
      // Headers that are out can be taken back no more: pipeline has cut the connection.
      if (!response.headersSent) refuse(response, thrown, parts);
    }
  };
}

/** @throws DomainError VALIDATION_FAILED for a parameter that is not among them, or is given twice */
export function requireParameters(query: ExportQuery, names: readonly string[]): void {
  for (const [name, value] of Object.entries(query)) {
    if (!names.includes(name))
      throw invalid(name, `There is no such parameter; there are ${names.join(', ')}.`);
    if (typeof value !== 'string') throw invalid(name, 'A parameter is given once.');
  }
}

/** @throws DomainError VALIDATION_FAILED */
export function readTime(name: string, value: unknown): Date | undefined {
  if (value === undefined || value === '') return undefined;
  try {
    return dateTimeScalar.parseValue(value);
  } catch {
    throw invalid(name, 'A time is ISO 8601 with a time zone: 2030-01-31T12:00:00Z');
  }
}

async function send(
  response: Response,
  { pages, end, contentType, filename }: OpenedExport,
): Promise<void> {
  try {
    response.writeHead(200, {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${filename}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    const signal = AbortSignal.timeout(EXPORT_TIMEOUT_MS);
    await pipeline(Readable.from(pages, { highWaterMark: 1 }), response, { signal });
  } finally {
    end();
  }
}

/** In the shape of the other errors of this port. */
function refuse(response: Response, thrown: unknown, { logger }: ExportParts): void {
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
  logger.error({ error: thrown, requestId }, 'an export failed');
  const extensions = { code: 'INTERNAL', requestId };
  response.status(500).json({ errors: [{ message: 'The control plane failed.', extensions }] });
}
