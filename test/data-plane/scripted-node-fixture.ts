import { expect } from '@jest/globals';
import { z } from 'zod';
import { chat } from '../support/call.ts';
import { keyOf, sharedResources, tenantResources } from '../support/configuration.ts';
import { eventually } from '../support/eventually.ts';
import {
  answer,
  chatBody,
  type FaultyProvider,
  startFaultyProvider,
} from '../support/faulty-provider.ts';
import { startTestNode, type TestNode } from '../support/node.ts';
import {
  acknowledge,
  type ScriptedControlPlane,
  type ScriptedSession,
  startScriptedControlPlane,
} from '../support/scripted-control-plane.ts';

/**
 * Method of the tests beside this file: a whole node against a control plane that is a script behind a real gRPC server.
 */

/** Valid resources: the shared ones, and tenants “a” and “b”. */
export const good = [...sharedResources(), ...tenantResources('a'), ...tenantResources('b')];
const description = z.object({
  state: z.string(),
  ready: z.boolean(),
  revision: z.string(),
  digest: z.string(),
  counts: z.record(z.string(), z.number()),
  refused: z
    .object({ epoch: z.string(), revision: z.string(), faults: z.array(z.unknown()) })
    .nullable(),
  heldBack: z.array(z.object({ tenantId: z.string(), faults: z.array(z.unknown()) })),
  routes: z.array(z.object({ tenantId: z.string(), name: z.string() })),
  targets: z.array(z.object({ name: z.string() })),
});

let cleanups: (() => Promise<void>)[] = [];

/** Forgets what an earlier test started; for `beforeEach`. */
export function beginTest(): void {
  cleanups = [];
}

/** Stops what the test started, the last first; for `afterEach`. */
export async function stopWhatStarted(): Promise<void> {
  for (const cleanup of cleanups.toReversed()) await cleanup();
}

/** A control plane that follows a script and acknowledges every report. */
export async function controlPlane(
  onHello: (session: ScriptedSession) => void,
  port = 0,
): Promise<ScriptedControlPlane> {
  const plane = await startScriptedControlPlane({ onHello, onReport: acknowledge }, port);
  cleanups.push(() => plane[Symbol.asyncDispose]());
  return plane;
}

/** A whole node that dials this address. */
export async function node(address: string): Promise<TestNode> {
  const started = await startTestNode(address);
  cleanups.push(() => started[Symbol.asyncDispose]());
  return started;
}

/** What the node says on its admin port that it enforces. */
export async function describe({ plane }: TestNode): Promise<z.infer<typeof description>> {
  return description.parse(await (await fetch(`${plane.adminUrl}/config`)).json());
}

/** The status with which the admin port answers. */
export async function statusOf({ plane }: TestNode, path: string): Promise<number> {
  return (await fetch(`${plane.adminUrl}${path}`)).status;
}

/** The status with which the public door lists models for a key. */
export async function modelsOf({ plane }: TestNode, key: string): Promise<number> {
  const headers = { authorization: `Bearer ${key}` };
  return (await fetch(`${plane.httpUrl}/v1/models`, { headers })).status;
}

/** Waits until the node says that it is in this state. */
export async function inState(one: TestNode, state: string): Promise<void> {
  await eventually(async () => expect((await describe(one)).state).toBe(state), 10_000);
}

/** What the provider is shown by a call of tenant “a”; the resources must name that provider. */
export async function credentialShown(
  { plane }: TestNode,
  provider: FaultyProvider,
): Promise<string | undefined> {
  const reply = await chat({ node: plane, apiKey: keyOf('a') }, { model: 'assistant' });
  expect(reply.status).toBe(200);
  return provider.requests.at(-1)?.headers.authorization?.replace('Bearer ', '');
}

/** A provider that answers every call. */
export async function provider(): Promise<FaultyProvider> {
  const started = await startFaultyProvider(answer(chatBody));
  cleanups.push(() => started.close());
  return started;
}

/** The session of the newest dial. */
export function newest(plane: ScriptedControlPlane): ScriptedSession {
  const session = plane.sessions.at(-1);
  if (session === undefined) throw new Error('nobody dialled');
  return session;
}
