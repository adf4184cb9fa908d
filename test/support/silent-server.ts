import { type AddressInfo, createServer, type Socket } from 'node:net';

/** Takes connections and never says a word: a TLS handshake with it does not end. */
export interface SilentServer extends Disposable {
  /** With `https://`. */
  readonly origin: string;
  /** Cuts every connection and stops; the end of its scope does so too. */
  close(): void;
}

/** Starts on a free port. */
export async function startSilentServer(): Promise<SilentServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { origin: `https://127.0.0.1:${port}`, close, [Symbol.dispose]: close };
}
