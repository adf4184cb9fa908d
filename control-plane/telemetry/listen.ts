import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where to listen, and which variable says so. */
export interface ListenAt {
  readonly address: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly variable: string;
}

/** Resolves with the port. @throws Error that names the variable when the port is taken or not allowed */
export function listen(server: Server, { address, port, variable }: ListenAt): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(`cannot listen on ${address}:${port} (${error.code}); set ${variable}`)),
    );
    server.listen(port, address, () => resolve((server.address() as AddressInfo).port));
  });
}
