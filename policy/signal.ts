/** Calls of one class take about as long to their first token. */
export type SizeClass = 'small' | 'medium' | 'large';

const mediumInputTokensMin = 1_000;
const largeInputTokensMin = 8_000;

/** The class of a call: small below 1,000 input tokens, medium below 8,000, else large. */
export function sizeClassOf(inputTokens: number): SizeClass {
  if (inputTokens < mediumInputTokensMin) return 'small';
  return inputTokens < largeInputTokensMin ? 'medium' : 'large';
}

/**
 * What a node knows of its targets at this moment. Only read, and equal answers give equal
 * decisions. Of a target that it does not know it says what {@link noSignals} says.
 */
export interface Signals {
  /** False for a target that should not be tried as long as there is another. */
  isHealthy(targetId: string): boolean;
  /** Typical milliseconds to the first token; undefined when nothing recent is known. */
  latencyMs(targetId: string, size: SizeClass): number | undefined;
  /** Estimated tokens, input and output, of the calls that are with the target. */
  outstandingTokens(targetId: string): number;
}

/** Stands where nothing is known: all targets are healthy, idle and never measured. */
export const noSignals: Signals = {
  isHealthy: () => true,
  latencyMs: () => undefined,
  outstandingTokens: () => 0,
};
