import { expect } from '@jest/globals';
import OpenAI from 'openai';
import {
  keyOf,
  resource,
  sharedResources,
  tenantResources,
} from '../../../support/configuration.ts';
import { eventually } from '../../../support/eventually.ts';
import { startTestNode, type TestNode } from '../../../support/node.ts';
import {
  acknowledge,
  type ScriptedControlPlane,
  sendEverything,
  startScriptedControlPlane,
} from '../../../support/scripted-control-plane.ts';

/** A node between the SDK and a provider. */
export interface Stage {
  readonly node: TestNode;
  readonly plane: ScriptedControlPlane;
  readonly client: OpenAI;
}

/** Nano-USD a token: 1 of input, 2 of output, 3 written to the cache, 5 when it is kept for an hour. */
const pricedTarget = {
  name: 'demo/gpt-test',
  providerId: 'provider-1',
  modelId: 'model-1',
  providerModel: 'gpt-test',
  enabled: true,
  prices: [
    {
      effectiveFromUnixMs: 1,
      input: 1_000_000,
      output: 2_000_000,
      cachedWrite: 3_000_000,
      cachedWriteLong: 5_000_000,
    },
  ],
};

/** Starts one whose provider is Anthropic at that address. */
export async function stageBefore(baseUrl: string): Promise<Stage> {
  const anthropic = resource(
    'provider',
    { id: 'provider-1' },
    { name: 'anthropic', kind: 'anthropic', baseUrl, region: 'local' },
  );
  const target = resource('target', { id: 'target-1' }, pricedTarget);
  const others = sharedResources().filter(({ kind }) => kind !== 'provider' && kind !== 'target');
  const resources = [anthropic, target, ...others, ...tenantResources('a')];
  const plane = await startScriptedControlPlane({
    onHello: (session) => sendEverything(session, resources, 5),
    onReport: acknowledge,
  });
  const node = await startTestNode(plane.address);
  await eventually(() => expect(node.plane.isReady).toBe(true));
  const baseURL = `${node.plane.httpUrl}/v1`;
  return { node, plane, client: new OpenAI({ baseURL, apiKey: keyOf('a'), maxRetries: 0 }) };
}

export async function leave({ node, plane }: Stage): Promise<void> {
  await node[Symbol.asyncDispose]();
  await plane[Symbol.asyncDispose]();
}
