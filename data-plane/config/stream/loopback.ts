import { isIPv4 } from 'node:net';
import type { Logger } from '../../telemetry/logger.ts';

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

/** Says loudly that what follows is for development. @throws Error when the control plane is not on this machine */
export function requirePlainDial(configAddress: string, logger: Logger): void {
  if (!isLoopbackAddress(configAddress))
    throw new Error(
      'GATEHOUSE_CONFIG_ADDRESS is not on this machine: without GATEHOUSE_NODE_TLS_*_FILE a node dials loopback only.',
    );
  logger.warn('the stream to the control plane has no TLS: for development on one machine only');
}
