import type { DataClass, Environment, RolloutStage } from '../../policy/resource.ts';
import { invalidInput } from './errors.ts';
import { checkSlug, checkText } from './name.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';

/** An internal tool of a tenant. */
export interface Application extends ArchivableRecord {
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
export type ApplicationChange = {
  readonly [Field in Exclude<keyof ApplicationDraft, 'tenantId'>]?:
    | ApplicationDraft[Field]
    | undefined;
};

/** @throws DomainError VALIDATION_FAILED */
export function createApplication(id: string, draft: ApplicationDraft, now: Date): Application {
  return checked({ ...draft, ...newRecord(id, now) });
}

/** @throws DomainError VALIDATION_FAILED */
export function reviseApplication(
  application: Application,
  change: ApplicationChange,
  now: Date,
): Application {
  return checked(revise(application, change, now));
}

function checked(application: Application): Application {
  const faults = [...checkSlug('name', application.name), ...checkText('team', application.team)];
  if (faults.length > 0) throw invalidInput(faults);
  return application;
}
