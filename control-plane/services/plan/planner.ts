import { inTurns } from '../../documents/turns.ts';
import type { PlanContent, PlanInput } from '../../domain/config-plan.ts';
import { DomainError } from '../../domain/errors.ts';
import { stateOf } from '../../domain/grant.ts';
import { checkPublicName } from '../../domain/name.ts';
import { type PlanKind, planKinds } from '../../domain/plan/document.ts';
import { DraftReader, toSpecPath } from '../../domain/plan/draft.ts';
import type { AnyRow, KindRow, PlanRows } from '../../domain/plan/row.ts';
import { namedByExceptions } from '../../domain/prompt/rule-exception.ts';
import { rerouteIdsOf } from '../../domain/prompt-policy.ts';
import type { Editor } from '../../domain/rollout/rollout.ts';
import {
  type Built,
  buildApplication,
  buildGrant,
  buildPromptPolicy,
  buildRoute,
  buildTenant,
} from './build-row.ts';
import { buildBudget, buildLimit } from './build-spend-row.ts';
import {
  type ActionContext,
  describeGone,
  describeKept,
  inOrder,
  type PlannedChange,
} from './describe-action.ts';
import { kindRow, listInUse, namesOf } from './describe-row.ts';
import { type DocumentFault, type Entry, type IdsOfNew, Resolution } from './resolve.ts';
import type { World } from './world.ts';

/** What a plan comes to. With faults it is not whole. */
export interface Planned {
  readonly content: PlanContent;
  /** One for each action, in an order in which they can be written. */
  readonly changes: readonly PlannedChange[];
  readonly faults: readonly DocumentFault[];
}

/** What a plan is made with besides the documents. */
export interface PlanAids {
  readonly idsOfNew: IdsOfNew;
  readonly editor: Editor;
}

/** Finds what must change so that the world is as the documents say. Decides; reads and writes nothing. */
export function planChanges(world: World, input: PlanInput, aids: PlanAids): Promise<Planned> {
  return new Planner(world, input, aids).plan();
}

class Planner {
  readonly #world: World;
  readonly #input: PlanInput;
  readonly #editor: Editor;
  readonly #resolution: Resolution;
  readonly #faults: DocumentFault[];
  readonly #built = new Map<Entry, Built<AnyRow>>();
  /** Tenant -> models that some application may use once the plan is done. */
  readonly #granted = new Map<string, Set<string>>();

  constructor(world: World, input: PlanInput, { idsOfNew, editor }: PlanAids) {
    this.#world = world;
    this.#input = input;
    this.#editor = editor;
    this.#resolution = new Resolution(world, input, idsOfNew);
    this.#faults = [...this.#resolution.faults];
  }

