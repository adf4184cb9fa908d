import type { FindingKind } from '../inspect/detector.ts';
import type { PromptPart } from '../inspect/inspected-text.ts';
import { unscored } from '../inspect/outside/outside-kind.ts';
import { countIn, type Sightings } from '../inspect/sighting.ts';
import {
  type CompiledPromptPolicy,
  isActedOn,
  type PromptFinding,
  type PromptVerdict,
} from '../prompt-policy.ts';
import type { PromptPolicy } from '../resource.ts';
import { type AttachedCall, type Attachment, isAttachedTo } from './attachment.ts';
import { kindsAsSeen } from './finding-score.ts';
import type { ExceptedCall } from './rule-exception.ts';

/** A policy that judges calls whatever their route names. */
export interface AttachedPolicy {
  readonly appliesTo: Attachment;
  readonly policy: CompiledPromptPolicy;
}

/** What one of the policies of a call says. */
export interface JudgedBy {
  readonly policy: CompiledPromptPolicy;
  readonly verdict: PromptVerdict;
}

const none: readonly AttachedPolicy[] = [];

/** The attached ones of a tenant's policies, by name. */
export function listAttached(
  policies: Iterable<PromptPolicy>,
  compile: (policy: PromptPolicy) => CompiledPromptPolicy,
): readonly AttachedPolicy[] {
  const attached = [...policies].flatMap((policy) =>
    policy.appliesTo === undefined
      ? []
      : [{ appliesTo: policy.appliesTo, policy: compile(policy) }],
  );
  return attached.length === 0 ? none : attached.toSorted(byName);
}

/** Those that judge the call: the attached ones, then that of its route. Makes no list where there is nothing attached. */
export function policiesOfCall(
  attached: readonly AttachedPolicy[],
  ofRoute: readonly CompiledPromptPolicy[],
  call: AttachedCall,
): readonly CompiledPromptPolicy[] {
  if (attached.length === 0) return ofRoute;
  const policies = attached
    .filter(({ appliesTo }) => isAttachedTo(appliesTo, call))
    .map(({ policy }) => policy);
  return [...policies, ...ofRoute.filter((policy) => !hasJudged(policies, policy))];
}

/** Whether that policy is among those that have judged already. */
export function hasJudged(
  policies: readonly CompiledPromptPolicy[],
  policy: CompiledPromptPolicy,
): boolean {
  return policies.some(({ id }) => id === policy.id);
}

/** What each of them says of what was seen in the call. */
export function judgeEach(
  policies: readonly CompiledPromptPolicy[],
  sightings: Sightings,
  { applicationId, atMs }: ExceptedCall,
): readonly JudgedBy[] {
  return policies.map((policy) => ({
    policy,
    verdict: policy.judge(sightings, applicationId, atMs),
  }));
}

/** What holds: the first block, else the first reroute, else the first that redacts, else the first of all. */
export function strictestOf(judged: readonly JudgedBy[]): JudgedBy | undefined {
  return (
    judged.find(({ verdict }) => verdict.action === 'block') ??
    judged.find(({ verdict }) => verdict.action === 'reroute') ??
    judged.find(({ verdict }) => verdict.action === 'redact') ??
    judged[0]
  );
}

/** By part, kinds of things in it. */
export type KindsByPart = ReadonlyMap<PromptPart, ReadonlySet<FindingKind>>;

/** By part, kinds that some rule takes out of it, when that is what holds. */
export function redactedKinds(judged: readonly JudgedBy[]): KindsByPart {
  return gatherKinds(judged, isTakenOut);
}

/** Of what is taken out, what all rules that do so would put back in the answer. */
export function restoredKinds(judged: readonly JudgedBy[]): KindsByPart {
  const restored = gatherKinds(judged, (one) => isTakenOut(one) && one.restores === true);
  const kept = gatherKinds(judged, (one) => isTakenOut(one) && one.restores !== true);
  for (const [part, kinds] of kept) for (const kind of kinds) restored.get(part)?.delete(kind);
  return restored;
}

function gatherKinds(
  judged: readonly JudgedBy[],
  isMeant: (finding: PromptFinding) => boolean,
): Map<PromptPart, Set<FindingKind>> {
  const kindsByPart = new Map<PromptPart, Set<FindingKind>>();
  for (const { verdict } of judged)
    for (const finding of verdict.findings) {
      if (!isMeant(finding)) continue;
      for (const part of finding.parts) {
        const kinds = kindsByPart.get(part) ?? new Set();
        kindsByPart.set(part, kinds);
        for (const kind of kindsAsSeen(finding)) kinds.add(kind);
      }
    }
  return kindsByPart;
}

/** Kinds that are taken out of some part, sorted. */
export function listRedacted(judged: readonly JudgedBy[]): readonly FindingKind[] {
  const kinds = [...redactedKinds(judged).values()].flatMap((ofPart) => [...ofPart].map(unscored));
  return [...new Set(kinds)].toSorted();
}

/** Whether what it found is to be taken out. */
export function isTakenOut(finding: PromptFinding): boolean {
  return finding.action === 'redact' && isActedOn(finding);
}

/** The finding as it is still there; none when nothing is, or it was not to be taken out. */
export function leftOf(finding: PromptFinding, left: Sightings): readonly PromptFinding[] {
  if (!isTakenOut(finding)) return [];
  const { parts } = finding;
  const kinds = kindsAsSeen(finding);
  const count = kinds.reduce((sum, kind) => sum + countIn(left, kind, parts), 0);
  if (count === 0) return [];
  const seen = left.seen.filter((one) => kinds.includes(one.kind) && parts.includes(one.part));
  return [{ ...finding, count, seen }];
}

function byName({ policy: one }: AttachedPolicy, { policy: other }: AttachedPolicy): number {
  return one.name < other.name ? -1 : 1;
}
