import { describe, expect, test } from '@jest/globals';
import { checkBaseUrl } from '../../../control-plane/domain/provider-address.ts';
import { providerPresets } from '../../../policy/provider-preset.ts';
import type { ProviderKind } from '../../../policy/resource.ts';

const messageOf = (kind: ProviderKind, baseUrl: string) =>
  checkBaseUrl('baseUrl', { kind, baseUrl })[0]?.message;

describe('an address of its kind', () => {
  test.each<[ProviderKind, string]>([
    ['azure_openai', 'https://my-resource.openai.azure.com/openai/v1'],
    ['azure_openai', 'https://my-resource.openai.azure.com/openai'],
    ['azure_openai', 'https://my-resource.openai.azure.com/openai/deployments'],
    ['azure_openai', 'https://my-resource.services.ai.azure.com/openai/v1'],
    ['azure_openai', 'https://apim.example.com/team/openai/deployments'],
    ['azure_openai', 'http://127.0.0.1:4010/openai'],
    ['anthropic', 'https://api.anthropic.com/v1'],
    ['gemini', 'https://generativelanguage.googleapis.com/v1beta'],
    [
      'vertex',
      'https://europe-west4-aiplatform.googleapis.com/v1/projects/p/locations/europe-west4',
    ],
    ['vertex', 'https://aiplatform.googleapis.com/v1beta1/projects/p/locations/global'],
    ['vertex', 'http://localhost:4010/v1/projects/p/locations/global'],
    ['bedrock', 'https://bedrock-runtime.us-east-1.amazonaws.com'],
    ['bedrock', 'https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com'],
    ['bedrock', 'https://bedrock-runtime.cn-north-1.amazonaws.com.cn'],
    ['bedrock', 'https://bedrock-runtime.us-east-1.api.aws'],
    ['bedrock', 'https://vpce-1-2.bedrock-runtime.us-east-1.vpce.amazonaws.com'],
    ['bedrock', 'http://127.0.0.1:4010'],
    ['bedrock', 'https://bedrock.internal'],
  ])('%s: %s', (kind, baseUrl) => {
    expect(messageOf(kind, baseUrl)).toBeUndefined();
  });
});

describe('an address of another shape is refused with one that is right', () => {
  test.each<[ProviderKind, string, string]>([
    ['azure_openai', 'https://my-resource.openai.azure.com', '/openai/v1'],
    ['azure_openai', 'https://my-resource.openai.azure.com/v1', '/openai/v1'],
    ['azure_openai', 'https://x.openai.azure.com/openai/deployments/gpt', '/openai/v1'],
    ['azure_openai', 'https://x.example.com/notopenai', '/openai/v1'],
    ['vertex', 'https://us-central1-aiplatform.googleapis.com', '/projects/my-project'],
    ['vertex', 'https://us-central1-aiplatform.googleapis.com/v1', '/projects/my-project'],
    ['vertex', 'https://x.googleapis.com/v1/projects/p/locations/l/models', '/locations/us'],
    ['bedrock', 'https://bedrock.us-east-1.amazonaws.com', 'bedrock-runtime.us-east-1'],
    ['bedrock', 'https://bedrock-runtime.us-east-1.amazonaws.com/v1', 'without a path'],
    ['bedrock', 'https://bedrock-runtime.us-east-1.amazonaws.com.evil.com', 'of the runtime'],
    ['bedrock', 'https://api.openai.com', 'of the runtime'],
  ])('%s: %s', (kind, baseUrl, hint) => {
    expect(messageOf(kind, baseUrl)).toContain(hint);
  });

  test('http crosses no open network, whatever the kind', () => {
    expect(messageOf('bedrock', 'http://bedrock-runtime.us-east-1.amazonaws.com')).toMatch(/https/);
  });
});

test('a part that was not filled in is named', () => {
  const baseUrl = 'https://{workspace}/serving-endpoints';
  expect(messageOf('openai', baseUrl)).toBe(`Fill in {workspace} of ${baseUrl}`);
  expect(messageOf('openai', 'https://api.example.com/{a}/v1')).toMatch(/Fill in \{a\}/);
});

test.each(providerPresets.map((preset) => [preset.name, preset] as const))(
  'the address of the preset %s is one of its kind, once it is filled in',
  (_, { kind, baseUrl }) => {
    expect(messageOf(kind, baseUrl.replaceAll(/\{\w+\}/g, 'my-own'))).toBeUndefined();
  },
);
