import { describe, expect, test } from '@jest/globals';
import { createBedrockAdapter } from '../../../../data-plane/providers/bedrock/adapter.ts';
import { claude, encode, parse, provider } from './sample.ts';

const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'verysecretvalue' };
const nowMs = Date.UTC(2025, 6, 1, 10, 20, 30);

function headersFor(credential: string, changes: Partial<typeof provider> = {}) {
  const { headers } = encode(parse({}), {
    credential,
    nowMs,
    provider: { ...provider, ...changes },
  });
  const pairs: [string, string][] = [];
  for (let at = 0; at < headers.length; at += 2)
    pairs.push([headers[at] ?? '', headers[at + 1] ?? '']);
  return Object.fromEntries(pairs);
}

const scopeOf = (credential: object, changes: Partial<typeof provider> = {}) =>
  /Credential=([^,]*)/.exec(
    headersFor(JSON.stringify(credential), changes)['authorization'] ?? '',
  )?.[1];

describe('how a request is authorised', () => {
  test('a plain text is a Bedrock API key', () => {
    const headers = headersFor(' ABSKbedrock-key==\n');
    expect(headers['authorization']).toBe('Bearer ABSKbedrock-key==');
    expect(headers).not.toHaveProperty('x-amz-date');
  });

  test('a key pair signs, with the token of its session', () => {
    const headers = headersFor(JSON.stringify({ ...keys, sessionToken: 'token==' }));
    expect(headers['x-amz-date']).toBe('20250701T102030Z');
    expect(headers['x-amz-security-token']).toBe('token==');
    expect(headers['authorization']).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20250701\/us-east-1\/bedrock\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
    );
  });

  test('empty and null parts of a key pair are none', () => {
    const credential = JSON.stringify({ ...keys, sessionToken: null, region: '' });
    expect(headersFor(credential)).not.toHaveProperty('x-amz-security-token');
  });

  test('nothing is sent when the provider has no credential', () => {
    expect(encode(parse({})).headers).not.toContain('authorization');
  });

  test('the body that is signed is the body that is sent', () => {
    const one = headersFor(JSON.stringify(keys))['authorization'];
    const other = createBedrockAdapter().encode({
      request: parse({ temperature: 0.5 }),
      target: {
        id: 'x',
        name: 'x',
        providerId: 'p',
        modelId: 'm',
        providerModel: claude,
        region: '',
        enabled: true,
        capabilities: [],
        prices: [],
      },
      provider,
      credential: JSON.stringify(keys),
      outputTokensMax: 0,
      nowMs,
    });
    expect(other.headers).not.toContain(one);
  });
});

describe('the region of a signature', () => {
  test.each([
    ['https://bedrock-runtime.us-east-1.amazonaws.com', 'us-east-1'],
    ['https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
    ['https://bedrock-runtime.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
    ['https://bedrock-runtime.eu-west-1.api.aws', 'eu-west-1'],
    ['https://vpce-0a1-x.bedrock-runtime.eu-central-1.vpce.amazonaws.com', 'eu-central-1'],
    ['https://proxy.example.com', 'eu'],
  ])('%s is %s', (baseUrl, region) => {
    expect(scopeOf(keys, { baseUrl })).toBe(`AKIDEXAMPLE/20250701/${region}/bedrock/aws4_request`);
  });

  test('that the credential names goes before that of the host', () => {
    expect(scopeOf({ ...keys, region: 'ap-south-1' })).toContain('/ap-south-1/');
  });

  test('must be somewhere', () => {
    expect(() => scopeOf(keys, { baseUrl: 'https://proxy.example.com', region: '' })).toThrow(
      expect.objectContaining({
        code: 'provider_unavailable',
        message: expect.stringContaining('region'),
      }),
    );
  });
});

describe('a credential of another form tells operators so, and nothing of itself', () => {
  test.each([
    ['nothing', ' '],
    ['a line break', 'verysecretvalue\r\nx-evil: 1'],
    ['broken JSON', '{"accessKeyId":"AKIDEXAMPLE","secretAccessKey":"verysecretvalue'],
    ['no secret', '{"accessKeyId":"AKIDEXAMPLE"}'],
    ['no id', '{"secretAccessKey":"verysecretvalue"}'],
    ['a number', '{"accessKeyId":1,"secretAccessKey":"verysecretvalue"}'],
    ['an inherited field', '{"__proto__":{"accessKeyId":"A","secretAccessKey":"verysecretvalue"}}'],
    ['a header in the id', JSON.stringify({ ...keys, accessKeyId: 'A\r\nx-evil: 1' })],
    ['a header in the token', JSON.stringify({ ...keys, sessionToken: 'a\nb' })],
    ['a path in the region', JSON.stringify({ ...keys, region: 'us/../x' })],
  ])('%s', (_, credential) => {
    expect(() => headersFor(credential)).toThrow(
      expect.objectContaining({
        code: 'provider_unavailable',
        message: expect.not.stringMatching(/AKID|verysecret|evil/),
      }),
    );
  });
});
