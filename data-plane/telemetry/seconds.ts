/** Bounds of the buckets of times, in seconds: from a look at memory to the longest reply. */
export const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
