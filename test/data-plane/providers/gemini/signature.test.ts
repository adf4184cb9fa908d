import { describe, expect, test } from '@jest/globals';
import type { ContentPart, Message } from '../../../../data-plane/inference.ts';
import { sent, typed } from './sample.ts';

const hello: Message = { role: 'user', content: 'Hello' };
const withMessages = (...messages: readonly Message[]) => ({ ...typed, messages });

describe('signatures of thoughts', () => {
  const turn = (content: Message['content'], toolCalls?: Message['toolCalls']) =>
    sent(withMessages(hello, { role: 'assistant', content, ...(toolCalls && { toolCalls }) }))
      .contents[1].parts;
  const thought: ContentPart = { kind: 'reasoning', text: 'Hm.', signature: 'gemini:c2ln' };
  const call = { id: 'c', name: 'f', arguments: '{}' };
  const functionCall = { id: 'c', name: 'f', args: {} };

  test('stand on the part after the thoughts', () => {
    expect(turn([thought, { kind: 'text', text: 'Hello.' }, { kind: 'text', text: '!' }])).toEqual([
      { text: 'Hm.', thought: true },
      { text: 'Hello.', thoughtSignature: 'c2ln' },
      { text: '!' },
    ]);
  });

  test('stand on the first call where the caller has no place for them on calls', () => {
    expect(turn([thought], [call, { ...call, id: 'd' }])).toEqual([
      { text: 'Hm.', thought: true },
      { functionCall, thoughtSignature: 'c2ln' },
      { functionCall: { ...functionCall, id: 'd' } },
    ]);
  });

  test('come once where they came both ways', () => {
    const extra = { extra_content: { google: { thought_signature: 'c2ln' } } };
    expect(turn([thought], [{ ...call, extra }])).toEqual([
      { text: 'Hm.', thought: true },
      { functionCall, thoughtSignature: 'c2ln' },
    ]);
  });

  test('stand on an empty text where nothing follows', () => {
    expect(
      turn([
        { kind: 'text', text: 'Hello.' },
        { ...thought, text: '' },
      ]),
    ).toEqual([{ text: 'Hello.' }, { text: '', thoughtSignature: 'c2ln' }]);
  });

  test('of another provider are left out with their thoughts', () => {
    const foreign: ContentPart[] = [
      { kind: 'reasoning', text: 'Hm.', signature: 'ErUB' },
      { kind: 'reasoning', text: '', redacted: 'xyz' },
      { kind: 'text', text: 'Hello.' },
    ];
    expect(turn(foreign)).toEqual([{ text: 'Hello.' }]);
  });

  test.each([
    ['gemini-2.5-pro', undefined],
    ['gemini-3-flash-preview', 'skip_thought_signature_validator'],
    ['models/gemini-3.1-pro', 'skip_thought_signature_validator'],
    ['gemini-10-pro', 'skip_thought_signature_validator'],
    ['endpoints/3', undefined],
  ])('of %s: a call without one bears %s', (providerModel, standIn) => {
    const answer: Message = { role: 'assistant', content: undefined, toolCalls: [call] };
    const { contents } = sent(withMessages(hello, answer), { providerModel });
    expect(contents[1].parts[0].thoughtSignature).toBe(standIn);
  });
});
