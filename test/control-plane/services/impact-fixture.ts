import type { Route } from '../../../control-plane/domain/route.ts';
import { PLATFORM } from '../../../control-plane/storage/storage.ts';
import { routeDraft, ruleTo, targetDraft } from '../../support/catalog.ts';
import { createKeys } from '../../support/family.ts';
import { type Approval, createGrant } from '../../support/grant.ts';
import { call, type Management, managementNow } from '../../support/management.ts';
import { attemptAt, decisionOf, usageOf } from '../../support/telemetry.ts';

/** Every route has this name, whose tenant it may be. */
const NAME = 'chat';
export const MINUTE_MS = 60_000;

/** What a tenant has whose calls are replayed. */
export interface Furnished {
  readonly route: Route;
  /** Id of a key. */
  readonly key: string;
  /** Id of a target that the route does not lead to. */
  readonly otherTarget: string;
}

interface Recorded {
  readonly count: number;
  readonly sampleRate?: number;
  readonly facts?: object;
}

/** A grant, a route to the target, another target, a key, and a rule that has routes reviewed. */
export async function furnish(management: Management, place: Approval): Promise<Furnished> {
  const { services, admin } = management;
  const { tenant, target, provider, model } = place;
  await createGrant(management, place, { workloads: [] });
  const draft = routeDraft(tenant.id, [ruleTo(target.id)], { name: NAME });
  const made = await services.routes.create(admin, call('createRoute'), draft);
  const ids = { providerId: provider.id, modelId: model.id };
  const prices = [{ input: 1_000_000_000n, output: 1_000_000_000n }];
  const other = await services.targets.create(
    admin,
    call('createTarget'),
    targetDraft({ ...ids, prices }),
  );
  const [one = ''] = await createKeys(management, place, 1);
  const rule = { tenantId: tenant.id, kind: 'route', quorum: 1, roles: [] } as const;
  await services.approvalRules.create(admin, call('createApprovalRule'), rule);
  return { route: made.value, key: one, otherTarget: other.value.id };
}

/** Answered calls, a minute apart, the newest a minute ago. */
export async function record(
  management: Management,
  place: Approval & Pick<Furnished, 'route' | 'key'>,
  { count, sampleRate = 1, facts = {} }: Recorded,
): Promise<void> {
  const { tenant, application, target, route } = place;
  const owner = { tenantId: tenant.id, applicationId: application.id, routeId: route.id };
  const request = { text: true, workload: 'default', inputTokens: 10 };
  const decisions = Array.from({ length: count }, (_, index) =>
    decisionOf(owner, [attemptAt(target.id)], {
      at: new Date(managementNow.getTime() - (index + 1) * MINUTE_MS),
      requestedRoute: NAME,
      sampleRate,
      facts: { apiKeyId: place.key, request, ...facts },
    }),
  );
  const days = decisions.map(({ at }) => at.toISOString().slice(0, 10));
  const usage = decisions.map((decision) => usageOf(decision, attemptAt(target.id)));
  await management.storage.transaction(PLATFORM, management.admin.actor, async (stores) => {
    await stores.decisions.ensurePartitions(new Set(days));
    await stores.decisions.insert(decisions);
    await stores.usage.insert(usage);
  });
}
