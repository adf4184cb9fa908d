import type { Crowd } from './seed.ts';

/** How large everything is that management is measured with. */
export interface ApiSize extends Crowd {
  /** Answers of which each figure of a question is taken. */
  readonly askCount: number;
  /** How often one writer changes everything, and each of several. */
  readonly cycleCount: number;
  readonly cycleCountOfMany: number;
}

/** Those who ask or change at once, beside the one who does so alone. */
export const crowdCount = 8;

/** Source of the full count of tenants: issue of governance. */
const full: ApiSize = {
  tenantCount: 10_000,
  largeCount: 100,
  busyCount: 9,
  callsOfBusy: 20_000,
  askCount: 100,
  cycleCount: 100,
  cycleCountOfMany: 15,
};

const quick: ApiSize = {
  ...full,
  tenantCount: 1_000,
  largeCount: 10,
  callsOfBusy: 5_000,
  askCount: 40,
  cycleCount: 30,
  cycleCountOfMany: 5,
};

export function apiSizeOf(isQuick: boolean): ApiSize {
  return isQuick ? quick : full;
}
