import type { Attempt } from '../../proto/generated/gatehouse/usage/v1/Attempt.ts';
import type { Candidate } from '../../proto/generated/gatehouse/usage/v1/Candidate.ts';
import type { DecisionRecord } from '../../proto/generated/gatehouse/usage/v1/DecisionRecord.ts';
import type { Finding } from '../../proto/generated/gatehouse/usage/v1/Finding.ts';
import type { FoundKind } from '../../proto/generated/gatehouse/usage/v1/FoundKind.ts';
import type { FoundPart } from '../../proto/generated/gatehouse/usage/v1/FoundPart.ts';
import type { FoundPlace } from '../../proto/generated/gatehouse/usage/v1/FoundPlace.ts';
import type { LimitOutcome } from '../../proto/generated/gatehouse/usage/v1/LimitOutcome.ts';
import type { PolicyCoverage } from '../../proto/generated/gatehouse/usage/v1/PolicyCoverage.ts';
import type { RampHalt } from '../../proto/generated/gatehouse/usage/v1/RampHalt.ts';
import type { RequestFacts } from '../../proto/generated/gatehouse/usage/v1/RequestFacts.ts';
import type { RuleOutcome } from '../../proto/generated/gatehouse/usage/v1/RuleOutcome.ts';
import type { Shadow } from '../../proto/generated/gatehouse/usage/v1/Shadow.ts';
import type { UsageEvent } from '../../proto/generated/gatehouse/usage/v1/UsageEvent.ts';
import type { ProtoWriter } from './proto-writer.ts';

/** Fields of gatehouse.usage.v1.ReportRequest that the records go into. */
const USAGE_EVENTS = 3;
const DECISIONS = 4;

/** Writes a usage event as an entry of a ReportRequest; entries side by side make a request of them all. */
export function encodeUsageEvent(writer: ProtoWriter, event: UsageEvent): void {
  const start = writer.begin(USAGE_EVENTS);
  writer.text(1, event.requestId);
  writer.integer(2, event.attempt);
  writer.integer(3, event.atUnixMs);
  writer.text(4, event.tenantId);
  writer.text(5, event.applicationId);
  writer.text(6, event.apiKeyId);
  writer.text(7, event.routeId);
  writer.text(8, event.targetId);
  writer.text(9, event.modelId);
  writer.text(10, event.feature);
  writer.flag(11, event.featureClaimed);
  writer.text(12, event.workload);
  writer.integer(13, event.inputTokens);
  writer.integer(14, event.outputTokens);
  writer.integer(15, event.cachedReadTokens);
  writer.integer(16, event.cachedWriteTokens);
  writer.integer(17, event.reasoningTokens);
  writer.flag(18, event.estimated);
  writer.integer(19, event.costNanoUsd);
  writer.flag(20, event.unpriced);
  writer.text(21, event.outcome);
  writer.integer(22, event.cachedWriteLongTokens);
  if (event.shadow) encodeShadow(writer, event.shadow);
  writer.integer(40, event.priceEffectiveFromUnixMs);
  writer.integer(41, event.priceTier);
  writer.text(50, event.tokenIssuerId);
  writer.text(51, event.tokenSubject);
  writer.text(60, event.grantId);
  writer.end(start);
}

function encodeShadow(writer: ProtoWriter, shadow: Shadow): void {
  const start = writer.begin(30);
  writer.text(1, shadow.verdict);
  writer.integer(2, shadow.status);
  writer.integer(3, shadow.firstTokenMs);
  writer.integer(4, shadow.totalMs);
  writer.text(5, shadow.finishReason);
  writer.text(6, shadow.finish);
  writer.text(7, shadow.toolCalls);
  writer.end(start);
}

/** Writes a decision record as an entry of a ReportRequest. */
export function encodeDecision(writer: ProtoWriter, decision: DecisionRecord): void {
  const start = writer.begin(DECISIONS);
  writer.text(1, decision.requestId);
  writer.integer(2, decision.atUnixMs);
  writer.text(3, decision.nodeId);
  writer.text(4, decision.tenantId);
  writer.text(5, decision.applicationId);
  writer.text(6, decision.apiKeyId);
  writer.text(7, decision.requestedRoute);
  writer.text(8, decision.routeId);
  writer.text(9, decision.operation);
  writer.text(10, decision.door);
  writer.flag(11, decision.stream);
  writer.text(12, decision.workload);
  writer.integer(13, decision.epoch);
  writer.integer(14, decision.revision);
  writer.text(15, decision.rule);
  for (const candidate of decision.candidates ?? []) encodeCandidate(writer, candidate);
  for (const attempt of decision.attempts ?? []) encodeAttempt(writer, attempt);
  for (const finding of decision.findings ?? []) encodeFinding(writer, finding);
  writer.text(19, decision.outcome);
  writer.text(20, decision.errorCode);
  writer.integer(21, decision.costNanoUsd);
  writer.integer(22, decision.totalMs);
  writer.integer(23, decision.firstTokenMs);
  for (const [name, value] of Object.entries(decision.claimed ?? {}))
    encodeClaim(writer, name, value);
  writer.text(25, decision.reroutedBy);
  writer.double(26, decision.sampleRate);
  if (decision.requestFacts) encodeRequestFacts(writer, decision.requestFacts);
  if (decision.rampHalt) encodeRampHalt(writer, decision.rampHalt);
  writer.text(50, decision.authenticatedBy);
  writer.text(51, decision.tokenIssuerId);
  writer.text(52, decision.tokenSubject);
  for (const one of decision.coverage ?? []) encodeCoverage(writer, one);
  writer.integer(61, decision.rulesLeftOut);
  writer.integer(62, decision.findingsLeftOut);
  for (const one of decision.limits ?? []) encodeLimitOutcome(writer, one);
  writer.end(start);
}

