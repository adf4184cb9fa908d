import type { RequestFacts } from '../fact.ts';
import { noSignals } from '../signal.ts';
import type { Arm, StrategyInput } from './arm.ts';

/** Output of a call that sets no bound, as a load: half a page. */
export const UNBOUND_OUTPUT_TOKENS = 256;

/** Estimated tokens that a call puts on a target: its input, and the output that it asks for. */
export function loadOf({ inputTokens, maxOutputTokens, operation }: CallSize): number {
  if (operation === 'embedding') return inputTokens;
  return inputTokens + (maxOutputTokens || UNBOUND_OUTPUT_TOKENS);
}

type CallSize = Pick<RequestFacts['request'], 'inputTokens' | 'maxOutputTokens' | 'operation'>;

/** Outstanding tokens of an arm. */
export function outstandingOf({ targetId }: Arm, { signals = noSignals }: StrategyInput): number {
  return signals.outstandingTokens(targetId);
}
