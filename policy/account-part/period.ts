/** In which a budget's money is to be spent; all begin at midnight UTC, weeks on Monday. */
export type BudgetPeriod = 'day' | 'week' | 'month';

/** Shortest first. */
export const budgetPeriods: readonly BudgetPeriod[] = ['day', 'week', 'month'];

const DAY_MS = 86_400_000;

/** A period: from its start up to and excluding its end, Unix milliseconds. */
export interface PeriodSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/** The period that the moment is in. */
export function periodAt(period: BudgetPeriod, atMs: number): PeriodSpan {
  const at = new Date(atMs);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  if (period === 'month')
    return { startMs: Date.UTC(year, month), endMs: Date.UTC(year, month + 1) };
  const dayMs = Date.UTC(year, month, at.getUTCDate());
  if (period === 'day') return { startMs: dayMs, endMs: dayMs + DAY_MS };
  const sinceMonday = (at.getUTCDay() + 6) % 7;
  const startMs = dayMs - sinceMonday * DAY_MS;
  return { startMs, endMs: startMs + 7 * DAY_MS };
}
