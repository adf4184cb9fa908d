import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { providerPresets } from '../../../policy/provider-preset.ts';
import { ask } from '../../support/ask.ts';
import { freshName } from '../../support/catalog.ts';
import { type Management, openManagement } from '../../support/management.ts';

/*
 * Goal: an operator connects a vendor by its name, is told what is wrong in words that help, and never reads a credential back.
 * Method: GraphQL documents over the services and a real Postgres.
 */

const changed = z.looseObject({ provider: z.looseObject({ id: z.string() }) });
let management: Management;
beforeAll(async () => {
  management = await openManagement();
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

const query = (source: string, variables = {}, operation: Operation = management.admin) =>
  ask({ services: management.services, operation }, source, variables);

async function mutate(field: 'createProvider' | 'updateProvider', input: object): Promise<unknown> {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) {
    result: ${field}(input: $input) {
      __typename
      ... on ProviderChanged {
        provider { id preset kind baseUrl region hasCredential version }
      }
      ... on ValidationFailed { faults { path message } }
    }
  }`;
  return (await query(document, { input }))['result'];
}

const create = (input: object) =>
  mutate('createProvider', { name: freshName('vendor'), region: 'eu', ...input });

async function readRow(id: string) {
  const key = Buffer.from(id, 'base64url').toString();
  const [row] = await management.query<{ preset: string; kind: string }>(
    'SELECT preset, kind FROM provider WHERE position(id::text in $1) > 0',
    [key],
  );
  return row;
}

describe('the list of presets', () => {
  const document = `{ providerPresets { name displayName description kind baseUrl credentialHeader
    quirks modelListPath documentationUrl capabilities readOn } }`;
  const list = z.object({ providerPresets: z.array(z.looseObject({ name: z.string() })) });

  test('has every vendor, by name, in the words of the schema', async () => {
    const listed = list.parse(await query(document)).providerPresets;
    expect(listed.map(({ name }) => name)).toEqual(providerPresets.map(({ name }) => name));
    expect(listed.find(({ name }) => name === 'mistral')).toMatchObject({
      displayName: 'Mistral AI',
      kind: 'OPENAI',
      baseUrl: 'https://api.mistral.ai/v1',
      credentialHeader: 'AUTHORIZATION',
      quirks: ['MAX_TOKENS_ONLY', 'NO_STREAM_OPTIONS', 'NO_DEVELOPER_ROLE', 'RANDOM_SEED'],
      modelListPath: '/models',
      capabilities: expect.arrayContaining(['CHAT', 'EMBEDDING']),
    });
  });

  test('is for whoever reads providers', async () => {
    const finance = await management.operation(['finance']);
    await expect(query(document, {}, finance)).rejects.toThrow(/provider:read/);
    const viewer = await management.operation(['viewer']);
    expect(list.parse(await query(document, {}, viewer)).providerPresets).not.toEqual([]);
  });
});

describe('a provider by preset', () => {
  test('needs name and region only', async () => {
    const created = await create({ preset: 'groq', credential: 'gsk-1' });
    expect(created).toMatchObject({
      __typename: 'ProviderChanged',
      provider: {
        preset: 'groq',
        kind: 'OPENAI',
        baseUrl: 'https://api.groq.com/openai/v1',
        hasCredential: true,
      },
    });
    const { id } = changed.parse(created).provider;
    expect(await readRow(id)).toEqual({ preset: 'groq', kind: 'openai' });
  });

  test('may have an address of its own, and moves to another preset', async () => {
    const baseUrl = 'https://dbc-1.cloud.databricks.com/serving-endpoints';
    const created = await create({ preset: 'databricks', baseUrl });
    expect(created).toMatchObject({ provider: { preset: 'databricks', baseUrl } });
    const { id } = changed.parse(created).provider;
    const moved = await mutate('updateProvider', { id, expectedVersion: 1, preset: 'mistral' });
    expect(moved).toMatchObject({ provider: { preset: 'mistral', baseUrl, version: 2 } });
    const bare = await mutate('updateProvider', { id, expectedVersion: 2, preset: '' });
    expect(bare).toMatchObject({ provider: { preset: '', baseUrl, version: 3 } });
    const kept = await mutate('updateProvider', { id, expectedVersion: 3, preset: null });
    expect(kept).toMatchObject({ provider: { preset: '', version: 4 } });
  });

  test.each<[string, object, string, RegExp]>([
    ['a name that nobody has', { preset: 'gorq' }, 'preset', /Near it: groq\.$/],
    ['an address to fill in', { preset: 'cloudflare-workers-ai' }, 'baseUrl', /\{account_id\}/],
    ['another kind', { preset: 'groq', kind: 'ANTHROPIC' }, 'preset', /of kind OPENAI/],
    [
      'a key for a server that looks at none',
      { preset: 'ollama', credential: 'k' },
      'credential',
      /ollama/,
    ],
    ['neither preset nor kind', { baseUrl: 'https://v.example/v1' }, 'kind', /preset or a kind/],
  ])('%s is told', async (_, input, path, message) => {
    expect(await create(input)).toEqual({
      __typename: 'ValidationFailed',
      faults: [{ path, message: expect.stringMatching(message) }],
    });
  });
});

describe('every kind', () => {
  const serviceAccount = JSON.stringify({
    type: 'service_account',
    client_email: 'gateway@my-project.iam.gserviceaccount.com',
    private_key_id: 'k',
    private_key: generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    }),
  });
  const region = 'https://bedrock-runtime.eu-west-1.amazonaws.com';
  const vertex =
    'https://europe-west4-aiplatform.googleapis.com/v1/projects/p/locations/europe-west4';

  test.each<[string, string, string]>([
    ['OPENAI', 'https://api.openai.com/v1', 'sk-1'],
    ['AZURE_OPENAI', 'https://r.openai.azure.com/openai/v1', 'azure-key'],
    ['ANTHROPIC', 'https://api.anthropic.com/v1', 'sk-ant-1'],
    ['GEMINI', 'https://generativelanguage.googleapis.com/v1beta', 'AIza-1'],
    ['VERTEX', vertex, serviceAccount],
    ['BEDROCK', region, JSON.stringify({ accessKeyId: 'AKIA', secretAccessKey: 's' })],
    ['BEDROCK', region, 'bedrock-api-key'],
  ])('%s at %s is stored, and told again in the same words', async (kind, baseUrl, credential) => {
    const created = await create({ kind, baseUrl, credential });
    expect(created).toMatchObject({ provider: { kind, baseUrl, preset: '', hasCredential: true } });
    const { id } = changed.parse(created).provider;
    expect((await readRow(id))?.kind).toBe(kind.toLowerCase());
    const found = await query('query ($id: ID!) { provider(id: $id) { kind } }', { id });
    expect(found).toEqual({ provider: { kind } });
  });

  test.each<[string, string, string, string]>([
    ['AZURE_OPENAI', 'https://r.openai.azure.com', 'azure-key', 'baseUrl'],
    ['VERTEX', 'https://aiplatform.googleapis.com', serviceAccount, 'baseUrl'],
    ['BEDROCK', 'https://bedrock.eu-west-1.amazonaws.com', 'api-key', 'baseUrl'],
    ['VERTEX', vertex, 'topsecret', 'credential'],
    ['VERTEX', vertex, '{"type":"authorized_user","refresh_token":"topsecret"}', 'credential'],
    ['BEDROCK', region, '{"accessKeyId":"topsecret"}', 'credential'],
    ['BEDROCK', region, '{"topsecret":', 'credential'],
    ['GEMINI', 'https://generativelanguage.googleapis.com/v1beta', 'top secret', 'credential'],
  ])('%s at %s with %.14s is refused and not repeated', async (kind, baseUrl, credential, path) => {
    const refused = await create({ kind, baseUrl, credential });
    expect(refused).toMatchObject({ __typename: 'ValidationFailed', faults: [{ path }] });
    expect(JSON.stringify(refused)).not.toMatch(/top ?secret/);
  });

  test('a credential that replaces another is one of the kind, too', async () => {
    const created = await create({ kind: 'VERTEX', baseUrl: vertex, credential: serviceAccount });
    const { id } = changed.parse(created).provider;
    const refused = await mutate('updateProvider', { id, expectedVersion: 1, credential: 'sk-1' });
    expect(refused).toMatchObject({ faults: [{ path: 'credential' }] });
  });
});
