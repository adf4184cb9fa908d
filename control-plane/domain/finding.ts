import { DECISION_DAYS, type DecisionOutcome } from './decision.ts';
import { type Fault, invalidInput } from './errors.ts';

/** By what findings are counted. */
export type FindingDimension =
  | 'POLICY'
  | 'RULE'
  | 'KIND'
  | 'ACTION'
  | 'PART'
  | 'DIRECTION'
  | 'APPLICATION'
  | 'ROUTE'
  | 'DAY';

/** Which findings; what is undefined does not narrow. `from` is inclusive, `to` is not. */
export interface FindingFilter {
  readonly tenantId: string;
  readonly applicationId: string | undefined;
  readonly policy: string | undefined;
  readonly rule: string | undefined;
  readonly kind: string | undefined;
  readonly part: string | undefined;
  readonly direction: string | undefined;
  readonly from: Date;
  readonly to: Date;
}

/** Requests in which something was found. What it is not counted by is null. */
export interface FindingRow {
  readonly day: string | null;
  readonly applicationId: string | null;
  readonly route: string | null;
  readonly policy: string | null;
  readonly rule: string | null;
  readonly kind: string | null;
  readonly action: string | null;
  readonly part: string | null;
  readonly direction: string | null;
  readonly requests: bigint;
  readonly findings: bigint;
  readonly decisions: bigint;
  readonly outcomes: readonly OutcomeCount[];
  readonly redacted: bigint;
  readonly monitored: bigint;
}

export interface OutcomeCount {
  readonly outcome: DecisionOutcome;
  readonly requests: bigint;
}

/** Rows, the most requests first. */
export interface FindingReport {
  readonly rows: readonly FindingRow[];
  readonly truncated: boolean;
  readonly total: FindingRow;
  readonly since: Date | null;
}

const DAY_MS = 86_400_000;
const textCharactersMax = 200;

/** @throws DomainError VALIDATION_FAILED with everything that is wrong */
export function checkFindingFilter(filter: FindingFilter): void {
  const faults: Fault[] = [];
  const spanMs = filter.to.getTime() - filter.from.getTime();
  if (spanMs <= 0) faults.push({ path: 'filter.to', message: '`to` comes after `from`.' });
  if (spanMs > DECISION_DAYS * DAY_MS)
    faults.push({ path: 'filter.to', message: `Decisions are kept for ${DECISION_DAYS} days.` });
  for (const field of ['policy', 'rule', 'kind', 'part', 'direction'] as const)
    if ((filter[field]?.length ?? 0) > textCharactersMax) {
      const message = `At most ${textCharactersMax} characters.`;
      faults.push({ path: `filter.${field}`, message });
    }
  if (faults.length > 0) throw invalidInput(faults);
}
