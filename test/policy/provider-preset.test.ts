import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  findPreset,
  listNearPresets,
  listPlaceholders,
  providerPresets,
} from '../../policy/provider-preset.ts';
import { capabilities, providerKinds } from '../../policy/resource.ts';

const quirks = new Set(providerPresets.flatMap((preset) => preset.quirks));

test('more than 45 vendors and servers of the OpenAI wire can be connected by name', () => {
  expect(providerPresets.filter(({ kind }) => kind === 'openai').length).toBeGreaterThan(45);
});

test('every kind has a preset', () => {
  const kinds = new Set(providerPresets.map(({ kind }) => kind));
  expect([...kinds].toSorted()).toEqual(providerKinds.toSorted());
});

test('names are distinct and in order', () => {
  const names = providerPresets.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)].toSorted());
  const displayed = providerPresets.map(({ displayName }) => displayName);
  expect(new Set(displayed).size).toBe(displayed.length);
});

test('every quirk has a server that needs it', () => {
  expect([...quirks].toSorted()).toEqual([
    'max_tokens_only',
    'no_developer_role',
    'no_json_schema',
    'no_parallel_tool_calls',
    'no_stream_options',
    'no_strict_tools',
    'random_seed',
  ]);
});

describe.each(providerPresets.map((preset) => [preset.name, preset] as const))(
  '%s',
  (name, preset) => {
    test('is found by its name, which a provider may have', () => {
      expect(findPreset(name)).toBe(preset);
      expect(name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
    });

    test('has an absolute address, https unless it is on this machine', () => {
      const url = new URL(preset.baseUrl.replaceAll(/\{\w+\}/g, 'x'));
      expect(url.protocol).toBe(url.hostname === 'localhost' ? 'http:' : 'https:');
      expect([url.username, url.search, url.hash]).toEqual(['', '', '']);
      expect(preset.baseUrl).not.toMatch(/\/$/);
    });

    test('says where it was read and when, and what can be done with it', () => {
      expect(new URL(preset.documentationUrl).protocol).toBe('https:');
      expect(preset.readOn).toMatch(/^20\d\d-\d\d-\d\d$/);
      expect(preset.description).toMatch(/^[A-Z].*\.$/);
      expect(preset.capabilities).toContain('chat');
      expect(preset.capabilities.every((one) => capabilities.includes(one))).toBe(true);
      expect(preset.modelListPath).toMatch(/^(\/\w+)?$/);
      expect(new Set(preset.quirks).size).toBe(preset.quirks.length);
    });
  },
);

test('the schema that a server lacks is not among what it can do', () => {
  const bad = providerPresets.filter(
    (preset) =>
      preset.quirks.includes('no_json_schema') && preset.capabilities.includes('json_schema'),
  );
  expect(bad).toEqual([]);
});

describe('a name that nobody has', () => {
  test.each([
    ['grok', ['groq', 'xai']],
    ['Groq', ['groq']],
    ['togehter', ['together']],
    ['azure', ['azure-openai']],
    ['Mistral AI', ['mistral']],
    ['kimi', []],
    ['', []],
    ['x'.repeat(1_000_000), []],
  ])('%.20s is near %j', (name, near) => {
    const first = near.filter((one) => one !== 'xai');
    expect(listNearPresets(name).slice(0, first.length)).toEqual(first);
    if (near.length === 0) expect(listNearPresets(name)).toEqual([]);
  });

  test('is near to at most five, whatever it is', () => {
    expect(listNearPresets(' ai')).toHaveLength(5);
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(listNearPresets(name).length).toBeLessThanOrEqual(5);
      }),
    );
  });

  test.each(['', '__proto__', 'constructor', 'GROQ'])('%j is no preset', (name) => {
    expect(findPreset(name)).toBeUndefined();
  });
});

test('the parts of an address that must be filled in are named', () => {
  expect(listPlaceholders('https://{a}.example.com/{b_c}/v1')).toEqual(['{a}', '{b_c}']);
  expect(listPlaceholders('https://api.example.com/v1')).toEqual([]);
});
