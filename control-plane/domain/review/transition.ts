/** Where a change request stands. */
export type ChangeRequestState =
  | 'in_review'
  | 'changes_requested'
  | 'approved'
  | 'conflicted'
  | 'applied'
  | 'rejected'
  | 'withdrawn'
  | 'expired';

/** What happens to a change request. */
export type ChangeRequestEvent =
  /** Its content was replaced; every approval is gone. */
  | 'edit'
  /** The last approval that the rules demand was given. */
  | 'approve'
  /** An approval that was given counts no longer. */
  | 'lapse'
  | 'request_changes'
  | 'apply'
  /** What it would change was changed by somebody else. */
  | 'conflict'
  | 'reject'
  | 'withdraw'
  | 'expire';

type Exits = { readonly [Event in ChangeRequestEvent]?: ChangeRequestState };

const ends = { reject: 'rejected', withdraw: 'withdrawn', expire: 'expired' } as const;

/** The one table: state -> event -> state. What it does not name cannot happen. `apply` leaves `approved` only. */
export const transitions: Readonly<Record<ChangeRequestState, Exits>> = {
  in_review: {
    ...ends,
    edit: 'in_review',
    approve: 'approved',
    request_changes: 'changes_requested',
    conflict: 'conflicted',
  },
  changes_requested: { ...ends, edit: 'in_review' },
  approved: {
    ...ends,
    edit: 'in_review',
    lapse: 'in_review',
    request_changes: 'changes_requested',
    apply: 'applied',
    conflict: 'conflicted',
  },
  conflicted: { ...ends, edit: 'in_review' },
  applied: {},
  rejected: {},
  withdrawn: {},
  expired: {},
};

/** The state after an event; undefined when it cannot happen in this one. */
export function nextState(
  state: ChangeRequestState,
  event: ChangeRequestEvent,
): ChangeRequestState | undefined {
  return transitions[state][event];
}

/** States in which nothing happens any more. */
export function isFinal(state: ChangeRequestState): boolean {
  return Object.keys(transitions[state]).length === 0;
}

/** States that an event can happen in. */
export function statesBefore(event: ChangeRequestEvent): readonly ChangeRequestState[] {
  const states = Object.keys(transitions) as readonly ChangeRequestState[];
  return states.filter((state) => nextState(state, event) !== undefined);
}
