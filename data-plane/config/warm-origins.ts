import { listTargetIds } from '../../policy/strategy/candidate.ts';
import type { SharedPart } from './build/shared-part.ts';
import type { TenantPart } from './build/tenant-part.ts';
import type { Built } from './build-snapshot.ts';
import type { SlicedWork } from './slices.ts';

/** Opens connections to origins ahead of the first call. Resolves within a bound of its own, never rejects. */
export type WarmConnections = (origins: readonly string[]) => Promise<void>;

/** Warms nothing: where no call is ever sent. */
export const warmNothing: WarmConnections = async () => undefined;

/** Ids of the targets of the routes of every tenant that is another one than before. */
export function* findTargets(
  previous: Built | undefined,
  { parts }: Built,
): SlicedWork<ReadonlySet<string>> {
  const targetIds = new Set<string>();
  const changed = previous === undefined ? parts.keys() : parts.keysThatDiffer(previous.parts);
  for (const tenantId of changed) {
    for (const targetId of targetsOf(parts.get(tenantId))) targetIds.add(targetId);
    yield;
  }
  return targetIds;
}

/** Origins of the providers that calls may be sent to by way of these targets, of those that are enabled. */
export function originsOf(
  targetIds: Iterable<string>,
  shared: Pick<SharedPart, 'targets' | 'providers'>,
): readonly string[] {
  const origins = new Set<string>();
  for (const targetId of targetIds) {
    const target = shared.targets.get(targetId);
    const provider = target?.enabled === true && shared.providers.get(target.providerId);
    if (provider) origins.add(new URL(provider.baseUrl).origin);
  }
  return [...origins];
}

function* targetsOf(part: TenantPart | undefined): Generator<string, void, void> {
  for (const route of part?.peekRoutes() ?? []) yield* listTargetIds(route.peek().policy.rules);
}
