import type { ChatRequest } from '../../../data-plane/inference.ts';
import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import type { OutsideDetector } from '../../../policy/prompt-part/outside-detector.ts';
import { answer, type Behaviour } from '../../support/faulty-provider.ts';
import { blockingRule } from './prompt-policy-fixture.ts';

/** A detector that finds insults and threats, at this address. */
export const detectorAt = (
  address: string,
  change: Partial<OutsideDetector> = {},
): OutsideDetector => ({
  id: 'd1',
  tenantId: 't1',
  name: 'moderation',
  protocol: 'http',
  address,
  kinds: ['insult', 'threat'],
  timeoutMs: 10_000,
  batchSize: 32,
  ...change,
});

/** A rule that asks it. */
export const asking = (change: Partial<PromptRule> = {}): PromptRule => ({
  ...blockingRule,
  name: 'manners',
  detector: 'outside',
  outsideDetectorId: 'd1',
  ...change,
});

/** Of those that have one. */
const scores: Readonly<Record<string, number>> = { fool: 0.29, rogue: 0.9 };

/** Finds every one of these words, whatever text they stand in. */
export const finding =
  (...words: readonly string[]): Behaviour =>
  (request, response) => {
    const { texts } = JSON.parse(request.body) as { texts: { id: string; text: string }[] };
    const findings = texts.flatMap(({ id, text }) =>
      words
        .filter((word) => text.includes(word))
        .map((word) => {
          const start = text.indexOf(word);
          const score = scores[word];
          return { textId: id, kind: 'insult', start, end: start + word.length, score };
        }),
    );
    answer(JSON.stringify({ findings }))(request, response);
  };

/** Messages with these words of a user. */
export const said = (
  content: ChatRequest['messages'][number]['content'],
): ChatRequest['messages'] => [
  { role: 'system', content: 'be kind' },
  { role: 'user', content },
];
