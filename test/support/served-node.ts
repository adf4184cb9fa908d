import { expect } from '@jest/globals';
import { keyOf, sharedResources, type TestResource, tenantResources } from './configuration.ts';
import { eventually } from './eventually.ts';
import { type Behaviour, type FaultyProvider, startFaultyProvider } from './faulty-provider.ts';
import { startTestNode, type TestNode } from './node.ts';
import {
  acknowledge,
  type ScriptedControlPlane,
  sendEverything,
  startScriptedControlPlane,
} from './scripted-control-plane.ts';

/** A whole node between a scripted control plane and one provider that does what it is told. */
export interface ServedNode {
  [Symbol.asyncDispose](): Promise<void>;
  readonly provider: FaultyProvider;
  readonly node: TestNode;
  readonly plane: ScriptedControlPlane;
  /** A key of tenant `a`, whose route `assistant` leads to the provider. */
  readonly key: string;
}

/** Starts it; ready when it resolves. */
export async function startServedNode(
  behaviour: Behaviour,
  resourcesOf: (baseUrl: string) => readonly TestResource[] = sharedResources,
): Promise<ServedNode> {
  const provider = await startFaultyProvider(behaviour);
  const resources = [...resourcesOf(provider.baseUrl), ...tenantResources('a')];
  const plane = await startScriptedControlPlane({
    onHello: (session) => sendEverything(session, resources, 5),
    onReport: acknowledge,
  });
  const node = await startTestNode(plane.address);
  await eventually(() => expect(node.plane.isReady).toBe(true));
  return {
    provider,
    node,
    plane,
    key: keyOf('a'),
    [Symbol.asyncDispose]: async () => {
      await node[Symbol.asyncDispose]();
      await plane[Symbol.asyncDispose]();
      await provider.close();
    },
  };
}
