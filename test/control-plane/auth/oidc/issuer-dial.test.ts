import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { IssuerDial } from '../../../../control-plane/auth/oidc/issuer-dial.ts';
import { createInnerNetworks } from '../../../../policy/network/inner-network.ts';

/** Goal: whatever an address, a name or an answer of an issuer is, nothing inside is reached that the operator did not list. */
const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  if (request.url === '/redirect') response.writeHead(302, { location: '/inside' }).end();
  else response.end(request.url === '/large' ? 'x'.repeat(600_000) : '{}');
});
let port: number;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function dial(
  networks: readonly string[],
  host: string,
  path = '/',
): Promise<number | string> {
  const issuerDial = new IssuerDial(createInnerNetworks(networks));
  try {
    return (await issuerDial.fetch(`http://${host}:${port}${path}`)).status;
  } catch (error) {
    return String(error);
  } finally {
    await issuerDial.close();
  }
}

test.each([
  '127.0.0.1',
  'localhost',
  '[::ffff:127.0.0.1]',
  '[::1]',
  '0.0.0.0',
  '2130706433',
  '0x7f.1',
])('%s is refused before a socket is opened, unless it is listed', async (host) => {
  const before = asked.length;
  expect(await dial([], host)).toMatch('GATEHOUSE_INNER_NETWORKS');
  expect(await dial(['10.0.0.0/8', '127.0.0.2/32'], host)).toMatch('GATEHOUSE_INNER_NETWORKS');
  expect(asked).toHaveLength(before);
});

test.each(['127.0.0.1', 'localhost', '2130706433'])(
  '%s is dialled when it is listed',
  async (host) => {
    expect(await dial(['127.0.0.0/8', '::1'], host)).toBe(200);
  },
);

test('a redirect is not followed, and an answer without an end is given up', async () => {
  expect(await dial(['127.0.0.1'], '127.0.0.1', '/redirect')).toBe(302);
  expect(asked).not.toContain('/inside');
  expect(await dial(['127.0.0.1'], '127.0.0.1', '/large')).toMatch(/size|terminated|exceeded/i);
});

test.each([
  ['8.8.8.8', true],
  ['172.32.0.1', true],
  ['2606:4700::1111', true],
  ['10.1.2.3', false],
  ['100.64.0.1', false],
  ['169.254.169.254', false],
  ['172.16.0.1', false],
  ['192.168.1.1', false],
  ['198.19.0.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::', false],
  ['::1', false],
  ['::ffff:10.0.0.1', false],
  ['::ffff:8.8.8.8', true],
  ['64:ff9b::a00:1', false],
  ['2002:a00:1::', false],
  ['fd00::1', false],
  ['fe80::1%eth0', false],
  ['ff02::1', false],
  ['localhost', false],
  ['', false],
])('without a list %s may be dialled: %s', (address, isRight) => {
  expect(createInnerNetworks([]).mayDial(address)).toBe(isRight);
});

test('a list names addresses and blocks, and nothing else', () => {
  const networks = createInnerNetworks(['10.2.0.0/16', 'fd00::/8', '169.254.1.1']);
  const addresses = ['10.2.9.9', '10.3.0.1', 'fd12::1', '169.254.1.1', '::ffff:10.2.0.1'];
  expect(addresses.map((address) => networks.mayDial(address))).toEqual([
    true,
    false,
    true,
    true,
    true,
  ]);
  for (const entry of ['inside', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/-1'])
    expect(() => createInnerNetworks([entry])).toThrow();
});
