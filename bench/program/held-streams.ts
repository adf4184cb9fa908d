// Callers that open streams and keep them open: it answers how many began, and closes them when it is told to.
import { connect, type Socket } from 'node:net';
import { credentials, Metadata } from '@grpc/grpc-js';
import { inferenceContract } from '../../proto/contract/inference.ts';
import type { HeldJob, HeldResult } from '../load/held-job.ts';
import { announce } from './announce.ts';
import { chatBody, heldPrompt } from './sample.ts';

/** Streams that are opened at once: more would only queue at the accepting end. */
const openingMax = 64;
/** A small service opens few connections, and HTTP/2 carries a thousand streams on each. */
const streamsPerChannel = 1_000;
const beginTimeoutMs = 30_000;

type Close = () => void;
/** Resolves when the first content is there. */
type Open = () => Promise<Close>;

let held: Close[] = [];

function httpOpener({ port, apiKey, model }: HeldJob): Open {
  const body = chatBody(model, true, heldPrompt);
  const request =
    `POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${apiKey}\r\n` +
    `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  return () =>
    new Promise((resolve, reject) => {
      const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
      const timer = setTimeout(() => socket.destroy(), beginTimeoutMs);
      socket.on('data', (data) => {
        if (!data.includes('data: ')) return;
        clearTimeout(timer);
        resolve(() => socket.destroy());
      });
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        clearTimeout(timer);
        reject(new Error('a stream did not begin'));
      });
      socket.write(request);
    });
}

function grpcOpener({ port, apiKey, model }: HeldJob): Open {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${apiKey}`);
  const messages = [{ role: 'ROLE_USER' as const, content: [{ text: heldPrompt }] }];
  let openedCount = 0;
  let client = newChannel(port);
  return () =>
    new Promise((resolve, reject) => {
      openedCount += 1;
      if (openedCount % streamsPerChannel === 0) client = newChannel(port);
      const call = client.ChatStream({ chat: { model, messages } }, metadata);
      const timer = setTimeout(() => call.cancel(), beginTimeoutMs);
      call.on('data', () => {
        clearTimeout(timer);
        resolve(() => call.cancel());
      });
      call.on('error', reject);
    });
}

function newChannel(port: number) {
  return new inferenceContract.InferenceService(`127.0.0.1:${port}`, credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
  });
}

async function hold(job: HeldJob): Promise<HeldResult> {
  const open = job.protocol === 'http' ? httpOpener(job) : grpcOpener(job);
  let leftCount = job.streamCount;
  let failureCount = 0;
  const work = async (): Promise<void> => {
    while (leftCount > 0) {
      leftCount -= 1;
      await open().then(
        (close) => held.push(close),
        () => {
          failureCount += 1;
        },
      );
    }
  };
  await Promise.all(Array.from({ length: openingMax }, work));
  return { openCount: held.length, failureCount };
}

process.on('message', (job: HeldJob | 'close') => {
  if (job !== 'close') {
    void hold(job).then((result) => process.send?.(result));
    return;
  }
  for (const close of held) close();
  held = [];
  process.send?.({ openCount: 0, failureCount: 0 } satisfies HeldResult);
});
announce(0);
