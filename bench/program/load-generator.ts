// Load in a process of its own: it takes jobs one at a time and answers each with what it saw.
import { inferenceContract } from '../../proto/contract/inference.ts';
import { GrpcClient } from '../load/grpc-client.ts';
import { HttpClient } from '../load/http-client.ts';
import type { Job } from '../load/job.ts';
import type { LoadClient } from '../load/load-client.ts';
import { runJob } from '../load/run-job.ts';
import { announce } from './announce.ts';
import { chatBody, promptText, streamEventCount } from './sample.ts';

/** Streams of one connection share its window and its loop; four is what a small service opens. */
const grpcConnectionCount = 4;

function createClient(job: Job): LoadClient {
  if (job.protocol === 'http')
    return new HttpClient(job.port, '/v1/chat/completions', {
      apiKey: job.apiKey,
      headers: job.headers,
      body: chatBody(job.model, job.stream),
    });
  const method = job.stream ? 'ChatStream' : 'Chat';
  return new GrpcClient(
    {
      port: job.port,
      path: `/gatehouse.inference.v1.InferenceService/${method}`,
      apiKey: job.apiKey,
    },
    grpcMessage(job),
    {
      connectionCount: grpcConnectionCount,
      messagesMin: job.stream ? streamEventCount : 1,
    },
  );
}

function grpcMessage(job: Job): Buffer {
  const { Chat, ChatStream } = inferenceContract.InferenceService.service;
  const chat = {
    model: job.model,
    messages: [
      {
        role: 'ROLE_SYSTEM' as const,
        content: [{ text: 'You are a terse assistant of the benchmark.' }],
      },
      { role: 'ROLE_USER' as const, content: [{ text: promptText }] },
    ],
    sampling: { temperature: 0.5 },
    outputTokensMax: 256,
  };
  return job.stream ? ChatStream.requestSerialize({ chat }) : Chat.requestSerialize(chat);
}

process.on('message', (job: Job) => {
  runJob(job, createClient(job)).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
announce(0);
