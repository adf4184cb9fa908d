import { advance, type ChangeRequest } from '../../change-request.ts';
import { type Fault, invalidInput } from '../../errors.ts';
import { checkMoment } from '../../time.ts';

/** Shorter, and the job might look once before it and once after. */
const WINDOW_MS_MIN = 60_000;

/** When a change is to be made: from a moment on, and before another. By the clock of the database. */
export interface ApplyWindow {
  readonly applyAt: Date;
  readonly applyUntil: Date;
}

/**
 * The request, to be made within the window; one that is scheduled gets another window.
 *
 * @param at the clock of the database, and that of the call
 * @throws DomainError VERSION_CONFLICT when it is not approved; VALIDATION_FAILED
 */
export function scheduleChange(
  request: ChangeRequest,
  { scheduledBy, ...window }: ApplyWindow & { readonly scheduledBy: string },
  at: { readonly clock: Date; readonly now: Date },
): ChangeRequest {
  const scheduled = advance(request, 'schedule', at.now);
  const faults = checkWindow(request, window, at.clock);
  if (faults.length > 0) throw invalidInput(faults);
  return { ...scheduled, ...window, scheduledBy };
}

/** Whether the window is open at that moment of the database's clock. */
export function isDue({ applyAt, applyUntil }: ChangeRequest, clock: Date): boolean {
  return applyAt !== null && applyUntil !== null && applyAt <= clock && clock < applyUntil;
}

function checkWindow(
  { expiresAt }: ChangeRequest,
  { applyAt, applyUntil }: ApplyWindow,
  clock: Date,
): readonly Fault[] {
  const faults = [...checkMoment('at', applyAt), ...checkMoment('windowEnd', applyUntil)];
  if (faults.length > 0) return faults;
  const earliest = Math.max(applyAt.getTime(), clock.getTime()) + WINDOW_MS_MIN;
  if (applyUntil.getTime() < earliest)
    return [
      {
        path: 'windowEnd',
        message: 'A window is open for a minute at least, after its beginning and from now on.',
      },
    ];
  if (applyUntil > expiresAt)
    return [
      {
        path: 'windowEnd',
        message: `The change request ends before, on ${expiresAt.toISOString()}; choose an earlier window.`,
      },
    ];
  return [];
}
