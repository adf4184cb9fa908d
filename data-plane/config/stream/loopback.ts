import { isIPv4 } from 'node:net';

/** Whether `address` (host:port) can only be reached from this machine. A name other than localhost counts as not. */
export function isLoopbackAddress(address: string): boolean {
  const host = hostOf(address);
  if (host === 'localhost' || host === '::1') return true;
  return isIPv4(host) && host.startsWith('127.');
}

/** The host of host:port, without the brackets of IPv6. */
export function hostOf(address: string): string {
  return address.slice(0, address.lastIndexOf(':')).replace(/^\[|\]$/g, '');
}
