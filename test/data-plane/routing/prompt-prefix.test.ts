import { expect, test } from '@jest/globals';
import type { ChatRequest, Message } from '../../../data-plane/inference.ts';
import {
  PROMPT_PREFIX_CHARS_MAX,
  promptPrefixOf,
} from '../../../data-plane/routing/prompt-prefix.ts';
import { chatRequest } from '../pipeline/snapshot-fixture.ts';

const of = (...messages: readonly Message[]): ChatRequest => ({ ...chatRequest, messages });
const long = 'x'.repeat(PROMPT_PREFIX_CHARS_MAX);

test.each<[string, ChatRequest, string]>([
  [
    'a text',
    of({ role: 'system', content: 'Be kind.' }, { role: 'user', content: 'Hi' }),
    'Be kind.',
  ],
  ['a long text', of({ role: 'user', content: `${long}y` }), long],
  [
    'parts',
    of({
      role: 'user',
      content: [
        { kind: 'text', text: 'one ' },
        { kind: 'image', url: 'data:image/png;base64,AAAA' },
        { kind: 'text', text: `two ${long}` },
      ],
    }),
    `one two ${long}`.slice(0, PROMPT_PREFIX_CHARS_MAX),
  ],
  [
    'the first message that has text',
    of({ role: 'assistant', content: undefined }, { role: 'user', content: 'Hi' }),
    'Hi',
  ],
  ['no message', of(), ''],
])('the beginning of a prompt is that of %s', (_, request, prefix) => {
  expect(promptPrefixOf(request)).toBe(prefix);
});

test('the beginning of an embedding is that of its first text', () => {
  const request = { operation: 'embedding', dialect: undefined, model: 'e', bare: false } as const;
  const rest = { dimensions: undefined, extra: {} };
  expect(promptPrefixOf({ ...request, ...rest, inputs: ['a', 'b'] })).toBe('a');
  expect(promptPrefixOf({ ...request, ...rest, inputs: [[1, 2]] })).toBe('');
});
