import { BlockList, isIP } from 'node:net';

/** Networks that an operator lets a plane dial although they are inside: addresses and CIDR blocks. */
export interface InnerNetworks {
  /** Whether an address may be dialled: public ones always, all others when they are listed. */
  mayDial(address: string): boolean;
}

/** IANA's registry of special-purpose IPv4 addresses (read 2026-11-26), multicast and reserved ones. */
const SPECIAL_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** Of IPv6 only 2000::/3 is public, and of that not what leads back into IPv4 or is for documents. */
const GLOBAL_IPV6 = '2000::/3';
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const special = blockListOf([...SPECIAL_IPV4, ...SPECIAL_IPV6]);
const globalIpv6 = blockListOf([GLOBAL_IPV6]);
const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** @throws Error when an entry is neither an address nor a CIDR block */
export function createInnerNetworks(entries: readonly string[]): InnerNetworks {
  const listed = blockListOf(entries);
  return {
    mayDial: (address) => {
      const [bare = ''] = address.split('%');
      const plain = MAPPED_IPV4.exec(bare)?.[1] ?? bare;
      const family = familyOf(plain);
      return family !== undefined && (isPublic(plain, family) || listed.check(plain, family));
    },
  };
}

function isPublic(address: string, family: 'ipv4' | 'ipv6'): boolean {
  if (family === 'ipv6' && !globalIpv6.check(address, family)) return false;
  return !special.check(address, family);
}

function blockListOf(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', prefix, ...rest] = entry.split('/');
    const family = familyOf(address);
    if (family === undefined || rest.length > 0 || !/^\d{1,3}$/.test(prefix ?? '0'))
      throw new Error(`${entry} is neither an address nor a CIDR block`);
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const family = isIP(address);
  if (family === 0) return undefined;
  return family === 4 ? 'ipv4' : 'ipv6';
}
