import type { RequestHandler } from 'express';
import { fromGlobalId } from '../../domain/ids.ts';
import type { Services } from '../../services/services.ts';
import { answerExport, type ExportParts, readTime, requireParameters } from './answer.ts';

const PARAMETERS = ['tenant', 'from', 'to'];

/** `GET /tenant/export?tenant=&from=&to=`: all that belongs to a tenant, a row a line. */
export function answerTenantExport(
  parts: ExportParts & { readonly services: Pick<Services, 'tenantExports'> },
): RequestHandler {
  return answerExport(parts, async (operation, query) => {
    requireParameters(query, PARAMETERS);
    const { tenant, from, to } = query;
    const exported = await parts.services.tenantExports.open(operation, {
      tenantId: tenant ? fromGlobalId('tenant', String(tenant)) : undefined,
      from: readTime('from', from),
      to: readTime('to', to),
    });
    const contentType = 'application/x-ndjson; charset=utf-8';
    return { ...exported, contentType, filename: 'tenant.ndjson' };
  });
}
