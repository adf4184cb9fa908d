import { Agent, request } from 'node:http';
import { credentials, Metadata } from '@grpc/grpc-js';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { inferenceContract } from '../../proto/contract/inference.ts';
import { eventually } from '../support/eventually.ts';
import { type Behaviour, chatBody } from '../support/faulty-provider.ts';
import { sized } from '../support/form.ts';
import { type ServedNode, startServedNode } from '../support/served-node.ts';

/**
 * Goal: a node that is told to end loses no call and no record of one.
 * Method: callers that never pause, each call on a fresh connection (HTTP) or all on one channel (gRPC), until the node says
 * that it is not ready: as a balancer would. Every call must be answered.
 */

const CALLERS = sized(12, 48);
const ANSWERED_BEFORE = sized(100, 2_000);
const body = JSON.stringify({
  model: 'assistant',
  messages: [{ role: 'user', content: 'Hello' }],
});

/** Takes a few milliseconds, so that calls are under way whenever the drain begins. */
const thoughtful: Behaviour = (_, response) => {
  setTimeout(() => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(chatBody);
  }, 5);
};

let served: ServedNode;
beforeEach(async () => {
  served = await startServedNode(thoughtful);
});
afterEach(async () => {
  await served?.[Symbol.asyncDispose]();
});

interface Tally {
  answered: number;
  readonly lost: string[];
}

/** Calls without a pause as long as the node is ready. */
async function callWhileReady(tally: Tally, call: () => Promise<string>): Promise<void> {
  while (await isReady()) {
    const outcome = await call();
    if (outcome === 'answered') tally.answered += 1;
    else tally.lost.push(outcome);
  }
}

async function isReady(): Promise<boolean> {
  const reply = await fetch(`${served.node.plane.adminUrl}/readyz`);
  await reply.arrayBuffer();
  return reply.status === 200;
}

function callHttp(): Promise<string> {
  const { httpUrl } = served.node.plane;
  return new Promise((resolve) => {
    const call = request(`${httpUrl}/v1/chat/completions`, {
      method: 'POST',
      agent: new Agent({ keepAlive: false }),
      headers: { authorization: `Bearer ${served.key}`, 'content-type': 'application/json' },
    });
    call.on('error', (error: NodeJS.ErrnoException) => resolve(`lost: ${error.code}`));
    call.on('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('error', (error) => resolve(`cut: ${error.message}`));
      response.on('end', () => resolve(text === chatBody ? 'answered' : `wrong: ${text}`));
    });
    call.end(body);
  });
}

async function drainUnder(call: () => Promise<string>): Promise<Tally> {
  const tally: Tally = { answered: 0, lost: [] };
  const callers = Array.from({ length: CALLERS }, () => callWhileReady(tally, call));
  await eventually(() => expect(tally.answered).toBeGreaterThan(ANSWERED_BEFORE), 60_000);
  await served.node.plane.drain();
  await Promise.all(callers);
  return tally;
}

/** Of usage: decisions are sampled above a rate. */
function recordCount(): number {
  return served.plane.reports.reduce((sum, { usageEvents }) => sum + (usageEvents?.length ?? 0), 0);
}

test('drain: every call over HTTP is answered, and its record delivered', async () => {
  const tally = await drainUnder(callHttp);
  expect(tally.lost).toEqual([]);
  expect(recordCount()).toBe(tally.answered);
}, 90_000);

test('drain: every call over gRPC is answered, and its record delivered', async () => {
  const { grpcAddress } = served.node.plane;
  const client = new inferenceContract.InferenceService(grpcAddress, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${served.key}`);
  const hello = { role: 'ROLE_USER' as const, content: [{ text: 'Hello' }] };
  const call = () =>
    new Promise<string>((resolve) => {
      client.Chat({ model: 'assistant', messages: [hello] }, metadata, (error, reply) => {
        if (error === null) resolve(reply?.finishReason === 'stop' ? 'answered' : 'wrong');
        else resolve(`lost: ${error.message}`);
      });
    });
  try {
    const tally = await drainUnder(call);
    expect(tally.lost).toEqual([]);
    expect(recordCount()).toBe(tally.answered);
  } finally {
    client.close();
  }
}, 90_000);
