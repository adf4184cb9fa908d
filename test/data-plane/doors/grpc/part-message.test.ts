import { describe, expect, test } from '@jest/globals';
import { renderChat, splitChat } from '../../../../data-plane/doors/grpc/render-reply.ts';
import type { ContentPart as InnerPart } from '../../../../data-plane/inference.ts';
import type { ContentPart } from '../../../../proto/generated/gatehouse/inference/v1/ContentPart.ts';
import type { Role } from '../../../../proto/generated/gatehouse/inference/v1/Role.ts';
import { helloRequest, usage } from './open-door.ts';
import { chat, faultOf } from './request-bytes.ts';

const bytes = Buffer.from('%PDF-1.4');

function say(role: Role, ...content: ContentPart[]) {
  return { ...helloRequest(), messages: [{ role, content }] };
}

describe('parts of a message', () => {
  test('keep files in each form, and thoughts with their seals, in their order', () => {
    const answer: ContentPart[] = [
      { reasoning: { text: 'hm', signature: 'seal' } },
      { text: 'so' },
      { reasoning: { redacted: 'opaque' } },
      { reasoning: { signature: 'gemini:seal' } },
    ];
    const files: ContentPart[] = [
      { file: { data: bytes, mediaType: 'application/pdf', name: 'a.pdf' } },
      { file: { url: 'https://example.com/a.csv', mediaType: 'text/csv' } },
      { file: { id: 'file-1' } },
    ];
    const request = {
      ...helloRequest(),
      messages: [
        { role: 'ROLE_USER' as const, content: files },
        { role: 'ROLE_ASSISTANT' as const, content: answer },
      ],
    };
    expect(chat(request).messages).toEqual([
      {
        role: 'user',
        content: [
          {
            kind: 'file',
            source: { form: 'base64', data: bytes.toString('base64') },
            mediaType: 'application/pdf',
            name: 'a.pdf',
          },
          {
            kind: 'file',
            source: { form: 'url', url: 'https://example.com/a.csv' },
            mediaType: 'text/csv',
          },
          { kind: 'file', source: { form: 'id', id: 'file-1' } },
        ],
      },
      {
        role: 'assistant',
        content: [
          { kind: 'reasoning', text: 'hm', signature: 'seal' },
          { kind: 'text', text: 'so' },
          { kind: 'reasoning', text: '', redacted: 'opaque' },
          { kind: 'reasoning', text: '', signature: 'gemini:seal' },
        ],
      },
    ]);
  });

  const at = 'messages.0.content.0';
  test.each<[string, Role, ContentPart]>([
    [`${at}.file.data`, 'ROLE_USER', { file: {} }],
    [`${at}.file.data`, 'ROLE_USER', { file: { data: Buffer.alloc(0), mediaType: 'a/b' } }],
    [`${at}.file.media_type`, 'ROLE_USER', { file: { data: bytes } }],
    [`${at}.file.media_type`, 'ROLE_USER', { file: { id: 'f', mediaType: 'a/b;c=d' } }],
    [`${at}.file.media_type`, 'ROLE_USER', { file: { id: 'f', mediaType: 'pdf' } }],
    [`${at}.file.url`, 'ROLE_USER', { file: { url: 'http://example.com/a.pdf' } }],
    [`${at}.file.url`, 'ROLE_USER', { file: { url: 'gs://bucket/a.pdf' } }],
    [`${at}.file.id`, 'ROLE_USER', { file: { id: '' } }],
    [`${at}.reasoning`, 'ROLE_USER', { reasoning: { text: 'hm' } }],
    [`${at}.reasoning`, 'ROLE_SYSTEM', { reasoning: { text: 'hm', signature: 's' } }],
    [`${at}.reasoning`, 'ROLE_ASSISTANT', { reasoning: {} }],
    [`${at}.reasoning.redacted`, 'ROLE_ASSISTANT', { reasoning: { text: 'a', redacted: 'b' } }],
  ])('are refused at %s', (param, role, part) => {
    expect(faultOf(() => chat(say(role, part)))).toBe(param);
  });

  test('in broken UTF-8 are refused', () => {
    const broken = '\uD800';
    for (const part of [
      { file: { id: broken } },
      { file: { data: bytes, mediaType: 'a/b', name: broken } },
    ])
      expect(() => chat(say('ROLE_USER', part))).toThrow('not valid UTF-8');
    expect(() => chat(say('ROLE_ASSISTANT', { reasoning: { signature: broken } }))).toThrow(
      'not valid UTF-8',
    );
  });
});

describe('thoughts of a reply', () => {
  const content: InnerPart[] = [
    { kind: 'reasoning', text: 'hm', signature: 'seal' },
    { kind: 'reasoning', text: '', redacted: 'opaque' },
    { kind: 'text', text: 'so' },
    { kind: 'reasoning', text: '', signature: 'gemini:seal' },
  ];
  const reply = {
    id: 'r',
    message: { role: 'assistant', content },
    finishReason: 'stop',
  } as const;

  test('stand among its parts when it is whole', () => {
    expect(renderChat('smart', reply, usage).message?.content).toEqual([
      { reasoning: { text: 'hm', signature: 'seal', redacted: '' } },
      { reasoning: { text: '', signature: '', redacted: 'opaque' } },
      { text: 'so' },
      { reasoning: { text: '', signature: 'gemini:seal', redacted: '' } },
    ]);
  });

  test('come in their order where a whole reply is streamed', () => {
    expect(splitChat(reply)).toEqual([
      { reasoning: 'hm' },
      { reasoningSignature: 'seal' },
      { redactedReasoning: 'opaque' },
      { text: 'so' },
      { reasoningSignature: 'gemini:seal' },
      { finishReason: 'stop' },
    ]);
  });
});
