import { type RuleRefusal, writeRefusal } from '../../../policy/prompt-part/refusal-sentence.ts';
import type { CompiledPromptPolicy } from '../../../policy/prompt-policy.ts';
import { GatewayError } from '../../errors.ts';

/** The refusal of a rule, as callers are told. */
export function promptBlocked(policy: CompiledPromptPolicy, refusal: RuleRefusal): GatewayError {
  return new GatewayError('prompt_blocked', writeRefusal(policy, refusal));
}