  async plan(): Promise<Planned> {
    const entries = planKinds.map((kind) =>
      this.#resolution.entries.filter((entry) => entry.kind === kind),
    );
    for (const [at, ofKind] of entries.entries()) {
      await inTurns(ofKind, (entry) => this.#judge(entry));
      if (planKinds[at] === 'grant') this.#noteGrants();
    }
    this.#checkUsers();
    const { owner } = this.#input;
    const live = new Set(
      planKinds.flatMap((kind) => listInUse(this.#world, kind).map(({ row }) => row.id)),
    );
    const owned = this.#world.tags.filter((tag) => tag.owner === owner && live.has(tag.resourceId));
    const ownedCount = owned.length;
    const changes = this.#faults.length > 0 ? [] : await this.#listChanges();
    const actions = changes.map(({ action }) => action);
    return {
      content: { ...this.#input, actions, ownedCount },
      changes,
      faults: this.#faults,
    };
  }

  #judge(entry: Entry): void {
    const { index, document } = entry;
    const reader = new DraftReader(this.#resolution.referencesIn(entry.tenantId));
    try {
      const built = this.#build(entry, reader);
      if (reader.faults.length === 0) this.#built.set(entry, built);
    } catch (error) {
      if (!(error instanceof DomainError) || error.failure.code !== 'VALIDATION_FAILED')
        throw error;
      // What was looked for in vain makes faults of its own further on.
      if (reader.faults.length === 0)
        for (const { path, message } of error.failure.faults)
          this.#faults.push({ index, path: placeOf(path), message });
    }
    for (const { path, message } of reader.faults)
      this.#faults.push({ index, path: `spec.${path}`, message });
    // The rows of all others have their names judged; a grant has none.
    if (document.kind === 'grant')
      for (const fault of checkPublicName('metadata.name', document.name))
        this.#faults.push({ index, ...fault });
  }

  #build(entry: Entry, reader: DraftReader): Built<AnyRow> {
    const { id, tenantId, document } = entry;
    const around = { id, tenantId, editor: this.#editor };
    const { name } = document;
    switch (entry.kind) {
      case 'tenant':
        return buildTenant(name, { ...around, row: entry.row });
      case 'application':
        return buildApplication({ ...entry.document.spec, name }, { ...around, row: entry.row });
      case 'grant':
        return buildGrant(reader.grant(entry.document.spec), { ...around, row: entry.row });
      case 'prompt_policy': {
        const draft = { ...reader.promptPolicy(entry.document.spec), name };
        const routeIds = new Set(rerouteIdsOf(draft.rules));
        const excepted = namedByExceptions(draft.rules);
        const attached = draft.appliesTo?.applicationIds ?? [];
        const applicationIds = new Set([...attached, ...excepted.applicationIds]);
        const ownerIds = this.#ownersIn(tenantId, entry.row);
        const outsideKinds = this.#outsideKindsOf(tenantId);
        const named = { routeIds, applicationIds, ownerIds, outsideKinds };
        return buildPromptPolicy(draft, { ...around, row: entry.row, named });
      }
      case 'limit':
        return buildLimit(
          { ...reader.limit(entry.document.spec), name },
          { ...around, row: entry.row },
        );
      case 'budget':
        return buildBudget(
          { ...reader.budget(entry.document.spec), name },
          { ...around, row: entry.row },
        );
      case 'route': {
        const draft = { ...reader.route(entry.document.spec), name };
        const grantedModelIds = this.#granted.get(tenantId) ?? new Set<string>();
        const catalog = { ...this.#world.catalog, grantedModelIds };
        return buildRoute(draft, { ...around, row: entry.row, catalog });
      }
    }
  }

  /** Who may answer for exceptions in a tenant: those in office, and those who did so before. */
  #ownersIn(tenantId: string, row: PlanRows['prompt_policy'] | undefined): ReadonlySet<string> {
    const usable = this.#world.owners.filter(
      (owner) => owner.archivedAt === null && (owner.tenantId ?? tenantId) === tenantId,
    );
    const before = namedByExceptions(row?.rules ?? []).ownerIds;
    return new Set([...usable.map(({ id }) => id), ...before]);
  }

  #outsideKindsOf(tenantId: string): ReadonlyMap<string, readonly string[]> {
    const own = this.#world.outsideDetectors.filter((one) => one.tenantId === tenantId);
    return new Map(own.map(({ id, kinds }) => [id, kinds]));
  }

  /** Routes are judged by the grants that there are once the plan is done. */
  #noteGrants(): void {
    const grants = new Map(this.#world.grant.map((grant) => [grant.id, grant]));
    for (const { id } of this.#resolution.listPruned('grant')) grants.delete(id);
    for (const [{ kind }, { after }] of this.#built)
      if (kind === 'grant' && 'modelId' in after) grants.set(after.id, after);
    for (const grant of grants.values()) {
      if (stateOf(grant, this.#editor.now) !== 'in_force') continue;
      const models = this.#granted.get(grant.tenantId) ?? new Set();
      this.#granted.set(grant.tenantId, models.add(grant.modelId));
    }
  }

  /** What documents name is still there, or its document has a fault; what others name must not go from under them. */
  #checkUsers(): void {
    const planned = new Set(this.#resolution.entries.map(({ id }) => id));
    const routes = this.#resolution.listPruned('route');
    const policies = this.#resolution.listPruned('prompt_policy');
    const gone = new Map([...routes, ...policies].map((row) => [row.id, row]));
    const isOther = (row: PlanRows['route' | 'prompt_policy']) =>
      row.archivedAt === null && !planned.has(row.id) && !gone.has(row.id);
    const note = (used: string | null, user: string) => {
      const row = used === null ? undefined : gone.get(used);
      if (row === undefined) return;
      const message = `"${row.name}" is in no document any more, but the ${user} uses it.`;
      this.#faults.push({ index: -1, path: 'prune', message });
    };
    for (const row of this.#world.prompt_policy.filter(isOther))
      for (const id of rerouteIdsOf(row.rules)) note(id, `prompt policy "${row.name}"`);
    for (const row of this.#world.route.filter(isOther))
      note(row.promptPolicyId, `route "${row.name}"`);
  }

  async #listChanges(): Promise<readonly PlannedChange[]> {
    const pruned = planKinds.flatMap((kind) => this.#pruned(kind));
    const kept = [...this.#built].map(([entry, built]) => ({ entry, built }));
    const added = kept.map(({ entry, built }) => kindRow(entry.kind, built.after));
    const names = namesOf(this.#world, added);
    const tenants = new Map(this.#world.tenants.map(({ id, name }) => [id, name]));
    const { owner } = this.#input;
    const tagOf: ActionContext['tagOf'] = (kind, id) => this.#resolution.tagOf(kind, id);
    const around = { owner, now: this.#editor.now, names, tenants, tagOf };
    const changes = [
      ...(await inTurns(kept, ({ entry, built }) => describeKept(entry, built, around))),
      ...(await inTurns(pruned, (gone) => describeGone(gone, around))),
    ];
    return changes.toSorted(inOrder);
  }

  #pruned(kind: PlanKind): readonly KindRow[] {
    if (kind === 'tenant') return [];
    return this.#resolution.listPruned(kind).map((row) => kindRow(kind, row));
  }
}

function placeOf(path: string): string {
  return path === 'name' ? 'metadata.name' : `spec.${toSpecPath(path)}`;
}
