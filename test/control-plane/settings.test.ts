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

test('the origin for browsers is one, with TLS but on loopback', () => {
  const read = (text: string) => readSettings({ ...required, GATEHOUSE_PUBLIC_URL: text });
  for (const text of ['https://gate.example.com', 'https://gate:8443', 'http://localhost:4000'])
    expect(read(text).publicUrl).toBe(text);
  for (const text of ['http://gate.example.com', 'https://gate/', 'https://gate/x', 'gate'])
    expect(() => read(text)).toThrow('GATEHOUSE_PUBLIC_URL');
  expect([read('').publicUrl, readSettings(required).publicUrl]).toEqual([undefined, undefined]);
});

test('networks inside are addresses and blocks', () => {
  const read = (text: string) => readSettings({ ...required, GATEHOUSE_INNER_NETWORKS: text });
  expect(read('10.2.0.0/16, ::1').innerNetworks.mayDial('10.2.3.4')).toBe(true);
  expect(read('').innerNetworks.mayDial('10.2.3.4')).toBe(false);
  expect(() => read('10.2.0.0/16,inside')).toThrow('GATEHOUSE_INNER_NETWORKS');
});

test('registered documents are trusted only where there are some', () => {
  const directory = { GATEHOUSE_GRAPHQL_DOCUMENTS_DIR: '/documents' };
  const trusted = { ...required, GATEHOUSE_GRAPHQL_DOCUMENTS: 'trusted' };
  expect(readSettings({ ...required, ...directory }).graphqlDocuments.mode).toBe('any');
  expect(readSettings({ ...trusted, ...directory }).graphqlDocuments).toEqual({
    mode: 'trusted',
    directory: '/documents',
  });
  expect(() => readSettings(trusted)).toThrow('GATEHOUSE_GRAPHQL_DOCUMENTS_DIR');
});
