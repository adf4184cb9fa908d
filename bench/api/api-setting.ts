import type { ConfigHouse, ProbedControlPlane } from '../config/config-house.ts';
import type { PinnedProcess } from '../process/pinned-process.ts';
import { type ManagementJob, type ManagementResult, managementResult } from './management-job.ts';
import type { People } from './people.ts';
import type { ApiSize } from './size.ts';

/** What calls of management are measured with. */
export interface ApiSetting {
  readonly house: ConfigHouse;
  readonly controlPlane: ProbedControlPlane;
  /** The process of those who call. */
  readonly load: PinnedProcess;
  readonly people: People;
  readonly url: string;
  readonly size: ApiSize;
}

const jobMs = 180_000;

/** Lets a job be done. @throws Error when an answer is a refusal */
export async function runManagementJob(
  load: PinnedProcess,
  job: ManagementJob,
): Promise<ManagementResult> {
  return managementResult.parse(await load.ask(job, jobMs));
}
