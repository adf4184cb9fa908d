import { expect, test } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { answer } from '../../support/faulty-provider.ts';
import { startServedNode } from '../../support/served-node.ts';

/** Keeps the target out for 30 s, with nothing to tell in between. */
const refusing = answer('{"error":{"message":"bad key"}}', { status: 401 });

test('a node tells of its targets on each stream anew, and then only what changed', async () => {
  await using served = await startServedNode(refusing);
  const { node, plane, key } = served;
  const told = (session: number) =>
    (plane.sessions[session]?.heartbeats ?? []).flatMap(({ targets }) => targets ?? []);
  await eventually(() => expect(told(0)).toMatchObject([{ states: [], healthyCount: 0 }]), 10_000);
  const reply = await fetch(`${node.plane.httpUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'assistant', messages: [{ role: 'user', content: 'hi' }] }),
  });
  await reply.text();
  const out = [{ state: 'credential', breaker: 'closed' }];
  await eventually(() => expect(told(0).at(-1)?.states).toMatchObject(out), 10_000);
  plane.sessions[0]?.cut();
  await eventually(() => expect(told(1)[0]?.states).toMatchObject(out), 10_000);
});
