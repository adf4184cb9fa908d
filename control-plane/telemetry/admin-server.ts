import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';

export interface AdminServerParts {
  readonly registry: Registry;
  /** Undefined when ready; else one sentence that says why not. */
  readonly notReadyBecause: () => string | undefined;
}

/** The door of operators: `/healthz` (the process answers), `/readyz` (it serves), `/metrics`. Not listening yet. */
export function createAdminServer({ registry, notReadyBecause }: AdminServerParts): Server {
  return createServer((request, response) => {
    switch (request.url) {
      case '/healthz':
        return answer(response, 200, 'ok');
      case '/readyz': {
        const reason = notReadyBecause();
        return answer(response, reason === undefined ? 200 : 503, reason ?? 'ready');
      }
      case '/metrics':
        registry.metrics().then(
          (text) => answer(response, 200, text, registry.contentType),
          () => answer(response, 500, 'the metrics could not be collected'),
        );
        return;
      default:
        return answer(response, 404, 'There are /healthz, /readyz and /metrics.');
    }
  });
}

function answer(response: ServerResponse, status: number, text: string, type = 'text/plain'): void {
  response.writeHead(status, { 'content-type': type }).end(`${text}\n`);
}
