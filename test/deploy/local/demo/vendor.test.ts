import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import {
  planControlPlane,
  planDemoProvider,
  planNode,
} from '../../../../deploy/local/child-plan.ts';
import { vendorOffers } from '../../../../deploy/local/demo/offer.ts';
import { vendors } from '../../../../deploy/local/demo/vendor.ts';
import { readStarterSettings } from '../../../../deploy/local/settings.ts';
import { findPreset, listPlaceholders } from '../../../../policy/provider-preset.ts';

/*
 * Goal: a key in the environment connects its vendor, and goes nowhere else.
 * Method: the table against the presets, the documented table and the environments of the children; that the control plane
 * takes every row, and a node every route, is seen in start.chaos.test.ts.
 */

const variables = vendors.flatMap((vendor) => vendor.variables);
const allKeys = new Map(variables.map((name) => [name, `key-of-${name}`]));

describe('the table of vendors', () => {
  test.each(vendors.map((vendor) => [vendor.preset, vendor] as const))(
    '%s has a preset without parts to fill in, and is priced',
    (name, { models }) => {
      const preset = findPreset(name);
      expect(preset && listPlaceholders(preset.baseUrl)).toEqual([]);
      expect(models.some(({ capabilities }) => capabilities.includes('CHAT'))).toBe(true);
      for (const { usd, capabilities } of models) {
        expect(usd.input).toBeGreaterThan(0);
        expect(usd.output > 0).toBe(capabilities.includes('CHAT'));
        expect(usd.cachedRead ?? 0).toBeLessThan(usd.input);
      }
    },
  );

  test('names no variable and no route twice', () => {
    expect(new Set(variables).size).toBe(variables.length);
    const routes = vendorOffers(allKeys).flatMap(({ models }) =>
      models.map((row) => row.route.name),
    );
    expect(new Set(routes).size).toBe(routes.length);
  });

  test('says the same of a model wherever it is offered', () => {
    const facts = new Map<string, string>();
    for (const { model } of vendorOffers(allKeys).flatMap(({ models }) => models)) {
      const said = JSON.stringify(model);
      expect(facts.get(model.name) ?? said).toBe(said);
      facts.set(model.name, said);
    }
  });

  test('is the one that is documented', () => {
    const path = new URL('../../../../docs/configuration.md', import.meta.url);
    const [, ours = ''] = readFileSync(fileURLToPath(path), 'utf8').split('### Vendors');
    const rows = vendorOffers(allKeys).flatMap(({ provider, models }) => {
      const names = vendors.find(({ preset }) => preset === provider.preset)?.variables ?? [];
      const keys = names.map((name) => `\`${name}\``).join(' ');
      return models.map(
        ({ route, model }) => `| ${keys} | \`${route.name}\` | \`${model.name}\` |`,
      );
    });
    expect(ours.split('\n').filter((line) => line.startsWith('| `'))).toEqual(rows);
  });
});

describe('keys in the environment', () => {
  test('connect their vendors only, by name of the preset', () => {
    const { vendorKeys } = readStarterSettings({ GROQ_API_KEY: 'gsk-1', XAI_API_KEY: '' });
    const [offer, ...others] = vendorOffers(vendorKeys);
    expect(others).toEqual([]);
    expect(offer?.provider).toEqual({
      name: 'groq',
      preset: 'groq',
      region: 'us',
      dataTerms: [],
      credential: 'gsk-1',
    });
    expect(offer?.models[0]).toMatchObject({
      target: 'groq-gpt-oss-120b',
      providerModel: 'openai/gpt-oss-120b',
      price: { input: '150000000', output: '600000000', cachedRead: '75000000' },
      route: { name: 'groq-chat', operation: 'CHAT' },
    });
  });

  test('of one vendor: the first of its variables counts', () => {
    const { vendorKeys } = readStarterSettings({
      GOOGLE_API_KEY: 'maps',
      GEMINI_API_KEY: 'gemini',
    });
    const offers = vendorOffers(vendorKeys);
    expect(offers.map(({ provider }) => provider.credential)).toEqual(['gemini']);
  });

  test('that cannot be keys are named and not repeated', () => {
    const read = () =>
      readStarterSettings({
        GROQ_API_KEY: 'two words',
        MISTRAL_API_KEY: 'umläut',
        GATEHOUSE_HTTP_PORT: 'http',
      });
    expect(read).toThrow(/GATEHOUSE_HTTP_PORT[\s\S]*GROQ_API_KEY[\s\S]*MISTRAL_API_KEY/);
    expect(read).not.toThrow(/two words|umläut/);
  });

  test('are handed to no child', () => {
    const env = Object.fromEntries(allKeys);
    const settings = readStarterSettings(env);
    const secrets = { masterKey: 'm', nodeToken: 'n', nodeStateKey: 's', bootstrapToken: 'b' };
    const context = { env, settings, secrets, stateDirectory: '/nowhere' };
    const plans = [
      planControlPlane(context, 'postgres://nowhere'),
      planNode(context, 'node-1'),
      planDemoProvider(context),
    ];
    expect(JSON.stringify(plans)).not.toContain('key-of-');
  });
});
