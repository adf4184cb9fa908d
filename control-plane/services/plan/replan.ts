import { movedSince, type PlanContent } from '../../domain/config-plan.ts';
import { DomainError, invalidInput } from '../../domain/errors.ts';
import { planKinds } from '../../domain/plan/document.ts';
import type { KindRow } from '../../domain/plan/row.ts';
import { namedByExceptions } from '../../domain/prompt/rule-exception.ts';
import { outsideDetectorIdsOf, rerouteIdsOf } from '../../domain/prompt-policy.ts';
import type { Editor } from '../../domain/rollout/rollout.ts';
import type { Stores } from '../../storage/storage.ts';
import { digestOfPlan } from './plan-digest.ts';
import { type Planned, planChanges } from './planner.ts';
import type { IdsOfNew } from './resolve.ts';
import { loadWorld } from './world.ts';

/**
 * Plans the same again, with every row that it touches or leans on held as it is until the transaction ends: what comes of
 * it has passed every check of this moment, and is what was planned.
 *
 * @throws DomainError VERSION_CONFLICT that names what has moved; VALIDATION_FAILED when a rule of today forbids it
 */
export async function replan(
  stores: Stores,
  content: PlanContent,
  editor: Editor,
): Promise<Planned> {
  for (const kind of planKinds) {
    const held = content.actions.filter((action) => action.kind === kind && action.version > 0);
    await stores.plannedRows.lock(
      kind,
      held.map(({ id }) => id),
    );
  }
  const { owner, prune, adopt, documents } = content;
  const input = { owner, prune, adopt, documents };
  const world = await loadWorld(stores, input);
  const planned = await planChanges(world, input, { idsOfNew: idsOfNew(content), editor });
  if (planned.faults.length > 0)
    throw invalidInput(
      planned.faults.map(({ index, path, message }) => ({
        path: index < 0 ? path : `documents.${index}.${path}`,
        message,
      })),
    );
  if ((await digestOfPlan(content)) !== (await digestOfPlan(planned.content)))
    throw movedSince(content, planned.content);
  await holdReferences(stores, planned);
  return planned;
}

function idsOfNew({ actions }: PlanContent): IdsOfNew {
  const made = actions.filter(({ verb }) => verb === 'create');
  return new Map(made.map(({ kind, tenant, name, id }) => [`${kind}/${tenant}/${name}`, id]));
}

/** What others name and no document does is not archived under them. */
async function holdReferences(
  { applications, promptPolicies, routes, outsideDetectors }: Stores,
  { changes, content }: Planned,
): Promise<void> {
  const planned = new Set(content.actions.map(({ id }) => id));
  const named = changes.map(({ after }) => listReferences(after));
  const idsOf = (kind: keyof References) =>
    [...new Set(named.flatMap((one) => one[kind]))].filter((id) => !planned.has(id));
  const held = [
    ...(await applications.lockByIds(idsOf('applications'), 'share')),
    ...(await promptPolicies.lockByIds(idsOf('promptPolicies'), 'share')),
    ...(await routes.lockByIds(idsOf('routes'), 'share')),
    ...(await outsideDetectors.lockByIds(idsOf('outsideDetectors'), 'share')),
  ];
  const gone = held.find(({ archivedAt }) => archivedAt !== null);
  if (gone !== undefined)
    throw new DomainError(
      { code: 'VERSION_CONFLICT', currentVersion: gone.version },
      `"${gone.name}" was archived since it was planned. Plan again.`,
    );
}

interface References {
  readonly applications: readonly string[];
  readonly promptPolicies: readonly string[];
  readonly routes: readonly string[];
  readonly outsideDetectors: readonly string[];
}

function listReferences({ kind, row }: KindRow): References {
  const none: References = {
    applications: [],
    promptPolicies: [],
    routes: [],
    outsideDetectors: [],
  };
  switch (kind) {
    case 'grant':
      return { ...none, applications: row.applicationId === null ? [] : [row.applicationId] };
    case 'prompt_policy':
      return {
        ...none,
        routes: rerouteIdsOf(row.rules),
        outsideDetectors: outsideDetectorIdsOf(row.rules),
        applications: [
          ...(row.appliesTo?.applicationIds ?? []),
          ...namedByExceptions(row.rules).applicationIds,
        ],
      };
    case 'route':
      return { ...none, promptPolicies: row.promptPolicyId === null ? [] : [row.promptPolicyId] };
    case 'limit':
    case 'budget':
      return {
        ...none,
        applications: row.applicationId === null ? [] : [row.applicationId],
        routes: kind === 'limit' ? row.routeIds : [],
      };
    default:
      return none;
  }
}
