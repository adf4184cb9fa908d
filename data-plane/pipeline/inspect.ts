import { type Look, uniteLooks } from '../../policy/inspect/settings/look.ts';
import type { Sightings } from '../../policy/inspect/sighting.ts';
import { Placeholders } from '../../policy/prompt-part/placeholders.ts';
import {
  hasJudged,
  type JudgedBy,
  judgeEach,
  leftOf,
  policiesOfCall,
  redactedKinds,
  restoredKinds,
  strictestOf,
} from '../../policy/prompt-part/policies-of-call.ts';
import { noteLook, noteNoLook } from '../../policy/prompt-part/rule-outcome.ts';
import type { CompiledPromptPolicy, JudgedRule } from '../../policy/prompt-policy.ts';
import type { ReadyRoute } from '../config/snapshot.ts';
import { GatewayError } from '../errors.ts';
import type { InferenceRequest } from '../inference.ts';
import { collectTexts, hasTokenLists } from '../routing/text/request-text.ts';
import { enterRoute } from './authorise.ts';
import type { Exchange, Stage } from './exchange.ts';
import { after } from './prompt/after.ts';
import { type AskingParts, askOutside } from './prompt/ask-outside.ts';
import { askOwn, type OwnParts } from './prompt/ask-own.ts';
import { promptBlocked } from './prompt/prompt-blocked.ts';
import type { RequestInspection } from './prompt/request-inspection.ts';
import { findReason, requireSeen } from './prompt/unseen-rule.ts';
import { reached } from './reached.ts';
import { guardReply } from './reply/inspect-reply.ts';

/** What inspecting depends on. */
export type InspectParts = AskingParts & OwnParts;

/**
 * Judges what goes in by the prompt policies that are attached to the call and by that of its route; the strictest holds. Sets `findings`,
 * `found`, `inspectedBy`, `askedOf`, `unseenBy`, `lookedAt` and `ruleOutcomes`; a reroute sets `route` and `reroutedBy` after it was
 * authorised there, and the policy of the new route judges too. A second reroute to yet another route is refused. Waits only for long
 * calls, which are looked at elsewhere, and for detectors that run elsewhere.
 *
 * @throws GatewayError prompt_blocked, policy_error, deadline_exceeded, caller_left, invalid_request for token lists, which cannot be
 *   inspected, and what {@link RequestInspection} and `enterRoute` throw
 */
export function inspect(parts: InspectParts): Stage {
  return (exchange) => {
    const policies = listPolicies(exchange, readyRouteOf(exchange));
    if (policies.length === 0) return;
    return after(inspectRequest(exchange, policies, parts), (judging) =>
      guardReply(exchange, judging, parts),
    );
  };
}

/** Returns all policies that have judged. */
function inspectRequest(
  exchange: Exchange,
  policies: readonly CompiledPromptPolicy[],
  parts: InspectParts,
): readonly CompiledPromptPolicy[] | Promise<readonly CompiledPromptPolicy[]> {
  return after(judge(exchange, policies, parts), (decided) => {
    const second = decided && move(exchange, decided, parts.clock.unixMs());
    if (second?.inspect === undefined || hasJudged(policies, second.inspect)) return policies;
    const { inspect: its } = second;
    return after(judge(exchange, [its], parts), (again) => {
      requireRest(second, again);
      return [...policies, its];
    });
  });
}

/** The route to which the call is moved and where it has been authorised; undefined where it stays. */
function move(
  exchange: Exchange,
  { policy, verdict }: JudgedBy,
  nowMs: number,
): ReadyRoute | undefined {
  const { id } = reached(exchange.route, 'route');
  if (verdict.action !== 'reroute' || verdict.routeId === id) return undefined;
  const second = rerouteTarget(exchange, verdict.routeId);
  exchange.reroutedBy = policy.name;
  enterRoute(exchange, second, nowMs);
  requirePolicy(second);
  return second;
}

/** A policy that moves the call on would have it go round and round. */
function requireRest({ route }: ReadyRoute, again: JudgedBy | undefined): void {
  if (again?.verdict.action === 'reroute' && again.verdict.routeId !== route.id)
    throw policyError('Two prompt policies move this call one after the other');
}

const none: readonly CompiledPromptPolicy[] = [];

function listPolicies(exchange: Exchange, ready: ReadyRoute): readonly CompiledPromptPolicy[] {
  requirePolicy(ready);
  const ofRoute = ready.inspect === undefined ? none : [ready.inspect];
  if (ready.attached.length === 0) return ofRoute;
  const { id: applicationId } = reached(exchange.application, 'application');
  const workload = reached(exchange.workload, 'workload');
  return policiesOfCall(ready.attached, ofRoute, { applicationId, workload });
}

/** A route that names a policy which is not there must not run as if it had none. */
function requirePolicy({ route, inspect: policy }: ReadyRoute): void {
  if (route.promptPolicyId !== undefined && policy === undefined)
    throw policyError('The prompt policy of this route is not in force');
}

function judge(
  exchange: Exchange,
  policies: readonly CompiledPromptPolicy[],
  parts: InspectParts,
): JudgedBy | undefined | Promise<JudgedBy | undefined> {
  const request = reached(exchange.request, 'request');
  const looksAtAll = policies.some(({ looks, outside }) => looks.length + outside.length > 0);
  if (looksAtAll && hasTokenLists(request)) {
    noteOutcomes(exchange, policies, 'token_lists');
    const sentence = 'What is sent here is inspected: send texts instead of lists of tokens.';
    throw new GatewayError('invalid_request', sentence, { param: 'input' });
  }
  return after(lookAndNote(exchange, policies, parts), () => decide(exchange, policies, parts));
}

