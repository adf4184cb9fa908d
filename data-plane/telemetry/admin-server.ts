import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Exposition } from './merge-expositions.ts';

/** What operators may ask of a node. */
export interface AdminPages {
  /** Why no calls may be sent to this node; undefined when they may. */
  notReadyBecause(): Promise<string | undefined> | string | undefined;
  /** What the node runs, without a secret: the text of a JSON object. */
  describe(): Promise<string> | string;
  readonly metrics: { expose(): Promise<Exposition> };
}

/** The operators' port of a node. */
export interface AdminServer {
  /** Opens the port. @returns the port; 0 takes a free one. @throws Error with the code of the system */
  listen(port: number, host: string): Promise<number>;
  /** Cuts everything at once. */
  close(): void;
}

const REQUEST_TIMEOUT_MS = 5_000;
const CONNECTIONS_MAX = 64;
const PLAIN = 'text/plain; charset=utf-8';

interface Page {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** `/healthz` while the process lives, `/readyz` while it may be sent calls, `/metrics`, `/config`. Reads only. */
export function createAdminServer(pages: AdminPages): AdminServer {
  const server = createServer((request, response) => {
    const readOnly = request.method === 'GET' || request.method === 'HEAD';
    const path = request.url?.split('?')[0] ?? '';
    const page = readOnly ? pageOf(path, pages) : Promise.resolve(text(405, 'Only GET is served.'));
    page.then(
      (found) => send(response, found),
      () => send(response, text(500, 'The page could not be made.')),
    );
  });
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.headersTimeout = REQUEST_TIMEOUT_MS;
  server.maxConnections = CONNECTIONS_MAX;
  return {
    listen: (port, host) => listen(server, port, host),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function pageOf(path: string, pages: AdminPages): Promise<Page> {
  switch (path) {
    case '/healthz':
      return text(200, 'alive');
    case '/readyz':
      return readiness(await pages.notReadyBecause());
    case '/metrics': {
      const exposed = await pages.metrics.expose();
      return { status: 200, ...exposed };
    }
    case '/config': {
      const described = await pages.describe();
      return { status: 200, contentType: 'application/json', text: `${described}\n` };
    }
    default:
      return text(404, 'There are /healthz, /readyz, /metrics and /config.');
  }
}

function readiness(reason: string | undefined): Page {
  return reason === undefined ? text(200, 'ready') : text(503, `not ready: ${reason}`);
}

function text(status: number, line: string): Page {
  return { status, contentType: PLAIN, text: `${line}\n` };
}

function send(response: ServerResponse, page: Page): void {
  response.writeHead(page.status, {
    'content-type': page.contentType,
    'content-length': Buffer.byteLength(page.text),
  });
  response.end(page.text);
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
