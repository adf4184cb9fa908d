import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type ChangeRequestEvent,
  type ChangeRequestState,
  isFinal,
  nextState,
  transitions,
} from '../../../control-plane/domain/review/transition.ts';

const events = [
  ...new Set(Object.values(transitions).flatMap((exits) => Object.keys(exits))),
] as readonly ChangeRequestEvent[];
const states = Object.keys(transitions) as readonly ChangeRequestState[];

/** What must be so when `event` has brought a request from one state to the next. */
const expectStep = (
  event: ChangeRequestEvent,
  [from, to]: readonly [ChangeRequestState, ChangeRequestState],
  isApproved: boolean,
) => {
  expect(isFinal(from)).toBe(false);
  if (to === 'applied') expect([event, isApproved]).toEqual(['apply', true]);
  if (to === 'applied_emergency') expect(event).toBe('break_glass');
  if (to === 'ratified' || to === 'reverted') expect(from).toBe('applied_emergency');
};
/** What leaves the approvals as they were. */
const keeping: ReadonlySet<string> = new Set([
  'apply',
  'schedule',
  'unschedule',
  'suspend',
  'resume',
]);

describe('the states of a change request', () => {
  test('hold in every walk: what is made comes of an approval of what was not touched since, or of the glass', () => {
    const walk = (steps: readonly ChangeRequestEvent[]) => {
      let state: ChangeRequestState = 'draft';
      let isApproved = false;
      for (const event of steps) {
        const next = nextState(state, event);
        if (next === undefined) continue;
        expectStep(event, [state, next], isApproved);
        isApproved = event === 'approve' || (isApproved && keeping.has(event));
        state = next;
      }
    };
    fc.assert(fc.property(fc.array(fc.constantFrom(...events), { maxLength: 30 }), walk), {
      numRuns: 1_000,
    });
  });

  test('are all reached, and those that wait can be left by everybody who must', () => {
    const reached = new Set([
      'draft',
      ...states.flatMap((state) => Object.values(transitions[state])),
    ]);
    expect([...reached].toSorted()).toEqual(states.toSorted());
    const waiting = states.filter((one) => !isFinal(one) && one !== 'applied_emergency');
    for (const state of waiting)
      for (const event of ['edit', 'withdraw', 'expire'] as const)
        expect(nextState(state, event)).toBeDefined();
    for (const state of waiting.filter((one) => one !== 'draft'))
      expect(nextState(state, 'reject')).toBe('rejected');
  });
});
