// The floor over HTTP: node:http in, undici dispatch out, nothing looked at.
import { createServer, type ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import { announce, portOf } from './announce.ts';
import { chatRequest, openUpstream } from './upstream.ts';

const upstream = openUpstream(process.argv[2] ?? '');

class Forward implements Dispatcher.DispatchHandler {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  onRequestStart(): void {}

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[]>,
  ): void {
    delete headers['transfer-encoding'];
    this.#response.writeHead(status, headers);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#response.write(chunk);
  }

  onResponseEnd(): void {
    this.#response.end();
  }

  onResponseError(): void {
    this.#response.destroy();
  }
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    upstream.dispatch(chatRequest(body), new Forward(response));
  });
});
server.listen(0, '127.0.0.1', () => announce(portOf(server.address())));
