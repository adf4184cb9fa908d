import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import type { RuleException } from '../../../policy/prompt-part/rule-exception.ts';

export const now = new Date('2030-01-01T00:00:00Z');

export const exception: RuleException = {
  name: 'cards',
  applicationIds: ['bot'],
  kinds: ['jwt'],
  reason: 'Printed in the manual.',
  ownerId: 'ann',
  expiresAtMs: now.getTime() + 90 * 86_400_000,
};
export const rule = (change: Partial<PromptRule> = {}): PromptRule => ({
  name: 'no-secrets',
  detector: 'secret',
  action: 'block',
  rerouteRouteId: undefined,
  ...change,
});
