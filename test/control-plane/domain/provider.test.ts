import { describe, expect, test } from '@jest/globals';
import {
  createProvider,
  type ProviderDraft,
  reviseProvider,
} from '../../../control-plane/domain/provider.ts';
import { Redacted } from '../../../control-plane/domain/redacted.ts';

const now = new Date('2030-01-01T00:00:00Z');
const draft: ProviderDraft = {
  name: 'openai',
  kind: 'openai',
  baseUrl: 'https://api.openai.com/v1',
  region: 'us',
  dataTerms: ['no_training'],
};
const faultsOf = (change: Partial<ProviderDraft>, credential?: string) => {
  try {
    const secret = credential === undefined ? undefined : new Redacted(credential);
    createProvider('1', { ...draft, ...change, credential: secret }, now);
  } catch (error) {
    return (error as { failure: { faults: { path: string; message: string }[] } }).failure.faults;
  }
  return [];
};

test('a provider is made without its credential', () => {
  const provider = createProvider('1', { ...draft, credential: new Redacted('sk-1') }, now);
  expect(provider).toMatchObject({ ...draft, version: 1 });
  expect(Object.keys(provider)).not.toContain('credential');
  const change = { region: 'eu', credential: new Redacted('sk-2') };
  const revised = reviseProvider(provider, change, now);
  expect(revised).toMatchObject({ region: 'eu', version: 2 });
  expect(Object.keys(revised)).not.toContain('credential');
});

test('terms of regions name each region once, as a name, and each term once', () => {
  const regionDataTerms = [
    { region: 'eu', dataTerms: ['no_training', 'no_training'] },
    { region: 'eu', dataTerms: [] },
    { region: 'the moon', dataTerms: [] },
  ] as const;
  expect(faultsOf({ regionDataTerms }).map(({ path }) => path)).toEqual([
    'regionDataTerms.0.dataTerms',
    'regionDataTerms.2.region',
    'regionDataTerms',
  ]);
});

test.each([
  'https://api.openai.com/v1',
  'https://api.example.com',
  'https://api.example.com:8443/a/b',
  'http://localhost:4010/v1',
  'http://127.0.0.1:4010/v1',
  'http://[::1]:4010/v1',
  'http://10.1.2.3/v1',
  'http://172.31.0.1',
  'http://192.168.0.1',
  'http://[fd00::1]/v1',
  'http://vllm:8000/v1',
  'http://vllm.models.svc.cluster.local/v1',
])('%s is an address', (baseUrl) => {
  expect(faultsOf({ baseUrl })).toEqual([]);
});

test.each([
  ['https://api.openai.com/v1/', 'Write it as https://api.openai.com/v1'],
  ['https://api.openai.com/', 'Write it as https://api.openai.com'],
  ['HTTPS://API.openai.com:443/v1', 'Write it as https://api.openai.com/v1'],
  ['https://api.openai.com/v1?key=1', 'Write it as https://api.openai.com/v1'],
  ['https://api.openai.com/v1#top', 'Write it as https://api.openai.com/v1'],
  ['https://api.openai.com/a/../v1', 'Write it as https://api.openai.com/v1'],
  ['https://me:pass@api.openai.com/v1', /holds no credentials/],
  ['http://api.openai.com/v1', /Use https/],
  ['http://8.8.8.8/v1', /Use https/],
  ['http://172.32.0.1/v1', /Use https/],
  ['http://169.254.169.254/latest', /Use https/],
  ['http://10.example.com/v1', /Use https/],
  ['http://localhost.example.com/v1', /Use https/],
  ['http://[2001:db8::1]/v1', /Use https/],
  ['ftp://api.openai.com/v1', /absolute address/],
  ['api.openai.com/v1', /absolute address/],
  ['/v1', /absolute address/],
  ['', /absolute address/],
  [`https://example.com/${'x'.repeat(500)}`, /absolute address/],
])('%s is refused: %s', (baseUrl, message) => {
  const [fault] = faultsOf({ baseUrl });
  expect(fault?.path).toBe('baseUrl');
  expect(fault?.message).toMatch(message);
  expect(fault?.message).not.toContain('pass');
});

