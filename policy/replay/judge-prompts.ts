import type { FindingKind } from '../inspect/detector.ts';
import { nameOf } from '../inspect/settings/look.ts';
import {
  judgeEach,
  listRedacted,
  policiesOfCall,
  strictestOf,
} from '../prompt-part/policies-of-call.ts';
import { type CompiledPromptPolicy, isActedOn, type PromptVerdict } from '../prompt-policy.ts';
import type { ReplayedCall } from './replayed-call.ts';
import type { ReplayedRoute } from './world.ts';

/** Why nothing can be said. */
export type Unjudged = 'unknown' | 'invalid_request';

/** What the policies of a call come to. */
export interface Judged {
  readonly verdict: PromptVerdict;
  /** Name of the policy that decides. */
  readonly by: string | undefined;
  /** Whether something follows from what any of them has found. */
  readonly isFound: boolean;
  /** Kinds of what is taken out, sorted. */
  readonly redacts: readonly FindingKind[];
}

const unseen: Judged = {
  verdict: { action: 'allow', findings: [] },
  by: undefined,
  isFound: false,
  redacts: [],
};

/** Whether the route names a policy that is not there. */
export function lacksPolicy({ route, inspect }: ReplayedRoute): boolean {
  return route.promptPolicyId !== undefined && inspect === undefined;
}

/** Those that judge the call on that route. */
export function policiesOf(
  { application, workload }: ReplayedCall,
  { attached, inspect }: ReplayedRoute,
) {
  const where = { applicationId: application.id, workload };
  return policiesOfCall(attached, inspect === undefined ? [] : [inspect], where);
}

/** A block of one policy holds, whatever is not known of the others. Exceptions hold as they did when the call came, like grants. */
export function judge(
  call: ReplayedCall,
  policies: readonly CompiledPromptPolicy[],
): Judged | Unjudged {
  if (policies.length === 0) return unseen;
  if (call.tokenLists) return 'invalid_request';
  const looked = policies.filter((policy) => hasLooked(call, policy));
  const { found, application, atMs } = call;
  const judged = judgeEach(looked, found, { applicationId: application.id, atMs });
  const strictest = strictestOf(judged);
  if (looked.length < policies.length && strictest?.verdict.action !== 'block') return 'unknown';
  if (strictest === undefined) return unseen;
  const isFound = judged.some(({ verdict }) => verdict.findings.some(isActedOn));
  const isRedacted = strictest.verdict.action === 'redact';
  const redacts = isRedacted ? listRedacted(judged) : [];
  return { verdict: strictest.verdict, by: strictest.policy.name, isFound, redacts };
}

function hasLooked(
  { inspectedBy }: ReplayedCall,
  { looks, outside }: CompiledPromptPolicy,
): boolean {
  return (
    looks.every((look) => inspectedBy.includes(nameOf(look))) &&
    outside.every((name) => inspectedBy.includes(name))
  );
}
