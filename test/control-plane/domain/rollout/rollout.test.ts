import { expect, test } from '@jest/globals';
import {
  type ApplicationChange,
  type ApplicationDraft,
  createApplication,
  reviseApplication,
} from '../../../../control-plane/domain/application.ts';

const day = (at: number) => new Date(Date.UTC(2030, 0, at));
const text = (at: number) => day(at).toISOString();
const draft: ApplicationDraft = {
  tenantId: '1',
  name: 'app',
  team: 'search',
  environment: 'production',
  dataClass: 'internal',
  rolloutStage: 'direct',
};
/** An application of the first day, edited on the days that follow, by a person named after the day. */
const edited = (...changes: readonly ApplicationChange[]) =>
  changes.reduce(
    (row, change, at) => reviseApplication(row, change, { name: `${at + 2}`, now: day(at + 2) }),
    createApplication('2', draft, day(1)),
  );

test('each stage has the day on which it last began', () => {
  const { stagesBegun } = edited(
    { rolloutStage: 'pilot' },
    { rolloutStage: 'pilot', team: 'other' },
    { rolloutStage: 'direct' },
    { rolloutStage: 'governed' },
  );
  expect(stagesBegun).toEqual({ pilot: text(2), direct: text(4), governed: text(5) });
});

test('a plan keeps the stages that an edit does not name, and null removes one', () => {
  const plan = (stage: 'pilot' | 'governed', at: Date | null) => ({ stagePlan: [{ stage, at }] });
  const both = edited(plan('pilot', day(10)), plan('governed', day(20)));
  expect(both.stagesPlanned).toEqual({ pilot: text(10), governed: text(20) });
  const one = edited(plan('pilot', day(10)), plan('governed', day(20)), plan('pilot', null));
  expect(one.stagesPlanned).toEqual({ governed: text(20) });
});

test('a task says who did it first and when, and may turn out not to be done', () => {
  const tasks = (done: boolean): ApplicationChange => ({ tasks: [{ task: 'key_in_use', done }] });
  const once = { key_in_use: { at: text(2), by: '2' } };
  expect(edited(tasks(true)).tasksDone).toEqual(once);
  expect(edited(tasks(true), tasks(true), { team: 'other' }).tasksDone).toEqual(once);
  expect(edited(tasks(true), tasks(false)).tasksDone).toEqual({});
});

test('stages are planned in their order, and named once', () => {
  const late = [{ stage: 'pilot', at: day(20) }] as const;
  const early = [{ stage: 'governed', at: day(10) }] as const;
  expect(() => edited({ stagePlan: late }, { stagePlan: early })).toThrow(/pilot before governed/);
  expect(() => edited({ stagePlan: [...late, ...late] })).toThrow(/once/);
  const task = { task: 'key_in_use', done: true } as const;
  expect(() => edited({ tasks: [task, { ...task, done: false }] })).toThrow(/once/);
});