function encodeLimitOutcome(writer: ProtoWriter, one: LimitOutcome): void {
  const start = writer.begin(70);
  writer.text(1, one.limitId);
  writer.text(2, one.name);
  writer.text(3, one.measure);
  writer.text(4, one.outcome);
  writer.end(start);
}

function encodeCandidate(writer: ProtoWriter, candidate: Candidate): void {
  const start = writer.begin(16);
  writer.text(1, candidate.targetId);
  writer.flag(2, candidate.kept);
  writer.text(3, candidate.reason);
  writer.end(start);
}

function encodeAttempt(writer: ProtoWriter, attempt: Attempt): void {
  const start = writer.begin(17);
  writer.integer(1, attempt.number);
  writer.text(2, attempt.targetId);
  writer.text(3, attempt.verdict);
  writer.integer(4, attempt.status);
  writer.integer(5, attempt.firstTokenMs);
  writer.integer(6, attempt.totalMs);
  writer.flag(7, attempt.hedge);
  writer.end(start);
}

function encodeFinding(writer: ProtoWriter, finding: Finding): void {
  const start = writer.begin(18);
  writer.text(1, finding.rule);
  writer.text(2, finding.detector);
  writer.text(3, finding.kind);
  writer.integer(4, finding.count);
  writer.text(5, finding.action);
  writer.flag(6, finding.monitored);
  writer.text(7, finding.policy);
  writer.text(20, finding.exception);
  writer.text(21, finding.direction);
  writer.double(22, finding.score);
  for (const place of finding.places ?? []) encodePlace(writer, place);
  for (const part of finding.parts ?? []) encodePart(writer, part);
  writer.end(start);
}

function encodeCoverage(writer: ProtoWriter, coverage: PolicyCoverage): void {
  const start = writer.begin(60);
  writer.text(1, coverage.policy);
  writer.integer(2, coverage.texts);
  writer.integer(3, coverage.characters);
  for (const rule of coverage.rules ?? []) encodeOutcome(writer, rule);
  writer.end(start);
}

function encodePlace(
  writer: ProtoWriter,
  { place, part, start: from, end, fingerprint }: FoundPlace,
) {
  const start = writer.begin(10);
  writer.text(1, place);
  writer.text(2, part);
  writer.integer(3, from);
  writer.integer(4, end);
  writer.text(5, fingerprint);
  writer.end(start);
}

function encodePart(writer: ProtoWriter, { part, count }: FoundPart): void {
  const start = writer.begin(11);
  writer.text(1, part);
  writer.integer(2, count);
  writer.end(start);
}

function encodeOutcome(writer: ProtoWriter, outcome: RuleOutcome): void {
  const start = writer.begin(4);
  writer.text(1, outcome.rule);
  writer.text(2, outcome.detector);
  writer.text(3, outcome.direction);
  writer.text(4, outcome.state);
  writer.text(5, outcome.reason);
  writer.integer(6, outcome.texts);
  writer.integer(7, outcome.characters);
  writer.end(start);
}

function encodeRequestFacts(writer: ProtoWriter, facts: RequestFacts): void {
  const start = writer.begin(27);
  writer.flag(1, facts.text);
  writer.flag(2, facts.vision);
  writer.flag(3, facts.files);
  writer.flag(4, facts.tools);
  writer.flag(5, facts.jsonSchema);
  writer.flag(6, facts.reasoning);
  writer.flag(7, facts.tokenLists);
  writer.integer(8, facts.inputTokens);
  writer.integer(9, facts.maxOutputTokens);
  writer.text(10, facts.workload);
  writer.text(11, facts.nodeRegion);
  for (const detector of facts.inspectedBy ?? []) writer.text(12, detector);
  for (const one of facts.found ?? []) encodeFoundKind(writer, 13, one);
  for (const detector of facts.replyInspectedBy ?? []) writer.text(14, detector);
  for (const one of facts.replyFound ?? []) encodeFoundKind(writer, 15, one);
  writer.end(start);
}

function encodeFoundKind(
  writer: ProtoWriter,
  field: number,
  { kind, count, part }: FoundKind,
): void {
  const start = writer.begin(field);
  writer.text(1, kind);
  writer.integer(2, count);
  writer.text(3, part);
  writer.end(start);
}

function encodeRampHalt(writer: ProtoWriter, halt: RampHalt): void {
  const start = writer.begin(30);
  writer.text(1, halt.rampId);
  writer.text(2, halt.reason);
  writer.integer(3, halt.atUnixMs);
  writer.integer(4, halt.measured);
  writer.integer(5, halt.allowed);
  writer.end(start);
}

function encodeClaim(writer: ProtoWriter, name: string, value: string): void {
  const start = writer.begin(24);
  writer.text(1, name);
  writer.text(2, value);
  writer.end(start);
}