/** The gateway's own look first, then those that run elsewhere; the record says who has. */
function lookAndNote(
  exchange: Exchange,
  policies: readonly CompiledPromptPolicy[],
  parts: InspectParts,
): void | Promise<void> {
  const noteFailure = (thrown: unknown): never => {
    noteOutcomes(exchange, policies, 'threw');
    throw thrown;
  };
  const noteRun = () => noteOutcomes(exchange, policies, 'ran');
  try {
    const looking = after(askOwn(exchange, looksOf(policies), parts), () =>
      askOutside(exchange, policies, parts),
    );
    return looking instanceof Promise ? looking.then(noteRun, noteFailure) : noteRun();
  } catch (thrown) {
    return noteFailure(thrown);
  }
}

/** What became of their rules on the way in; those about the reply have yet to be reached. */
function noteOutcomes(
  exchange: Exchange,
  policies: readonly CompiledPromptPolicy[],
  how: 'ran' | 'threw' | 'token_lists',
): void {
  const { lookedAt: amounts, unseenBy } = exchange;
  const outcomes = exchange.ruleOutcomes.slice();
  for (const policy of policies) {
    const direction = 'input';
    if (how !== 'ran') noteNoLook(outcomes, policy, { direction, reason: how });
    else {
      const reasonOf = (rule: JudgedRule) => findReason(rule, unseenBy);
      noteLook(outcomes, policy, { amounts, direction, reasonOf });
    }
    noteNoLook(outcomes, policy, { direction: 'output', reason: 'not_reached' });
  }
  exchange.ruleOutcomes = outcomes;
}

/** All policies judge, so that the record has what each has found, also where one blocks. */
function decide(
  exchange: Exchange,
  policies: readonly CompiledPromptPolicy[],
  { clock, inspection }: InspectParts,
): JudgedBy | undefined | Promise<JudgedBy | undefined> {
  const { id: applicationId } = reached(exchange.application, 'application');
  const call = { applicationId, atMs: exchange.receivedAtMs };
  const judged = judgeEach(policies, exchange.found, call);
  for (const { verdict } of judged)
    if (verdict.findings.length > 0) exchange.findings = exchange.findings.concat(verdict.findings);
  const decided = strictestOf(judged);
  if (decided?.verdict.action === 'block')
    throw promptBlocked(decided.policy, { ...decided.verdict, isLeft: false });
  requireSeen(exchange, policies, clock.unixMs());
  if (decided?.verdict.action !== 'redact') return decided;
  return after(redact(exchange, judged, inspection), () => decided);
}

/** Makes no list where one policy judges. */
function looksOf(policies: readonly CompiledPromptPolicy[]): readonly Look[] {
  const [first] = policies;
  if (policies.length === 1 && first !== undefined) return first.looks;
  return uniteLooks(policies.flatMap(({ looks }) => looks));
}

/**
 * Takes out what the rules say, of all policies together, and looks again: what still stands somewhere does so where nothing can be
 * taken out of it, as in a file, a name, or in pieces over several messages.
 *
 * @throws GatewayError prompt_blocked
 */
function redact(
  exchange: Exchange,
  judged: readonly JudgedBy[],
  inspection: RequestInspection,
): void | Promise<void> {
  const { inspectedBy } = exchange;
  const request = reached(exchange.request, 'request');
  exchange.placeholders ??= new Placeholders(() => listWritten(request));
  const redaction = {
    looks: inspectedBy,
    kinds: { taken: redactedKinds(judged), restored: restoredKinds(judged) },
    placeholders: exchange.placeholders,
    elsewhere: exchange.outside?.everywhere,
  };
  return after(inspection.redact(exchange, request, redaction), (redacted) =>
    after(inspection.lookAgain(exchange, redacted, redaction), (sightings) => {
      requireNothing(judged, sightings);
      exchange.request = redacted;
    }),
  );
}

function requireNothing(judged: readonly JudgedBy[], left: Sightings): void {
  for (const { policy, verdict } of judged) {
    const findings = verdict.findings.flatMap((finding) => leftOf(finding, left));
    const [first] = findings;
    if (first !== undefined)
      throw promptBlocked(policy, { rule: first.rule, findings, isLeft: true });
  }
}

/** What the model said before is left out: its thoughts have the placeholders of former calls, which are to mean the same. */
function listWritten(request: InferenceRequest): readonly string[] {
  return collectTexts(request).flatMap(({ text, part }) => (part === 'assistant' ? [] : text));
}

function readyRouteOf({ snapshot, route }: Exchange): ReadyRoute {
  return reached(snapshot.routes.get(reached(route, 'route').id), 'route');
}

function rerouteTarget(exchange: Exchange, routeId: string): ReadyRoute {
  const { snapshot, tenant, request } = exchange;
  const ready = snapshot.routes.get(routeId);
  if (ready === undefined || ready.route.tenantId !== tenant?.id) {
    throw policyError('A prompt policy moves this call to a route that is not there');
  }
  if (ready.route.operation !== request?.operation) {
    throw policyError('A prompt policy moves this call to a route of another kind');
  }
  return ready;
}

function policyError(fault: string): GatewayError {
  return new GatewayError('policy_error', `${fault}; tell the owner of the policy.`);
}
