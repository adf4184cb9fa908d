/** Host as it stands before a port: IPv6 in brackets. */
export function printHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** What is to listen where, and the setting that says so. */
export interface PortPlan {
  readonly variable: string;
  readonly port: number;
  readonly host: string;
}

/**
 * Opens a port.
 *
 * @returns the port
 * @throws Error in words for the operator that name the setting at fault
 */
export async function openPort(plan: PortPlan, listen: () => Promise<number>): Promise<number> {
  try {
    return await listen();
  } catch (cause) {
    const reason = String(cause).includes('EADDRINUSE') ? 'the port is taken' : String(cause);
    const place = `${printHost(plan.host)}:${plan.port}`;
    throw new Error(`Cannot listen on ${place}: ${reason}. Change ${plan.variable}.`, { cause });
  }
}
