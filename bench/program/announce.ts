/** What a program says once its port is open. */
export interface Ready {
  readonly port: number;
}

/** Tells the benchmark that the port is open, and ends with it: a program left alone would run for ever. */
export function announce(port: number): void {
  process.send?.({ port } satisfies Ready);
  process.on('disconnect', () => process.exit(0));
  process.on('SIGTERM', () => process.exit(0));
}

/** Reads a port from a listener's address. @throws Error when it has none */
export function portOf(address: unknown): number {
  if (typeof address === 'object' && address !== null && 'port' in address)
    return Number(address.port);
  throw new Error('the listener has no port');
}
