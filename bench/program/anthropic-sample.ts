import { replyText } from './sample.ts';

/** The reply of sample.ts as Anthropic's Messages API sends it: the same text, the same tokens. */

const model = 'bench-model';
const head = { id: 'msg_benchmark', type: 'message', role: 'assistant', model } as const;

/** Body of the provider's reply: 1 KB. */
export const anthropicReplyBody: string = JSON.stringify({
  ...head,
  content: [{ type: 'text', text: replyText }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 210, output_tokens: 190 },
});

/** Events of the provider's stream: what opens it, a delta, what closes it. */
export const anthropicStreamEvents: {
  readonly opening: string;
  readonly delta: string;
  readonly closing: string;
} = {
  opening:
    event('message_start', {
      message: {
        ...head,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { input_tokens: 210, output_tokens: 1 },
      },
    }) + event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
  delta: event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'token ' } }),
  closing:
    event('content_block_stop', { index: 0 }) +
    event('message_delta', {
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: 100 },
    }) +
    event('message_stop', {}),
};

function event(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}
