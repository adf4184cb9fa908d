import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { reset, roleEvent, stream, textEvent, wholeStream } from '../../support/faulty-provider.ts';
import { type Asking, askNode, type Path } from './ask-node.ts';
import { type ExplainNode, startExplainNode } from './explain-node.ts';

/**
 * Goal: with `x-gatehouse-explain: 1` a stream tells the decision of its call in a comment before its end, however it ends.
 * Method: a whole node before providers on loopback.
 */

let node: ExplainNode;
const ask = (path: Path, asking?: Asking) => askNode(node, path, asking);
beforeAll(async () => {
  node = await startExplainNode();
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
});

const wires = ['/v1/chat/completions', '/v1/responses', '/v1/messages'] as const;
const comment = /^: x-gatehouse-explain: (\{.*\})\n\n/m;
const commentOf = (text: string) => JSON.parse(comment.exec(text)?.[1] ?? '{}');

test.each(wires)('%s: a stream has it as a comment before its end', async (path) => {
  node.first.behave(stream(wholeStream));
  const { text } = await ask(path, { change: { stream: true } });
  expect(commentOf(text)).toMatchObject({
    outcome: 'allowed',
    stream: true,
    attempts: [{ target: 'at-target-1', verdict: 'succeeded' }],
  });
  const [, after = ''] = text.split(comment).filter((_, index) => index !== 1);
  expect(after).toMatch(/^(data: \[DONE\]|event: (response\.completed|message_stop))/);
  const plain = await ask(path, { change: { stream: true }, explain: '' });
  expect(plain.text).not.toContain('explain');
});

test('a stream that passes byte for byte has the comment put in, and is the same otherwise', async () => {
  const events = [
    ['message_start', { message: { id: 'msg_1', usage: { input_tokens: 7, output_tokens: 1 } } }],
    ['content_block_start', { index: 0, content_block: { type: 'text', text: '' } }],
    ['content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'Hello' } }],
    ['content_block_stop', { index: 0 }],
    ['message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } }],
    ['message_stop', {}],
  ] as const;
  const sent = events.map(
    ([type, data]) => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`,
  );
  node.claude.behave(stream(sent));
  const { text } = await ask('/v1/messages', { change: { model: 'claude', stream: true } });
  expect(text.replace(/^:.*\n(?::.*\n)*\n/gm, '')).toBe(sent.join(''));
  expect(
    text
      .replace(/^: (?!x-gatehouse-explain).*\n/gm, '')
      .split('\n\n')
      .at(-3),
  ).toMatch(/: x-gatehouse-explain: \{"requestId"/);
});

test.each(wires)('%s: a stream that is cut has it before the error', async (path) => {
  node.first.behave(reset([roleEvent, textEvent('Hello')]));
  const { text } = await ask(path, { change: { stream: true } });
  expect(commentOf(text)).toMatchObject({
    outcome: 'failed',
    errorCode: 'provider_stream_cut',
    attempts: [{ target: 'at-target-1', verdict: 'reset' }],
  });
  expect(text.split(comment).at(-1)).toMatch(/"provider_stream_cut"/);
});
