import type { Diagnostic } from '../../../proto/generated/gatehouse/config/v1/Diagnostic.ts';
import type { Fault } from '../build/fault.ts';
import type { Enforced } from '../enforcement.ts';
import type { ClientEvent } from './client-state.ts';

/** As the contract bounds it. */
const DIAGNOSTICS_MAX = 100;

const OUTCOMES = {
  applied: 'OUTCOME_APPLIED',
  partial: 'OUTCOME_PARTIAL',
  rejected: 'OUTCOME_REJECTED',
  misfit: 'OUTCOME_REJECTED',
} as const;

/** What the control plane is told: an update that did not fit is refused as one that is wrong. */
export function outcomeOf({ outcome }: Enforced): (typeof OUTCOMES)[Enforced['outcome']] {
  return OUTCOMES[outcome];
}

/**
 * Why resources were held back, for the control plane. One fault of each tenant comes first: the control
 * plane must know which tenants are held back, and only then why.
 */
export function diagnosticsOf({ faults }: Enforced): Diagnostic[] {
  const named = new Set<string>();
  const [first, further]: [Fault[], Fault[]] = [[], []];
  for (const fault of faults) {
    (named.has(fault.tenantId) ? further : first).push(fault);
    named.add(fault.tenantId);
  }
  return [...first, ...further]
    .slice(0, DIAGNOSTICS_MAX)
    .map(({ kind, id, tenantId, message }) => ({ resource: { kind, id }, tenantId, message }));
}

/** What follows for the client. */
export function eventOf(enforced: Enforced): ClientEvent {
  if (enforced.outcome === 'rejected') return { kind: 'rejected' };
  if (enforced.outcome === 'misfit') return { kind: 'misfit', askFull: enforced.askFull };
  return { kind: 'applied', heldBack: enforced.outcome === 'partial' };
}
