/** Where a change request stands. */
export type ChangeRequestState =
  /** Prepared by its authors; nobody reviews it yet. */
  | 'draft'
  | 'in_review'
  | 'changes_requested'
  | 'approved'
  /** Approved, and to be made by the clock. */
  | 'scheduled'
  /** Approved, and held because its tenant is suspended. */
  | 'suspended'
  | 'conflicted'
  | 'applied'
  /** Made without its quorum, for some hours. */
  | 'applied_emergency'
  /** Made without its quorum, which has approved it since. */
  | 'ratified'
  /** Made without its quorum, and taken back. */
  | 'reverted'
  | 'rejected'
  | 'withdrawn'
  | 'expired';

/** What happens to a change request. */
export type ChangeRequestEvent =
  /** Its authors hand it in. */
  | 'submit'
  /** Its content was replaced; every approval is gone. */
  | 'edit'
  /** The last approval that the rules demand was given. */
  | 'approve'
  /** An approval that was given counts no longer. */
  | 'lapse'
  | 'request_changes'
  | 'schedule'
  /** Its schedule was cancelled, or its window has passed. */
  | 'unschedule'
  | 'suspend'
  /** Its tenant is suspended no longer. */
  | 'resume'
  | 'apply'
  | 'break_glass'
  /** The quorum has approved what was made without it. */
  | 'ratify'
  | 'revert'
  /** What it would change was changed by somebody else. */
  | 'conflict'
  | 'reject'
  | 'withdraw'
  | 'expire';

type Exits = { readonly [Event in ChangeRequestEvent]?: ChangeRequestState };

const ends = { reject: 'rejected', withdraw: 'withdrawn', expire: 'expired' } as const;

/** The one table: state -> event -> state. What it does not name cannot happen. `apply` leaves what is approved only. */
export const transitions: Readonly<Record<ChangeRequestState, Exits>> = {
  draft: {
    withdraw: 'withdrawn',
    expire: 'expired',
    edit: 'draft',
    submit: 'in_review',
    conflict: 'conflicted',
    break_glass: 'applied_emergency',
  },
  in_review: {
    ...ends,
    edit: 'in_review',
    approve: 'approved',
    request_changes: 'changes_requested',
    conflict: 'conflicted',
    break_glass: 'applied_emergency',
  },
  changes_requested: { ...ends, edit: 'in_review' },
  approved: {
    ...ends,
    edit: 'in_review',
    lapse: 'in_review',
    request_changes: 'changes_requested',
    schedule: 'scheduled',
    suspend: 'suspended',
    apply: 'applied',
    conflict: 'conflicted',
  },
  scheduled: {
    ...ends,
    edit: 'in_review',
    lapse: 'in_review',
    request_changes: 'changes_requested',
    schedule: 'scheduled',
    unschedule: 'approved',
    suspend: 'suspended',
    apply: 'applied',
    conflict: 'conflicted',
  },
  suspended: {
    ...ends,
    edit: 'in_review',
    request_changes: 'changes_requested',
    resume: 'approved',
  },
  conflicted: { ...ends, edit: 'in_review' },
  applied: {},
  applied_emergency: { ratify: 'ratified', revert: 'reverted' },
  ratified: {},
  reverted: {},
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
