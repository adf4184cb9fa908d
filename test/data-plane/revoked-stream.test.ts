import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { deltaUpdate, keyOf, sharedResources, tenantResources } from '../support/configuration.ts';
import { eventually } from '../support/eventually.ts';
import { startTestNode } from '../support/node.ts';
import {
  acknowledge,
  sendEverything,
  startScriptedControlPlane,
} from '../support/scripted-control-plane.ts';

/** A provider that says one word and then nothing more, until the caller hangs up. */
async function startSilentProvider() {
  let hungUpCount = 0;
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const chunk = {
      id: 'c',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'gpt-test',
      choices: [{ index: 0, delta: { role: 'assistant', content: 'one' }, finish_reason: null }],
    };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    response.on('close', () => {
      hungUpCount += 1;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    hungUpCount: () => hungUpCount,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test('a stream ends with an explicit error when its key is revoked; those of other keys go on', async () => {
  const provider = await startSilentProvider();
  const resources = [
    ...sharedResources(provider.url),
    ...tenantResources('a'),
    ...tenantResources('b'),
  ];
  const plane = await startScriptedControlPlane({
    onHello: (session) => sendEverything(session, resources, 5),
    onReport: acknowledge,
  });
  const node = await startTestNode(plane.address);
  try {
    await eventually(() => expect(node.plane.isReady).toBe(true));
    const [revoked, other] = await Promise.all(
      ['a', 'b'].map((tenantId) => openStream(node.plane.httpUrl, keyOf(tenantId))),
    );
    const left = resources.filter(({ id }) => id !== 'key-a');
    const [session] = plane.sessions;
    session?.send({
      update: deltaUpdate({ revision: 5, resources }, { revision: 6, resources: left }),
    });
    const rest = await revoked?.rest;
    expect(rest).toContain('unknown_key');
    expect(rest).not.toContain('[DONE]');
    await eventually(() => expect(provider.hungUpCount()).toBe(1));
    other?.leave();
    await eventually(() => expect(provider.hungUpCount()).toBe(2));
  } finally {
    await node[Symbol.asyncDispose]();
    await plane[Symbol.asyncDispose]();
    provider.close();
  }
});

/** Resolves when the first content is there; `rest` is all that comes after it, to the end. */
async function openStream(httpUrl: string, key: string) {
  const abort = new AbortController();
  const response = await fetch(`${httpUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'assistant',
      stream: true,
      messages: [{ role: 'user', content: 'hi' }],
    }),
    signal: abort.signal,
  });
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  const first = decoder.decode((await reader?.read())?.value);
  expect(first).toContain('one');
  const readRest = async (): Promise<string> => {
    let text = '';
    for (;;) {
      const step = await reader?.read();
      if (step === undefined || step.done) return text;
      text += decoder.decode(step.value, { stream: true });
    }
  };
  const rest = readRest().catch(() => 'aborted');
  return { rest, leave: () => abort.abort() };
}
