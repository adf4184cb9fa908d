import { expect, test } from '@jest/globals';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { inspectorOf } from '../../../policy/inspect/inspector.ts';
import type { SecretKind } from '../../../policy/inspect/secret-kind.ts';
import { countFindings } from '../../support/count-findings.ts';
import { createSeededDraw } from '../sample.ts';
import { sampleSecrets } from './sample-secret.ts';

const secrets = inspectorOf(['secret']);

/**
 * Goal: where a public scanner knows a kind too, nothing that it finds is missed. Method:
 * secretlint 12 with its recommended rules judges every sample, and each with one character lost,
 * added or replaced. What only this detector finds is no fault: it knows more issuers, longer
 * tokens, and keys that are cut off.
 */
const preset = '@secretlint/secretlint-rule-preset-recommend';
const options = [{ id: '@secretlint/secretlint-rule-aws', options: { enableIDScanRule: true } }];

async function isFoundByOracle(content: string): Promise<boolean> {
  const { messages } = await lintSource({
    source: { filePath: 'prompt.txt', content, contentType: 'text' },
    options: {
      noPhysicFilePath: true,
      config: { rules: [{ id: preset, rule: creator, rules: options, options: {} }] },
    },
  });
  return messages.length > 0;
}
const isFound = (text: string): boolean => countFindings(secrets, [text]).size > 0;

const sharedKinds: readonly SecretKind[] = [
  ...(['anthropic_key', 'aws_access_key', 'aws_secret_key', 'docker_token'] as const),
  ...(['github_token', 'gitlab_token', 'groq_key', 'huggingface_token', 'linear_key'] as const),
  ...(['npm_token', 'openai_key', 'private_key', 'sendgrid_key', 'shopify_token'] as const),
  ...(['slack_token', 'slack_webhook', 'url_password', 'vault_token'] as const),
];
const samples = sharedKinds.flatMap((kind) =>
  sampleSecrets[kind].map((secret): [SecretKind, string] => [kind, secret]),
);

test.each(sharedKinds)('both find a %s', async (kind) => {
  const verdicts = await Promise.all(sampleSecrets[kind].map(isFoundByOracle));
  expect(verdicts).toContain(true);
  expect(sampleSecrets[kind].every(isFound)).toBe(true);
});

test('what the oracle finds of changed secrets is found', async () => {
  const draw = createSeededDraw(12);
  const changeOne = (text: string): string => {
    const at = Math.floor(draw() * text.length);
    const inserted = ['', 'a', '7', '-'][Math.floor(draw() * 4)] ?? '';
    return text.slice(0, at) + inserted + text.slice(at + Math.floor(draw() * 2));
  };
  const texts = samples.flatMap(([, secret]) =>
    Array.from({ length: 12 }, () => `x = "${changeOne(secret)}"`),
  );
  const missed: string[] = [];
  for (const text of texts) {
    if (!isFound(text) && (await isFoundByOracle(text))) missed.push(text);
  }
  expect(missed).toEqual([]);
});

test('both leave what is none', async () => {
  const clean = [
    'sk-spinner sk-folding-cube',
    'AKIA and ASIA, ghp_ and npm_config_registry',
    '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----',
    'postgres://app@db/orders and http://localhost:4100/v1',
  ].join('\n');
  expect(await isFoundByOracle(clean)).toBe(false);
  expect(isFound(clean)).toBe(false);
});
