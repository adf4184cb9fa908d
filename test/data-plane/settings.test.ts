import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { readSettings, settingNames } from '../../data-plane/settings.ts';

const required = {
  GATEHOUSE_NODE_ID: 'node-1',
  GATEHOUSE_CONFIG_ADDRESS: '127.0.0.1:4001',
  GATEHOUSE_NODE_TOKEN: 'a-token-that-is-long-enough-to-be-one',
  GATEHOUSE_NODE_STATE_DIR: '/var/lib/gatehouse',
  GATEHOUSE_NODE_STATE_KEY: Buffer.alloc(32, 1).toString('base64'),
};

test('defaults fill what is not set, and what is set to nothing', () => {
  expect(readSettings({ ...required, GATEHOUSE_HTTP_PORT: '' })).toMatchObject({
    nodeId: 'node-1',
    region: 'local',
    bindAddress: '127.0.0.1',
    httpPort: 4100,
    grpcPort: 4101,
    adminPort: 4102,
    drainMs: 5_000,
    bodyBytesMax: 4_194_304,
    concurrencyMax: 10_000,
    decisionsPerSecond: 200,
    workerCount: 1,
    logLevel: 'info',
  });
});

test.each([
  [{ GATEHOUSE_WORKERS: '0' }, 'whole number from 1 to 64'],
  [{ GATEHOUSE_WORKERS: '65' }, 'whole number from 1 to 64'],
  [{ GATEHOUSE_WORKERS: 'auto' }, 'whole number from 1 to 64'],
  [{ GATEHOUSE_WORKERS: '2', GATEHOUSE_GRPC_PORT: '0' }, 'GATEHOUSE_GRPC_PORT'],
])('workers are counted, and share ports that are known: %j', (variables, words) => {
  expect(() => readSettings({ ...required, ...variables })).toThrow(words);
});

test('every mistake is named at once, and no value is printed', () => {
  const secretive = {
    GATEHOUSE_NODE_ID: 'Node One',
    GATEHOUSE_CONFIG_ADDRESS: 'nowhere',
    GATEHOUSE_NODE_TOKEN: 'too-short-a-token',
    GATEHOUSE_NODE_STATE_KEY: 'bm90IDMyIGJ5dGVz',
    GATEHOUSE_HTTP_PORT: '70000',
    GATEHOUSE_DRAIN_MS: '5s',
    GATEHOUSE_LOG_LEVEL: 'loud',
  };
  let message = '';
  try {
    readSettings(secretive);
  } catch (error) {
    message = String(error);
  }
  for (const name of [...Object.keys(secretive), 'GATEHOUSE_NODE_STATE_DIR'])
    expect(message).toContain(name);
  expect(message).not.toContain('too-short-a-token');
  expect(message).not.toContain('bm90');
});

test.each(['host', 'host:0', 'host:99999', 'http://host:1', 'a:b:1', ':1'])(
  'the address "%s" is refused',
  (address) => {
    expect(() => readSettings({ ...required, GATEHOUSE_CONFIG_ADDRESS: address })).toThrow(
      /GATEHOUSE_CONFIG_ADDRESS/,
    );
  },
);

test('an IPv6 address stands in brackets', () => {
  const settings = readSettings({ ...required, GATEHOUSE_CONFIG_ADDRESS: '[::1]:4001' });
  expect(settings.configAddress).toBe('[::1]:4001');
});

test('a secret cannot be printed, serialised or concatenated', () => {
  const { nodeToken, stateKey } = readSettings(required);
  for (const secret of [nodeToken, stateKey])
    expect([`${secret}`, JSON.stringify({ secret }), inspect({ secret })].join()).not.toMatch(
      /long-enough|AQEB|01 01/,
    );
  expect(nodeToken?.reveal()).toBe(required.GATEHOUSE_NODE_TOKEN);
});

const files = {
  GATEHOUSE_NODE_TLS_CERT_FILE: '/tls/certificate.pem',
  GATEHOUSE_NODE_TLS_KEY_FILE: '/tls/key.pem',
  GATEHOUSE_NODE_TLS_CA_FILE: '/tls/ca.pem',
};

test('the files of TLS come all together or not at all', () => {
  expect(readSettings(required).tls).toBeUndefined();
  expect(readSettings({ ...required, ...files }).tls).toEqual({
    certificateFile: '/tls/certificate.pem',
    keyFile: '/tls/key.pem',
    caFile: '/tls/ca.pem',
  });
  for (const name of Object.keys(files))
    expect(() => readSettings({ ...required, ...files, [name]: '' })).toThrow(/all or none/);
});

test('a node shows a token or a certificate', () => {
  const { GATEHOUSE_NODE_TOKEN: _, ...without } = required;
  expect(() => readSettings(without)).toThrow(/GATEHOUSE_NODE_TOKEN/);
  expect(readSettings({ ...without, ...files }).nodeToken).toBeUndefined();
});

test('the names of all settings are those that are read', () => {
  expect(settingNames).toHaveLength(22);
  expect(settingNames.every((name) => name.startsWith('GATEHOUSE_'))).toBe(true);
});
