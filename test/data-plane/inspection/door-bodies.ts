import type { Value } from './planted-body.ts';
import { pdf, picture, typedChat, typedEmbedding } from './typed-bodies.ts';

const schema = { type: 'object', properties: { city: { type: 'string', description: 'Where' } } };
const sampling = { temperature: 0.5, top_p: 0.9, stop: ['END'] };

const chatTool = {
  type: 'function',
  function: { name: 'weather', description: 'Tells it', parameters: schema, strict: true },
};
const chatCall = {
  id: 'c1',
  type: 'function',
  function: { name: 'weather', arguments: '{"city":"Rome"}' },
  extra_content: { google: { thought_signature: 'c2lnbmF0dXJl' } },
};

const chatMessages = [
  { role: 'system', content: [{ type: 'text', text: 'Be brief' }] },
  { role: 'developer', content: 'Be kind' },
  {
    role: 'user',
    content: [
      { type: 'text', text: 'Look', prompt_cache_breakpoint: { mode: 'explicit' } },
      { type: 'image_url', image_url: { url: picture, detail: 'low' } },
      {
        type: 'file',
        file: { filename: 'a.txt', file_data: 'data:application/octet-stream;base64,YWJj' },
      },
      {
        type: 'file',
        file: { filename: 'a.pdf', file_data: `data:application/pdf;base64,${pdf}` },
      },
    ],
  },
  { role: 'assistant', content: 'I will', tool_calls: [chatCall], reasoning_content: 'hm' },
  { role: 'tool', tool_call_id: 'c1', content: [{ type: 'text', text: '{"sky":"blue"}' }] },
  { role: 'user', content: 'And now' },
  { role: 'user', content: 'Go on' },
];

const chat: readonly Value[] = [
  { model: 'r', messages: chatMessages, tools: [chatTool], ...sampling, user: 'u1' },
  {
    model: 'r',
    messages: [
      {
        role: 'user',
        name: 'ann',
        content: [
          { type: 'input_audio', input_audio: { data: 'UklGRiQAAABXQVZF', format: 'wav' } },
          { type: 'file', file: { file_data: 'JVBERi0xLjQK', filename: 'b.pdf' } },
          { type: 'file', file: { file_id: 'file-1' } },
          { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'auto' } },
        ],
      },
    ],
    tools: [{ ...chatTool, cache: 'x' }],
    tool_choice: { type: 'function', function: { name: 'weather' } },
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'answer', description: 'Shape', schema, strict: true },
    },
    reasoning_effort: 'low',
    metadata: { a: 'b' },
    stream: true,
    stream_options: { include_usage: true },
    prediction: { type: 'content', content: [{ type: 'text', text: 'so' }] },
  },
  {
    model: 'r',
    messages: [{ role: 'user', content: 'Look' }],
    verbosity: 'low',
    logprobs: true,
    top_logprobs: 2,
  },
];

const responses: readonly Value[] = [
  {
    model: 'r',
    instructions: 'Be brief',
    input: [
      {
        type: 'message',
        role: 'user',
        content: [
          { type: 'input_text', text: 'Look' },
          { type: 'input_image', image_url: picture, detail: 'low' },
          {
            type: 'input_file',
            filename: 'a.txt',
            file_data: 'data:application/octet-stream;base64,YWJj',
          },
        ],
      },
      {
        type: 'reasoning',
        id: 'rs_1',
        summary: [{ type: 'summary_text', text: 'hm' }],
        encrypted_content: 'gatehouse-signature:c2ln',
      },
      { type: 'reasoning', id: 'rs_2', summary: [], encrypted_content: 'c2VhbGVk' },
      {
        type: 'message',
        role: 'assistant',
        id: 'msg_1',
        status: 'completed',
        content: [{ type: 'output_text', text: 'I will', annotations: [] }],
      },
      { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{"city":"Rome"}' },
      { type: 'function_call_output', call_id: 'c1', output: '{"sky":"blue"}' },
      { role: 'user', content: 'Go on' },
    ],
    tools: [{ type: 'function', name: 'weather', description: 'Tells', parameters: schema }],
    tool_choice: 'auto',
    reasoning: { effort: 'low', summary: 'auto' },
    max_output_tokens: 4_000,
    metadata: { a: 'b' },
    user: 'u1',
    include: ['reasoning.encrypted_content'],
  },
  {
    model: 'r',
    input: 'Look',
    text: { format: { type: 'json_schema', name: 'answer', schema, strict: true } },
    temperature: 0.5,
  },
  {
    model: 'r',
    input: 'Look',
    text: { verbosity: 'low' },
    include: ['message.output_text.logprobs', 'reasoning.encrypted_content'],
    top_logprobs: 2,
  },
];

const cache = { type: 'ephemeral' };
const messages: readonly Value[] = [
  {
    model: 'r',
    max_tokens: 4_000,
    system: [{ type: 'text', text: 'Be brief', cache_control: cache }],
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look', cache_control: cache },
          {
            type: 'image',
            source: { type: 'base64', media_type: 'image/png', data: picture.slice(22) },
          },
          {
            type: 'document',
            title: 'a.txt',
            source: { type: 'text', media_type: 'text/plain', data: 'words' },
          },
          {
            type: 'document',
            title: 'a.pdf',
            source: { type: 'base64', media_type: 'application/pdf', data: pdf },
          },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'hm', signature: 'c2ln' },
          { type: 'redacted_thinking', data: 'c2VhbGVk' },
          { type: 'text', text: 'I will' },
          { type: 'tool_use', id: 'c1', name: 'weather', input: { city: 'Rome' } },
        ],
      },
      {
        role: 'user',
        content: [
          {
            type: 'tool_result',
            tool_use_id: 'c1',
            is_error: true,
            content: [{ type: 'text', text: 'cold' }],
          },
          { type: 'text', text: 'Go on' },
        ],
      },
    ],
    tools: [
      { name: 'weather', description: 'Tells', input_schema: schema, input_examples: [{ a: 'b' }] },
    ],
    stop_sequences: ['END'],
    metadata: { user_id: 'u1' },
  },
  {
    model: 'r',
    max_tokens: 4_000,
    system: 'Be brief',
    messages: [
      {
        role: 'user',
        content: [
          {
            type: 'document',
            title: 'T',
            context: 'C',
            citations: { enabled: true },
            source: { type: 'content', content: [{ type: 'text', text: 'one' }] },
          },
          { type: 'document', source: { type: 'url', url: 'https://example.com/a.pdf' } },
          { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
          { type: 'image', source: { type: 'file', file_id: 'file_1' } },
          {
            type: 'search_result',
            source: 's',
            title: 't',
            content: [
              { type: 'text', text: 'one' },
              { type: 'text', text: 'two' },
            ],
          },
        ],
      },
      { role: 'system', content: 'Be kind' },
      { role: 'user', content: 'Go on' },
    ],
    tool_choice: { type: 'tool', name: 'weather', disable_parallel_tool_use: true },
    tools: [{ name: 'weather', input_schema: schema }],
    thinking: { type: 'enabled', budget_tokens: 2_000, display: 'omitted' },
    output_config: { effort: 'low', format: { type: 'json_schema', schema }, task: 'x' },
    context_management: { edits: [{ type: 'clear' }] },
  },
];

const embeddings: readonly Value[] = [
  { model: 'r', input: ['one', 'two'], dimensions: 8, user: 'u1', encoding_format: 'float' },
  { model: 'r', input: 'one' },
];

/** By door, bodies that together use every field that the gateway knows, and some that it does not. */
export const bodies = { chat, responses, messages, embeddings, typedChat, typedEmbedding };
