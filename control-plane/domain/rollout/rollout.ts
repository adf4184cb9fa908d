import { type RolloutStage, rolloutStages } from '../../../policy/resource.ts';
import { type Fault, invalidInput } from '../errors.ts';

/** What is done on the way from calling providers oneself to being governed, in the order of doing. */
export type RolloutTask =
  | 'owner_named'
  | 'data_class_confirmed'
  | 'budget_agreed'
  | 'key_in_use'
  | 'fallback_tried'
  | 'direct_keys_withdrawn';

export const rolloutTasks: readonly RolloutTask[] = [
  'owner_named',
  'data_class_confirmed',
  'budget_agreed',
  'key_in_use',
  'fallback_tried',
  'direct_keys_withdrawn',
];

/** Moments by stage, in ISO 8601: they are kept as JSON. */
export type StageMoments = { readonly [Stage in RolloutStage]?: string };

/** How far an application has come. */
export interface Rollout {
  /** When each stage last began; absent where nobody knows, or it never did. */
  readonly stagesBegun: StageMoments;
  /** When stages are meant to begin. */
  readonly stagesPlanned: StageMoments;
  /** The tasks that are done: when (ISO 8601), and who said so, by name as in the audit log. */
  readonly tasksDone: { readonly [Task in RolloutTask]?: Doing };
}

export interface Doing {
  readonly at: string;
  readonly by: string;
}

/** What an edit may say of a rollout; what is undefined stays. */
export interface RolloutChange {
  /** Replaces the moments of the stages that it names; null removes one. */
  readonly stagePlan?:
    | readonly { readonly stage: RolloutStage; readonly at: Date | null }[]
    | undefined;
  /** The tasks that it names are done, or are not after all. */
  readonly tasks?: readonly { readonly task: RolloutTask; readonly done: boolean }[] | undefined;
}

/** Who edits, by name, and when. */
export interface Editor {
  readonly name: string;
  readonly now: Date;
}

/** A rollout that begins at this stage. */
export function beginRollout(stage: RolloutStage, now: Date): Rollout {
  return { stagesBegun: { [stage]: now.toISOString() }, stagesPlanned: {}, tasksDone: {} };
}

/** Notes that another stage begins. */
export function enterStage(rollout: Rollout, stage: RolloutStage, now: Date): StageMoments {
  return { ...rollout.stagesBegun, [stage]: now.toISOString() };
}

/** @throws DomainError VALIDATION_FAILED */
export function reviseRollout(
  rollout: Rollout,
  { stagePlan = [], tasks = [] }: RolloutChange,
  { name, now }: Editor,
): Pick<Rollout, 'stagesPlanned' | 'tasksDone'> {
  const planned: { [Stage in RolloutStage]?: string } = { ...rollout.stagesPlanned };
  for (const { stage, at } of stagePlan) {
    if (at === null) delete planned[stage];
    else planned[stage] = at.toISOString();
  }
  const done: { [Task in RolloutTask]?: Doing } = { ...rollout.tasksDone };
  for (const { task, done: isDone } of tasks) {
    if (!isDone) delete done[task];
    else done[task] ??= { at: now.toISOString(), by: name };
  }
  const faults = [
    ...checkOnce(
      'stagePlan',
      'stage',
      stagePlan.map(({ stage }) => stage),
    ),
    ...checkOnce(
      'tasks',
      'task',
      tasks.map(({ task }) => task),
    ),
    ...checkOrder(planned),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  return { stagesPlanned: planned, tasksDone: done };
}

function checkOnce(list: string, field: string, words: readonly string[]): readonly Fault[] {
  return words.flatMap((word, at) =>
    words.indexOf(word) === at
      ? []
      : [{ path: `${list}.${at}.${field}`, message: 'Name each of them once.' }],
  );
}

function checkOrder(planned: StageMoments): readonly Fault[] {
  const moments = rolloutStages.flatMap((stage) => planned[stage] ?? []);
  if (moments.every((moment, at) => at === 0 || moment >= (moments[at - 1] ?? ''))) return [];
  return [{ path: 'stagePlan', message: 'Plan direct before pilot, and pilot before governed.' }];
}
