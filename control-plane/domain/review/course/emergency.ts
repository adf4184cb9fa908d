import { invalid, invalidInput } from '../../errors.ts';
import { checkText } from '../../name.ts';
import { type Marked, personsOf } from '../person.ts';
import { checkProse } from '../prose.ts';

/** What was made without its quorum is taken back after that many minutes at the latest, unless it is ratified. */
export const EMERGENCY_MINUTES_MAX = 240;

/**
 * Changes that one person makes in one tenant without a quorum within {@link EMERGENCY_WINDOW_MS}, those not counted that a
 * quorum has ratified since. Fewer than follow each other in a day: nobody alone keeps something in force round the clock.
 */
export const EMERGENCIES_OF_PERSON_MAX = 5;
export const EMERGENCY_WINDOW_MS = 86_400_000;

/**
 * Kinds of changes that an emergency is let through for. Approval rules, roles and whatever keeps the audit are not among
 * them: who breaks the glass must not decide who may. A new kind is not let through until it is named here.
 */
const emergencyKinds: ReadonlySet<string> = new Set([
  'grant',
  'route',
  'prompt_policy',
  'limit',
  'budget',
]);

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

/** An account by which changes were made without their quorum, and how many of them were not ratified. */
export interface Breaker extends Marked {
  readonly times: number;
}

/**
 * That the person behind the account did not do so too often; `breakers` are all of the tenant, this time among them.
 *
 * @throws DomainError VALIDATION_FAILED
 */
export function requireSparing(accountId: string, breakers: readonly Breaker[]): void {
  const persons = personsOf(breakers);
  const own = breakers.filter(({ id }) => persons.get(id) === persons.get(accountId));
  const times = own.reduce((sum, one) => sum + one.times, 0);
  if (times <= EMERGENCIES_OF_PERSON_MAX) return;
  throw invalid(
    'changeRequestId',
    `You made ${EMERGENCIES_OF_PERSON_MAX} changes here in the last 24 hours that nobody has ratified; have some ratified, or let another person make this one.`,
  );
}

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
