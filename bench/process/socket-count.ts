import { readFileSync } from 'node:fs';

/** Fields of a line: its number, the local address, the remote one, the state. */
const remoteIndex = 2;

/** Sockets of this machine whose other end is that port on loopback, those that only wait too (proc(5), `/proc/net/tcp`). */
export function countSocketsTo(port: number): number {
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .filter((line) => line.trim().split(/ +/)[remoteIndex]?.endsWith(end)).length;
}
