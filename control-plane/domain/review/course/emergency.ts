import { invalidInput } from '../../errors.ts';
import { checkText } from '../../name.ts';
import { checkProse } from '../prose.ts';

/** What was made without its quorum is taken back after that many minutes at the latest, unless it is ratified. */
export const EMERGENCY_MINUTES_MAX = 240;

/**
 * Kinds of changes that an emergency is let through for. Approval rules, roles and whatever keeps the audit are not among
 * them: who breaks the glass must not decide who may. A new kind is not let through until it is named here.
 */
const emergencyKinds: ReadonlySet<string> = new Set(['grant', 'route', 'prompt_policy']);

/** How a change was made without its quorum, and what became of that. As JSON has it. */
export interface Emergency {
  /** Id of the principal. */
  readonly by: string;
  readonly reason: string;
  /** Of the incident, in the words of whoever keeps them. */
  readonly incidentId: string;
  /** ISO 8601. */
  readonly appliedAt: string;
  /** Fields that somebody has changed since: taking the change back has left them as they are. */
  readonly leftFields: readonly string[];
  /** Why nothing could be taken back; null when that went well, or was not tried yet. */
  readonly fault: string | null;
}

/** What whoever breaks the glass hands in. */
export type EmergencyDraft = Pick<Emergency, 'by' | 'reason' | 'incidentId'>;

export function mayBreakGlass({ kind }: { readonly kind: string }): boolean {
  return emergencyKinds.has(kind);
}

/** @throws DomainError VALIDATION_FAILED */
export function createEmergency(draft: EmergencyDraft, appliedAt: Date): Emergency {
  const faults = [
    ...checkProse('reason', draft.reason),
    ...checkText('incidentId', draft.incidentId),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  return { ...draft, appliedAt: appliedAt.toISOString(), leftFields: [], fault: null };
}

/** Whether something that was made without its quorum is still there after it was taken back. */
export function isIncomplete({ leftFields, fault }: Emergency): boolean {
  return leftFields.length > 0 || fault !== null;
}
