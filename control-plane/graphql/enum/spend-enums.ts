/** Of limits and budgets. */
export const spendEnums = {
  AccountScope: { ALL: 'all', APPLICATION: 'application', API_KEY: 'api_key' },
  LimitMeasure: {
    REQUESTS: 'requests',
    TOKENS: 'tokens',
    CONCURRENT_REQUESTS: 'concurrent_requests',
  },
  BudgetPeriod: { DAY: 'day', WEEK: 'week', MONTH: 'month' },
  BudgetEnforcement: { SOFT: 'soft', HARD: 'hard', DOWNGRADE: 'downgrade' },
  BudgetReservation: { STRICT: 'strict', LEARNED: 'learned' },
  BudgetOutage: { DENY: 'deny', SHARE: 'share' },
} as const;
