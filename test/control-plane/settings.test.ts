import { expect, test } from '@jest/globals';
import { readSettings } from '../../control-plane/settings.ts';

const required = {
  GATEHOUSE_DATABASE_URL: 'postgres://localhost/gatehouse',
  GATEHOUSE_MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
};
const files = {
  GATEHOUSE_CONFIG_TLS_CERT_FILE: '/tls/certificate.pem',
  GATEHOUSE_CONFIG_TLS_KEY_FILE: '/tls/key.pem',
  GATEHOUSE_CONFIG_TLS_CA_FILE: '/tls/ca.pem',
};

test('the files of TLS come all together or not at all', () => {
  expect(readSettings(required).nodeTls).toBeUndefined();
  expect(readSettings({ ...required, ...files }).nodeTls).toEqual({
    certificateFile: '/tls/certificate.pem',
    keyFile: '/tls/key.pem',
    caFile: '/tls/ca.pem',
  });
  for (const name of Object.keys(files))
    expect(() => readSettings({ ...required, ...files, [name]: undefined })).toThrow(/all or none/);
});

test('a missing file is named beside every other mistake', () => {
  const { GATEHOUSE_CONFIG_TLS_KEY_FILE: _, ...two } = files;
  const read = () => readSettings({ ...two, GATEHOUSE_CONFIG_PORT: '70000' });
  for (const told of ['all or none', 'GATEHOUSE_MASTER_KEY', 'GATEHOUSE_CONFIG_PORT'])
    expect(read).toThrow(told);
});
