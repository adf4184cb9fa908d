import { resourceContract } from './contract/resource.ts';
import type {
  PromptPolicy,
  PromptPolicy__Output,
} from './generated/gatehouse/config/v1/PromptPolicy.ts';

/** Newest format of prompt policies that this build reads: see `PromptPolicy.format`. */
export const PROMPT_POLICY_FORMAT = 4;
const REPLY_FORMAT = 3;

/**
 * Writes and reads prompt policies so that a build that would not apply one wherever it is to apply, or look where it is to look, refuses it (decision
 * 15, as the codec of routes does). Callers see neither the number nor the empty rule.
 */
export const promptPolicyCodec = {
  serialize(policy: PromptPolicy): Buffer {
    const { format: _, ...content } = policy;
    const format = formatOf(content);
    const { rules = [] } = content;
    return resourceContract.PromptPolicy.serialize(
      format === 0 ? content : { ...content, format, rules: [{}, ...rules] },
    );
  },

  /** @throws Error when the bytes are no prompt policy, or one of a newer format */
  deserialize(bytes: Buffer): PromptPolicy__Output {
    const policy = resourceContract.PromptPolicy.deserialize(bytes);
    const { format, rules } = policy;
    if (format > PROMPT_POLICY_FORMAT)
      throw new Error(
        `the prompt policy has format ${format}; this build reads ${PROMPT_POLICY_FORMAT}`,
      );
    return format === 0 ? policy : { ...policy, rules: rules.slice(1) };
  },
} as const;

/** The least that a reader must know; 0 for what every build reads. */
function formatOf({ rules = [], appliesTo }: PromptPolicy): number {
  const ofReply = rules.filter(({ direction }) => direction === 'output' || direction === 'both');
  if (ofReply.some(({ detector }) => detector === 'outside')) return PROMPT_POLICY_FORMAT;
  if (ofReply.length > 0) return REPLY_FORMAT;
  return appliesTo ? 2 : 0;
}
