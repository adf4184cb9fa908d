import type { Value } from './planted-body.ts';

/** The beginning of a PDF, in base64. */
export const pdf = 'JVBERi0xLjQKJf////8=';
/** A picture that is not whole. */
export const picture = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB';

const struct = (fields: Readonly<Record<string, Value>>): Value => ({ fields });
const text = (stringValue: string): Value => ({ stringValue });

/** Chats of the gRPC door. */
export const typedChat: readonly Value[] = [
  {
    model: 'r',
    messages: [
      { role: 'ROLE_SYSTEM', content: [{ text: 'Be brief' }] },
      {
        role: 'ROLE_USER',
        name: '',
        content: [{ text: 'Look' }, { image: { url: picture, detail: 'low' } }],
      },
      {
        role: 'ROLE_ASSISTANT',
        content: [
          { reasoning: { text: 'hm', signature: 'c2ln' } },
          { reasoning: { redacted: 'c2VhbGVk' } },
          { reasoning: { signature: 'gemini:c2ln' } },
        ],
        toolCalls: [{ id: 'c1', name: 'weather', arguments: '{"city":"Rome"}' }],
      },
      { role: 'ROLE_TOOL', toolCallId: 'c1', content: [{ text: '{"sky":"blue"}' }] },
      { role: 'ROLE_USER', content: [{ text: 'Go' }, { text: 'on' }] },
    ],
    tools: [
      { name: 'weather', description: 'Tells', parameters: struct({ type: text('object') }) },
    ],
    sampling: { stop: ['END'] },
    providerOptions: struct({ user: text('u1'), deep: { structValue: struct({ a: text('b') }) } }),
  },
  {
    model: 'r',
    messages: [
      {
        role: 'ROLE_USER',
        content: [
          { text: 'Look' },
          // Protobuf reads strings as the base64 of bytes: what is planted there in base64 is planted in the bytes.
          { file: { data: pdf, mediaType: 'application/pdf', name: 'a.pdf' } },
          { file: { data: 'd29yZHM=', mediaType: 'text/plain', name: '' } },
        ],
      },
    ],
    toolChoice: { name: 'weather' },
    tools: [{ name: 'weather' }],
    responseFormat: { type: 'json_schema', name: 'a', schema: struct({ type: text('object') }) },
  },
  {
    model: 'r',
    messages: [
      {
        role: 'ROLE_USER',
        content: [
          { file: { url: 'https://example.com/a.pdf', mediaType: 'application/pdf', name: 'a' } },
        ],
      },
    ],
  },
  {
    model: 'r',
    messages: [{ role: 'ROLE_USER', content: [{ file: { id: 'file-1', mediaType: '' } }] }],
    verbosity: 'low',
    logprobs: true,
    topLogprobs: 2,
  },
];

/** Embeddings of the gRPC door. */
export const typedEmbedding: readonly Value[] = [
  { model: 'r', inputs: ['one'], providerOptions: struct({ taskType: text('RETRIEVAL_QUERY') }) },
];
