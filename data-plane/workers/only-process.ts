import type { Settings } from '../settings.ts';
import { runNode } from './node-process.ts';
import { planOnlyProcess } from './process-plan.ts';
import { inheritConfiguration } from './state-directory.ts';

/** Runs this process as a whole node. @throws Error in words for the operator when it cannot start */
export async function runOnlyProcess(settings: Settings): Promise<void> {
  inheritConfiguration(settings.stateDir, 1);
  await runNode(planOnlyProcess(settings));
}
