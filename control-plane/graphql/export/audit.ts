import type { RequestHandler } from 'express';
import { type ExportFormat, exportFormats } from '../../domain/audit/export.ts';
import { invalid } from '../../domain/errors.ts';
import { fromGlobalId } from '../../domain/ids.ts';
import type { ExportRequest } from '../../services/audit/export.ts';
import type { Services } from '../../services/services.ts';
import {
  answerExport,
  type ExportParts,
  type ExportQuery,
  readTime,
  requireParameters,
} from './answer.ts';

const PARAMETERS = ['tenant', 'from', 'to', 'format'];

const contentTypes: Readonly<Record<ExportFormat, string>> = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
};

/** `GET /audit/export?tenant=&from=&to=&format=`: the audit log as a file. */
export function answerAuditExport(
  parts: ExportParts & { readonly services: Pick<Services, 'audit'> },
): RequestHandler {
  return answerExport(parts, async (operation, query) => {
    const wanted = readRequest(query);
    const exported = await parts.services.audit.openExport(operation, wanted);
    const contentType = contentTypes[wanted.format];
    return { ...exported, contentType, filename: `audit.${wanted.format}` };
  });
}

/** @throws DomainError VALIDATION_FAILED, NOT_FOUND */
function readRequest(query: ExportQuery): ExportRequest {
  requireParameters(query, PARAMETERS);
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