test('the number of an address may be written in no other way than its own', () => {
  expect(faultsOf({ baseUrl: 'http://2130706433/v1' })[0]?.message).toBe(
    'Write it as http://127.0.0.1/v1',
  );
});

test.each(['', 'with space', 'line\nbreak', 'é', 'x'.repeat(4097)])(
  'a credential that no header can hold is refused and not repeated: %#',
  (credential) => {
    const [fault] = faultsOf({}, credential);
    expect(fault?.path).toBe('credential');
    expect(JSON.stringify(fault)).not.toContain('with space');
  },
);

describe('a provider by preset', () => {
  const { kind: _kind, baseUrl: _baseUrl, ...bare } = draft;

  test('gets kind and address from it', () => {
    expect(createProvider('1', { ...bare, preset: 'groq' }, now)).toMatchObject({
      preset: 'groq',
      kind: 'openai',
      baseUrl: 'https://api.groq.com/openai/v1',
    });
    expect(createProvider('1', { ...bare, preset: 'anthropic' }, now).kind).toBe('anthropic');
  });

  test('may have an address of its own', () => {
    const baseUrl = 'https://proxy.example.com/groq';
    const provider = createProvider('1', { ...bare, preset: 'groq', baseUrl }, now);
    expect(provider.baseUrl).toBe(baseUrl);
  });

  const faultsOfBare = (change: Partial<ProviderDraft>) =>
    faultsOf({ kind: undefined, baseUrl: undefined, ...change });

  test.each<[string, Partial<ProviderDraft>, { path: string; message: RegExp }[]]>([
    ['an unknown one', { preset: 'gorq' }, [{ path: 'preset', message: /Near it: groq/ }]],
    ['one like no other', { preset: 'zzzzzz' }, [{ path: 'preset', message: /lists them\.$/ }]],
    ['another kind', { preset: 'groq', kind: 'gemini' }, [{ path: 'preset', message: /OPENAI/ }]],
    [
      'an address to fill in',
      { preset: 'databricks' },
      [{ path: 'baseUrl', message: /workspace/ }],
    ],
    [
      'neither preset nor kind',
      {},
      [
        { path: 'kind', message: /preset or a kind/ },
        { path: 'baseUrl', message: /absolute/ },
      ],
    ],
    ['a kind alone', { kind: 'openai' }, [{ path: 'baseUrl', message: /absolute/ }]],
  ])('%s is told', (_, change, faults) => {
    expect(faultsOfBare(change)).toEqual(
      faults.map(({ path, message }) => ({ path, message: expect.stringMatching(message) })),
    );
  });

  test('moves to another of its kind, or to none, and keeps its address', () => {
    const provider = createProvider('1', { ...bare, preset: 'groq' }, now);
    const moved = reviseProvider(provider, { preset: 'mistral' }, now);
    expect(moved).toMatchObject({ preset: 'mistral', baseUrl: provider.baseUrl });
    expect(reviseProvider(moved, { preset: '' }, now).preset).toBe('');
    expect(reviseProvider(moved, { region: 'eu' }, now).preset).toBe('mistral');
    expect(() => reviseProvider(provider, { preset: 'bedrock' }, now)).toThrow(/kind BEDROCK/);
    expect(() => reviseProvider(provider, { preset: 'nope' }, now)).toThrow(/no such preset/);
    expect(() => reviseProvider(provider, { baseUrl: '' }, now)).toThrow(/absolute address/);
  });
});

test('all faults are told at once', () => {
  const change = {
    name: 'Not A Slug',
    baseUrl: '/v1',
    region: '',
    dataTerms: ['no_training', 'no_training'],
  } as const;
  expect(faultsOf(change, '').map(({ path }) => path)).toEqual([
    'name',
    'baseUrl',
    'region',
    'dataTerms',
    'credential',
  ]);
});
