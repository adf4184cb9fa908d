import type { DataClass, Environment, RolloutStage } from '../../policy/resource.ts';
import { invalidInput } from './errors.ts';
import { checkSlug, checkText } from './name.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';
import {
  beginRollout,
  type Editor,
  enterStage,
  type Rollout,
  type RolloutChange,
  reviseRollout,
} from './rollout/rollout.ts';

/** An internal tool of a tenant. */
export interface Application extends ArchivableRecord, Rollout {
  readonly tenantId: string;
  readonly name: string;
  readonly team: string;
  readonly environment: Environment;
  readonly dataClass: DataClass;
  readonly rolloutStage: RolloutStage;
}

/** What the author of an application decides. */
export type ApplicationDraft = Pick<
  Application,
  'tenantId' | 'name' | 'team' | 'environment' | 'dataClass' | 'rolloutStage'
>;

/** What an edit may change; what is undefined stays. */
export type ApplicationChange = RolloutChange & {
  readonly [Field in Exclude<keyof ApplicationDraft, 'tenantId'>]?:
    | ApplicationDraft[Field]
    | undefined;
};

/** Applications of a tenant that are not archived, by stage; a stage without any is left out. */
export type StageCounts = { readonly [Stage in RolloutStage]?: number };

/** @throws DomainError VALIDATION_FAILED */
export function createApplication(id: string, draft: ApplicationDraft, now: Date): Application {
  const rollout = beginRollout(draft.rolloutStage, now);
  return checked({ ...draft, ...rollout, ...newRecord(id, now) });
}

/** @throws DomainError VALIDATION_FAILED */
export function reviseApplication(
  application: Application,
  { stagePlan, tasks, ...change }: ApplicationChange,
  editor: Editor,
): Application {
  const rollout = reviseRollout(application, { stagePlan, tasks }, editor);
  const { rolloutStage = application.rolloutStage } = change;
  const stagesBegun =
    rolloutStage === application.rolloutStage
      ? application.stagesBegun
      : enterStage(application, rolloutStage, editor.now);
  return checked(revise(application, { ...change, ...rollout, stagesBegun }, editor.now));
}

function checked(application: Application): Application {
  const faults = [...checkSlug('name', application.name), ...checkText('team', application.team)];
  if (faults.length > 0) throw invalidInput(faults);
  return application;
}
