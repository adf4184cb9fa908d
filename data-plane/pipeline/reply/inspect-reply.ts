import { Placeholders } from '../../../policy/prompt-part/placeholders.ts';
import { withReplyLook } from '../../../policy/prompt-part/rule-outcome.ts';
import type { CompiledPromptPolicy } from '../../../policy/prompt-policy.ts';
import { judgeOf } from '../../../policy/reply/reply-judge.ts';
import type { Exchange } from '../exchange.ts';
import { reached } from '../reached.ts';
import { ReplyGuard } from './reply-guard.ts';
import { ReplyLook } from './reply-look.ts';

/**
 * Puts a guard before the sink where these policies have rules about replies, or something is to be put back in the answer. Sets
 * `guard` and `sink` then; else the reply goes to the caller as if there were no policies. Embeddings say nothing in words.
 */
export function guardReply(exchange: Exchange, policies: readonly CompiledPromptPolicy[]): void {
  const { request, placeholders } = exchange;
  const isPutBack = placeholders !== undefined && placeholders.originals.size > 0;
  const isLookedAt = policies.some(({ reply }) => reply !== undefined);
  if (request?.operation !== 'chat' || (!isPutBack && !isLookedAt)) return;
  const { id: applicationId } = reached(exchange.application, 'application');
  const ofRequest = exchange.findings;
  const { responseFormat: format } = request;
  const look = new ReplyLook({
    judge: judgeOf(policies, { applicationId, atMs: exchange.receivedAtMs }),
    placeholders: placeholders ?? new Placeholders(),
    saysJson: format !== undefined && format.type !== 'text',
    onFound: (findings) => {
      exchange.findings = ofRequest.concat(findings);
      exchange.ruleOutcomes = withReplyLook(exchange.ruleOutcomes);
    },
  });
  const guard = new ReplyGuard(exchange.sink, look, (error) => exchange.cut?.(error));
  exchange.guard = guard;
  exchange.sink = guard;
}

/**
 * Looks at what is left of a reply when the provider has ended it: all of it where it came whole, what was held back of a stream.
 * Changes `reply`, and says in `ruleOutcomes` that it has looked.
 *
 * @throws GatewayError prompt_blocked
 */
export function inspectReply(exchange: Exchange): void {
  const { guard, reply } = exchange;
  if (guard === undefined) return;
  exchange.reply = guard.finish(reached(reply, 'reply'));
  exchange.ruleOutcomes = withReplyLook(exchange.ruleOutcomes);
}
