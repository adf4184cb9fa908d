import type { RawResource } from '../packed/packed-resource.ts';
import type { SlicedWork } from '../slices.ts';
import { FAULTS_MAX, type Fault } from './fault.ts';

/**
 * Runs passes over a domain, one after the other; what a pass throws about a resource is its fault. Later
 * passes rely on earlier ones, so they do not run once there is a fault.
 */
export function* collectFaults(
  resources: () => Iterable<RawResource>,
  passes: readonly ((resource: RawResource) => void)[],
): SlicedWork<readonly Fault[]> {
  const faults: Fault[] = [];
  for (const pass of passes) {
    if (faults.length > 0) break;
    for (const resource of resources()) {
      yield;
      const message = faultOf(pass, resource);
      if (message === undefined) continue;
      const { kind, id, tenantId } = resource;
      faults.push({ kind, id, tenantId, message });
      if (faults.length === FAULTS_MAX) break;
    }
  }
  return faults;
}

function faultOf(pass: (resource: RawResource) => void, resource: RawResource): string | undefined {
  try {
    pass(resource);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'it cannot be read';
  }
}
