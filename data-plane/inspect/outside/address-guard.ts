import { type LookupAddress, lookup } from 'node:dns';
import { lookup as lookupAll } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { InnerNetworks } from '../../../policy/network/inner-network.ts';
import type { AddressGuard } from '../../upstream/http1/dial.ts';

/** Tenants name these addresses: what is inside is dialled only where the operator's list says so, wherever a name leads. */
export function createAddressGuard(networks: InnerNetworks): AddressGuard {
  return {
    mayDial: (address) => networks.mayDial(address),
    lookup: (host, options, callback) => {
      lookup(host, { ...options, all: true }, (error, found: LookupAddress[]) => {
        if (error !== null) return callback(error, []);
        const usable = found.filter(({ address }) => networks.mayDial(address));
        const [first] = usable;
        if (first === undefined) return callback(new Error(`${host} is inside`), []);
        if (options.all === true) return callback(null, usable);
        return callback(null, first.address, first.family);
      });
    },
  };
}

/** An address that the host may be dialled at; undefined when there is none. @throws Error when the name leads nowhere */
export async function findDialable(
  hostname: string,
  networks: InnerNetworks,
): Promise<LookupAddress | undefined> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(host);
  const found = family === 0 ? await lookupAll(host, { all: true }) : [{ address: host, family }];
  return found.find(({ address }) => networks.mayDial(address));
}
