import { expect, test } from '@jest/globals';
import { compileResource } from '../../../control-plane/compile/compile-resource.ts';
import type { ConfigurationRows } from '../../../control-plane/storage/configuration/row.ts';
import { InvalidResource } from '../../../data-plane/config/build/fault.ts';
import { readProvider } from '../../../data-plane/config/build/read-resource.ts';
import { providerKinds } from '../../../policy/resource.ts';
import { resourceVersion } from '../../../proto/resource.ts';

const row: ConfigurationRows['provider'] = {
  id: '00000000-0000-4000-8000-000000000001',
  name: 'vendor',
  kind: 'openai',
  preset: '',
  base_url: 'https://api.example.com/v1',
  region: 'eu',
  data_terms: ['no_training'],
  region_data_terms: [],
};
const compile = (change: Partial<typeof row>) => compileResource('provider', { ...row, ...change });

test.each(providerKinds)('a node reads a provider of kind %s as it was written', (kind) => {
  const { id, body, tenantId } = compile({ kind, preset: 'groq' });
  const raw = { kind: 'provider', id, tenantId, body, version: resourceVersion(body) } as const;
  expect(readProvider(raw)).toEqual({
    id,
    name: 'vendor',
    kind,
    preset: 'groq',
    baseUrl: 'https://api.example.com/v1',
    region: 'eu',
    dataTerms: ['no_training'],
    regionDataTerms: [],
  });
});

test('what holds in some regions is apart, so that a node that knows nothing of it has promises that hold everywhere', () => {
  const region_data_terms = [
    { region: 'us', dataTerms: [] },
    { region: 'eu', dataTerms: ['zero_retention', 'audit_rights'] },
  ];
  const { id, body, tenantId } = compile({ region_data_terms });
  const raw = { kind: 'provider', id, tenantId, body, version: resourceVersion(body) } as const;
  expect(readProvider(raw)).toMatchObject({
    dataTerms: ['no_training'],
    regionDataTerms: [
      { region: 'eu', dataTerms: ['audit_rights', 'zero_retention'] },
      { region: 'us', dataTerms: [] },
    ],
  });
});

test('a node refuses a kind that it does not know', () => {
  const { id, body, tenantId } = compile({ kind: 'telepathy' });
  const raw = { kind: 'provider', id, tenantId, body, version: resourceVersion(body) } as const;
  expect(() => readProvider(raw)).toThrow(InvalidResource);
});

test('a provider without a preset has the bytes that it had before there were presets', () => {
  const written = Buffer.concat(
    [
      [1, 'vendor'],
      [2, 'openai'],
      [3, row.base_url],
      [4, 'eu'],
      [5, 'no_training'],
    ].map(([field, text]) => {
      const bytes = Buffer.from(String(text));
      return Buffer.concat([Buffer.from([Number(field) * 8 + 2, bytes.length]), bytes]);
    }),
  );
  expect(compile({}).body).toEqual(written);
});
