import type { Inspector } from '../../../policy/inspect/detector.ts';
import { Placeholders } from '../../../policy/prompt-part/placeholders.ts';
import { withReplyLook } from '../../../policy/prompt-part/rule-outcome.ts';
import type { CompiledPromptPolicy } from '../../../policy/prompt-policy.ts';
import { judgeOf } from '../../../policy/reply/reply-judge.ts';
import type { GatewayError } from '../../errors.ts';
import type { Exchange } from '../exchange.ts';
import { after } from '../prompt/after.ts';
import type { AskingParts } from '../prompt/ask-outside.ts';
import { reached } from '../reached.ts';
import { HeldReply } from './held-reply.ts';
import { ReplyGuard } from './reply-guard.ts';
import { ReplyLook } from './reply-look.ts';
import { questionOf, type ReplyQuestion } from './reply-question.ts';

/**
 * Puts a guard before the sink where these policies have rules about replies, or something is to be put back in the answer. Sets
 * `guard` and `sink` then; else the reply goes to the caller as if there were no policies. Embeddings say nothing in words.
 */
export function guardReply(
  exchange: Exchange,
  policies: readonly CompiledPromptPolicy[],
  parts: AskingParts,
): void {
  const { request, placeholders, sink } = exchange;
  const isPutBack = placeholders !== undefined && placeholders.originals.size > 0;
  const isLookedAt = policies.some(({ reply }) => reply !== undefined);
  if (request?.operation !== 'chat' || (!isPutBack && !isLookedAt)) return;
  const question = questionOf(exchange, policies, parts);
  const lookWith = looksOf(exchange, policies, question);
  const cut = (error: GatewayError) => exchange.cut?.(error);
  const guard =
    question === undefined
      ? new ReplyGuard(sink, lookWith(undefined, true), cut)
      : new HeldReply(sink, {
          question,
          lookWith,
          cut,
          onAsked: () => noteLook(exchange, question),
        });
  exchange.guard = guard;
  exchange.sink = guard;
}

/** Looks by the rules of the call; what they find is noted beside what was found before. */
function looksOf(
  exchange: Exchange,
  policies: readonly CompiledPromptPolicy[],
  question: ReplyQuestion | undefined,
) {
  const { request, placeholders = new Placeholders(), findings: ofRequest } = exchange;
  const { id: applicationId } = reached(exchange.application, 'application');
  const call = { applicationId, atMs: exchange.receivedAtMs };
  const format = request?.operation === 'chat' ? request.responseFormat : undefined;
  const silent = policies.map(withoutLooks);
  return (elsewhere: Inspector | undefined, isOwn: boolean): ReplyLook => {
    const before = isOwn ? ofRequest : exchange.findings;
    return new ReplyLook({
      judge: judgeOf(isOwn ? policies : silent, call, elsewhere),
      placeholders,
      saysJson: format !== undefined && format.type !== 'text',
      onFound: (findings) => {
        exchange.findings = before.concat(findings);
        noteLook(exchange, question);
      },
    });
  };
}

/** The same rules, for what others have found. */
function withoutLooks(policy: CompiledPromptPolicy): CompiledPromptPolicy {
  const { reply } = policy;
  return reply === undefined ? policy : { ...policy, reply: { ...reply, looks: [] } };
}

function noteLook(exchange: Exchange, question: ReplyQuestion | undefined): void {
  exchange.ruleOutcomes = withReplyLook(exchange.ruleOutcomes, (one) => question?.reasonOf(one));
}

/**
 * Looks at what is left of a reply when the provider has ended it: all of it where it came whole, what was held back of a stream.
 * Changes `reply`, and says in `ruleOutcomes` that it has looked. Waits only for detectors that run elsewhere.
 *
 * @throws GatewayError prompt_blocked; policy_error where one that a rule asks has not looked
 */
export function inspectReply(exchange: Exchange): void | Promise<void> {
  const { guard, reply } = exchange;
  if (guard === undefined) return;
  return after(guard.finish(reached(reply, 'reply')), (finished) => {
    exchange.reply = finished;
    exchange.ruleOutcomes = withReplyLook(exchange.ruleOutcomes);
  });
}
