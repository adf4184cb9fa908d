import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkCredential } from '../../../control-plane/domain/provider-credential.ts';
import { type ProviderKind, providerKinds } from '../../../policy/resource.ts';

const messageOf = (kind: ProviderKind, credential: unknown, preset = '') => {
  const text = typeof credential === 'string' ? credential : JSON.stringify(credential, null, 2);
  return checkCredential('credential', { kind, preset }, text)[0]?.message;
};

const privateKey = (type: 'rsa' | 'ec') => {
  const { privateKey: key } =
    type === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2_048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return key.export({ type: 'pkcs8', format: 'pem' });
};
const serviceAccount = {
  type: 'service_account',
  project_id: 'my-project',
  private_key_id: 'k',
  private_key: privateKey('rsa'),
  client_email: 'gateway@my-project.iam.gserviceaccount.com',
  token_uri: 'https://oauth2.googleapis.com/token',
};
const awsKeys = {
  accessKeyId: 'AKIAEXAMPLE',
  secretAccessKey: 'wJalr/+K7MDENG',
  region: 'eu-west-1',
};

describe('a credential of its kind', () => {
  test.each<[string, ProviderKind, unknown]>([
    ['an API key', 'openai', 'sk-1'],
    ['a key of an Azure resource', 'azure_openai', '0123456789abcdef0123456789abcdef'],
    ['a token of Entra ID', 'azure_openai', 'eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln'],
    ['an API key', 'anthropic', 'sk-ant-1'],
    ['an API key', 'gemini', 'AIza-1'],
    ['a service account', 'vertex', serviceAccount],
    ['AWS keys', 'bedrock', awsKeys],
    ['AWS keys of a session', 'bedrock', { ...awsKeys, sessionToken: 'IQoJb3//' }],
    ['AWS keys without a region', 'bedrock', { ...awsKeys, region: undefined }],
    ['a Bedrock API key', 'bedrock', 'ABSKQmVkcm9ja0FQSUtleS0x'],
  ])('%s for %s', (_, kind, credential) => {
    expect(messageOf(kind, credential)).toBeUndefined();
  });
});

describe('a credential of another kind is refused with what is wanted', () => {
  test.each<[string, ProviderKind, unknown, RegExp]>([
    ['a service account', 'openai', serviceAccount, /visible ASCII/],
    ['an API key', 'vertex', 'AIza-1', /service account/],
    ['a user account', 'vertex', { ...serviceAccount, type: 'authorized_user' }, /service account/],
    ['no key', 'vertex', { ...serviceAccount, private_key: '' }, /private_key/],
    ['a key that is none', 'vertex', { ...serviceAccount, private_key: 'x' }, /private_key/],
    [
      'half of a key',
      'vertex',
      { ...serviceAccount, private_key: serviceAccount.private_key.slice(0, 99) },
      /private_key/,
    ],
    [
      'a key of another kind',
      'vertex',
      { ...serviceAccount, private_key: privateKey('ec') },
      /private_key/,
    ],
    ['no key id', 'vertex', { ...serviceAccount, private_key_id: undefined }, /private_key_id/],
    ['no address', 'vertex', { ...serviceAccount, client_email: 7 }, /client_email/],
    ['half of a file', 'vertex', JSON.stringify(serviceAccount).slice(0, 200), /service account/],
    ['a list', 'vertex', [serviceAccount], /service account/],
    ['a huge file', 'vertex', { ...serviceAccount, x: 'x'.repeat(16_384) }, /service account/],
    ['a lone key id', 'bedrock', { accessKeyId: 'AKIA' }, /secretAccessKey/],
    ['a region that is none', 'bedrock', { ...awsKeys, region: 'EU (Ireland)' }, /region/],
    ['other names', 'bedrock', { ...awsKeys, aws_session_token: 'x' }, /sessionToken/],
    ['a secret with a space', 'bedrock', { ...awsKeys, secretAccessKey: 'a b' }, /secretAccessKey/],
    ['broken JSON', 'bedrock', '{"accessKeyId":', /accessKeyId/],
    ['a key with a space', 'bedrock', 'a b', /visible ASCII/],
  ])('%s for %s', (_, kind, credential, message) => {
    expect(messageOf(kind, credential)).toMatch(message);
  });

  test('names of the prototype are fields like any other', () => {
    const text = JSON.stringify(awsKeys).replace('"region"', '"__proto__"');
    expect(messageOf('bedrock', text)).toMatch(/accessKeyId/);
  });
});

test('a server that looks at no key is given none', () => {
  expect(messageOf('openai', 'sk-1', 'ollama')).toMatch(/preset ollama/);
  expect(messageOf('openai', 'sk-1', 'vllm')).toBeUndefined();
});

test('what is refused is never repeated', () => {
  const secret = fc.string({ minLength: 8 }).map((tail) => `topsecret${tail}`);
  const wrapped = secret.chain((text) =>
    fc.constantFrom(` ${text}`, `{${text}`, JSON.stringify({ type: text }), `{"a":"${text}"}`),
  );
  fc.assert(
    fc.property(fc.constantFrom(...providerKinds), wrapped, (kind, credential) => {
      expect(messageOf(kind, credential) ?? '').not.toContain('topsecret');
    }),
  );
});
