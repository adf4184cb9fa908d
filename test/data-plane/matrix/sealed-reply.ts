import { eventOf } from '../providers/bedrock/sample.ts';

/** What the model thinks, seals and calls, whatever wire it is asked over. */
export const sealed = {
  thought: 'They want the weather.',
  signature: 'c2lnbmF0dXJlIG92ZXIgaXQ=',
  redacted: 'cmVkYWN0ZWQgdGhvdWdodHM=',
  call: { id: 'call_1', name: 'weather', arguments: '{"city":"Bern"}' },
} as const;

const { thought, signature, redacted, call } = sealed;
const input = JSON.parse(call.arguments);

interface Answer {
  readonly contentType: string;
  readonly body: string | Buffer;
}

/** Thoughts with their seal, where the wire has one, and a call of a tool; streamed where the request asks for it. */
export function sealedReply(path: string, body: string): Answer {
  if (path.includes(':')) return geminiReply(path.includes('streamGenerateContent'));
  if (path.includes('/converse')) return bedrockReply(path.endsWith('-stream'));
  const isStream = JSON.parse(body).stream === true;
  return path.endsWith('/messages') ? anthropicReply(isStream) : openAiReply(isStream);
}

function json(body: object): Answer {
  return { contentType: 'application/json', body: JSON.stringify(body) };
}

function events(list: readonly object[], terminal = ''): Answer {
  const text = list.map((data) => `data: ${JSON.stringify(data)}\n\n`).join('');
  return { contentType: 'text/event-stream', body: text + terminal };
}

function openAiReply(isStream: boolean): Answer {
  const { id, ...called } = call;
  const tool = { id, type: 'function', function: called };
  const message = { role: 'assistant', content: null, reasoning_content: thought };
  const usage = { prompt_tokens: 11, completion_tokens: 7 };
  if (!isStream) {
    const choice = { index: 0, message: { ...message, tool_calls: [tool] } };
    return json({ id: 'c', choices: [{ ...choice, finish_reason: 'tool_calls' }], usage });
  }
  const deltas = [message, { tool_calls: [{ index: 0, ...tool }] }];
  const chunks = deltas.map((delta) => ({ choices: [{ index: 0, delta }] }));
  const last = { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] };
  return events([...chunks, last, { choices: [], usage }], 'data: [DONE]\n\n');
}

function anthropicReply(isStream: boolean): Answer {
  const { id, name } = call;
  const usage = { input_tokens: 11, output_tokens: 7 };
  const head = { type: 'message', id: 'm', role: 'assistant', model: 'm' };
  const opaque = { type: 'redacted_thinking', data: redacted };
  const thinking = { type: 'thinking', thinking: thought, signature };
  if (!isStream) {
    const content = [thinking, opaque, { type: 'tool_use', id, name, input }];
    return json({ ...head, content, stop_reason: 'tool_use', usage });
  }
  const block = (index: number, start: object, ...deltas: readonly object[]) => [
    { type: 'content_block_start', index, content_block: start },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
  return events([
    { type: 'message_start', message: { ...head, content: [], usage } },
    ...block(
      0,
      { type: 'thinking', thinking: '' },
      { type: 'thinking_delta', thinking: thought },
      { type: 'signature_delta', signature },
    ),
    ...block(1, opaque),
    ...block(
      2,
      { type: 'tool_use', id, name, input: {} },
      { type: 'input_json_delta', partial_json: call.arguments },
    ),
    { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage },
    { type: 'message_stop' },
  ]);
}

function geminiReply(isStream: boolean): Answer {
  const { id, name } = call;
  const parts = [
    { text: thought, thought: true },
    { functionCall: { id, name, args: input }, thoughtSignature: signature },
  ];
  const content = (own: readonly object[]) => ({ role: 'model', parts: own });
  const end = {
    responseId: 'g',
    usageMetadata: { promptTokenCount: 11, candidatesTokenCount: 7 },
  };
  if (!isStream) {
    return json({ candidates: [{ content: content(parts), finishReason: 'STOP' }], ...end });
  }
  return events([
    ...parts.map((part) => ({ candidates: [{ content: content([part]) }] })),
    { candidates: [{ content: content([]), finishReason: 'STOP' }], ...end },
  ]);
}

function bedrockReply(isStream: boolean): Answer {
  const { id: toolUseId, name } = call;
  const usage = { inputTokens: 11, outputTokens: 7, totalTokens: 18 };
  if (!isStream) {
    const content = [
      { reasoningContent: { reasoningText: { text: thought, signature } } },
      { reasoningContent: { redactedContent: redacted } },
      { toolUse: { toolUseId, name, input } },
    ];
    const output = { message: { role: 'assistant', content } };
    return json({ output, stopReason: 'tool_use', usage });
  }
  const delta = (contentBlockIndex: number, piece: object) =>
    eventOf('contentBlockDelta', { contentBlockIndex, delta: piece });
  const body = Buffer.concat([
    eventOf('messageStart', { role: 'assistant' }),
    delta(0, { reasoningContent: { text: thought } }),
    delta(0, { reasoningContent: { signature } }),
    delta(1, { reasoningContent: { redactedContent: redacted } }),
    eventOf('contentBlockStart', { contentBlockIndex: 2, start: { toolUse: { toolUseId, name } } }),
    delta(2, { toolUse: { input: call.arguments } }),
    eventOf('contentBlockStop', { contentBlockIndex: 2 }),
    eventOf('messageStop', { stopReason: 'tool_use' }),
    eventOf('metadata', { usage, metrics: { latencyMs: 1 } }),
  ]);
  return { contentType: 'application/vnd.amazon.eventstream', body };
}
