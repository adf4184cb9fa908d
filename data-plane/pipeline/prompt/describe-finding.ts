import { plainKind } from '../../../policy/inspect/settings/look.ts';
import type { Sighting } from '../../../policy/inspect/sighting.ts';
import { bestScoreOf } from '../../../policy/prompt-part/finding-score.ts';
import { isActedOn, type PromptFinding } from '../../../policy/prompt-policy.ts';
import type { Finding } from '../../../proto/generated/gatehouse/usage/v1/Finding.ts';
import type { Fingerprinter, FingerprintOf } from '../../config/snapshot.ts';
import type { Exchange } from '../exchange.ts';

/** Of one call; a policy may find any number of kinds, and a call may have any number of policies. */
const findingsMax = 100;
/** Of one finding. */
const placesMax = 16;
/** Of one call. */
const allPlacesMax = 64;
/** A longer value is named by its beginning. */
const namedCharactersMax = 4_096;

/** What a record says about the findings of a call. */
export interface DescribedFindings {
  readonly findings: Finding[];
  readonly findingsLeftOut: number;
}

const nothing: DescribedFindings = { findings: [], findingsLeftOut: 0 };

/** A finding with the places that are told of it. */
export interface PlacedFinding {
  readonly finding: PromptFinding;
  readonly places: readonly Sighting[];
}

/** No more than a record has room for: those that something follows from come first. */
export function boundFindings(findings: readonly PromptFinding[]): readonly PlacedFinding[] {
  let room = allPlacesMax;
  return keepFirst(findings).map((finding) => {
    const places = finding.seen.slice(0, Math.min(placesMax, room));
    room -= places.length;
    return { finding, places };
  });
}

/** As a record has them: kinds, counts and places, never the text. Values are named as far as the node can. */
export function describeFindings(
  { findings, key }: Pick<Exchange, 'findings' | 'key'>,
  fingerprinter: () => Fingerprinter,
): DescribedFindings {
  if (findings.length === 0) return nothing;
  const kept = boundFindings(findings);
  const nameOf = key && fingerprinter().forTenant(key.tenantId);
  return {
    findings: kept.map((one) => describeFinding(one, nameOf)),
    findingsLeftOut: findings.length - kept.length,
  };
}

function keepFirst(findings: readonly PromptFinding[]): readonly PromptFinding[] {
  if (findings.length <= findingsMax) return findings;
  const onlyWatched = (finding: PromptFinding) => (isActedOn(finding) ? 0 : 1);
  return findings
    .toSorted((one, other) => onlyWatched(one) - onlyWatched(other))
    .slice(0, findingsMax);
}

function describeFinding(
  { finding, places }: PlacedFinding,
  nameOf: FingerprintOf | undefined,
): Finding {
  const { policy, rule, detector, kind, count, action, parts, partCounts } = finding;
  return {
    policy,
    rule,
    detector,
    kind: plainKind(kind),
    count,
    score: bestScoreOf(finding) ?? 0,
    action,
    monitored: finding.monitored ?? false,
    exception: finding.exception ?? '',
    ...(finding.direction && { direction: finding.direction }),
    parts: parts.map((part, position) => ({ part, count: partCounts[position] ?? 0 })),
    places: places.map((one) => {
      const { place, part, start, end } = one;
      return { place, part, start, end, fingerprint: fingerprintOf(one, nameOf) };
    }),
  };
}

function fingerprintOf(sighting: Sighting, nameOf: FingerprintOf | undefined): string {
  const value = sighting.read(namedCharactersMax);
  return value === undefined || nameOf === undefined ? '' : nameOf(plainKind(sighting.kind), value);
}
