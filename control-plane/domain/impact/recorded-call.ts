import type { Modality } from '../../../policy/fact.ts';
import type { FindingKind } from '../../../policy/inspect/detector.ts';
import type { PromptPart } from '../../../policy/inspect/inspected-text.ts';
import { nothingSeen, type Sightings } from '../../../policy/inspect/sighting.ts';
import type {
  ReplayedCall,
  ReplayedDecision,
  ReplayedReply,
} from '../../../policy/replay/replayed-call.ts';
import type { Operation } from '../../../policy/resource.ts';
import type {
  Decision,
  DecisionFacts,
  DecisionFinding,
  DecisionFound,
  DecisionRequest,
} from '../decision.ts';
import type { TokenIssuer } from '../token-issuer.ts';

/** Whose call it was, as they are at this moment; undefined for what is not there. */
export interface RecordedCaller {
  readonly key: ReplayedCall['key'] | undefined;
  /** Of the token that came instead of a key. */
  readonly tokenIssuer: TokenIssuer | undefined;
  readonly application: ReplayedCall['application'] | undefined;
}

/** The call behind a decision; undefined when the record does not say enough to try it again. */
export function toReplayedCall(
  decision: Decision,
  { application, ...presented }: RecordedCaller,
): ReplayedCall | undefined {
  const { requestedRoute, at, facts } = decision;
  const { request, operation } = facts;
  const key = presented.key ?? keyOfToken(facts, presented.tokenIssuer);
  if (request === undefined || key === undefined || application === undefined) return undefined;
  if (!isOperation(operation)) return undefined;
  return {
    requestedRoute,
    key,
    hasClaims: presented.key === undefined,
    application,
    workload: request.workload ?? '',
    request: toRequest(operation, facts.stream, request),
    tokenLists: request.tokenLists ?? false,
    ...readSightings(request, facts.findings),
    reply: operation === 'chat' ? readReply(decision, request) : undefined,
    claimed: facts.claimed,
    nodeRegion: request.nodeRegion ?? '',
    atMs: at.getTime(),
  };
}

/** Where a build did not say in which parts it found things, nobody knows what another rule would have made of them. */
function readSightings(
  { inspectedBy = [], found = [] }: DecisionRequest,
  findings: readonly DecisionFinding[],
): Pick<ReplayedCall, 'inspectedBy' | 'found'> {
  const ofRequest = findings.filter(({ direction }) => direction !== 'output');
  const isVague = found.length === 0 ? ofRequest.length > 0 : found.some(({ part }) => !part);
  if (isVague) return { inspectedBy: [], found: nothingSeen };
  return { inspectedBy, found: toSightings(found) };
}

/** A reply that nobody has looked at came all the same where the call went well. */
function readReply(
  { outcome }: Decision,
  { replyInspectedBy: inspectedBy = [], replyFound: found = [] }: DecisionRequest,
): ReplayedReply | undefined {
  const isWhole = outcome === 'allowed' || outcome === 'rerouted';
  if (!isWhole && inspectedBy.length === 0) return undefined;
  return { inspectedBy, found: toSightings(found), isWhole };
}

function toSightings(found: readonly DecisionFound[]): Sightings {
  const counts = new Map<PromptPart, Map<FindingKind, number>>();
  // Words of nodes: what this build does not know, no policy of it asks for.
  for (const { kind, count, part } of found) {
    const ofPart = counts.get(part as PromptPart) ?? new Map<FindingKind, number>();
    counts.set(part as PromptPart, ofPart.set(kind as FindingKind, count));
  }
  return { counts, seen: [] };
}

/**
 * Whether the replay makes of a call exactly what its node made of it: the same refusal; or the same route, rule and candidates,
 * kept and dropped alike, and first tried at whom it may lead. It does not where the configuration has changed since, where a
 * node held something against a target, or where what refused the call lies beyond routing.
 */
export function isReproduced({ errorCode, facts }: Decision, replayed: ReplayedDecision): boolean {
  if (replayed.kind === 'unknown') return false;
  if (replayed.kind === 'refused')
    return errorCode === replayed.code && facts.routeId === (replayed.routeId ?? '');
  const { candidates, routeId, rule, reroutedBy, shares } = replayed;
  if (facts.routeId !== routeId || facts.rule !== rule) return false;
  if (facts.reroutedBy !== (reroutedBy ?? '')) return false;
  if (facts.candidates.length !== candidates.length) return false;
  const isSame = candidates.every(({ targetId, kept, reason }, position) => {
    const one = facts.candidates[position];
    return one?.targetId === targetId && one.kept === kept && (kept || one.reason === reason);
  });
  const [first] = facts.attempts.toSorted((one, other) => one.number - other.number);
  return isSame && (first === undefined || (shares.get(first.targetId) ?? 0) > 0);
}

function toRequest(
  operation: Operation,
  stream: boolean,
  request: DecisionRequest,
): ReplayedCall['request'] {
  return {
    operation,
    stream,
    tools: request.tools ?? false,
    vision: request.vision ?? false,
    jsonSchema: request.jsonSchema ?? false,
    files: request.files ?? false,
    reasoning: request.reasoning ?? false,
    modalities: modalitiesOf(request),
    inputTokens: request.inputTokens ?? 0,
    maxOutputTokens: request.maxOutputTokens ?? 0,
  };
}

/** What a node makes of a token, as the issuer is at this moment. */
function keyOfToken(
  { tokenSubject = '' }: DecisionFacts,
  issuer: TokenIssuer | undefined,
): ReplayedCall['key'] | undefined {
  if (issuer === undefined) return undefined;
  const { name, routes } = issuer;
  return { id: `token:${tokenSubject}`, name: `token:${name}`, routes, attributes: {} };
}

function isOperation(word: string): word is Operation {
  return word === 'chat' || word === 'embedding';
}

function modalitiesOf({ text, vision, files }: DecisionRequest): readonly Modality[] {
  const modalities: Modality[] = [];
  if (text) modalities.push('text');
  if (vision) modalities.push('image');
  if (files) modalities.push('file');
  return modalities;
}
