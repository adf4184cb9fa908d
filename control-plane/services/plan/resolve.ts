import { randomUUID } from 'node:crypto';
import { isSameContent } from '../../domain/canonical-json.ts';
import type { PlanInput } from '../../domain/config-plan.ts';
import { grantContent } from '../../domain/plan/content.ts';
import {
  type ConfigDocument,
  type DocumentOf,
  documentKinds,
  nameResource,
  type PlanKind,
  planKinds,
} from '../../domain/plan/document.ts';
import { DraftReader, type References } from '../../domain/plan/draft.ts';
import type { AnyRow, PlanRows, ResourceTag } from '../../domain/plan/row.ts';
import type { World, WorldRows } from './world.ts';

/** A document with the row that it is about. */
export type Entry = {
  readonly [Kind in PlanKind]: EntryFacts & {
    readonly kind: Kind;
    readonly document: DocumentOf<Kind>;
    /** Undefined for something new. */
    readonly row: PlanRows[Kind] | undefined;
  };
}[PlanKind];

interface EntryFacts {
  readonly index: number;
  readonly id: string;
  readonly tenantId: string;
  readonly tag: ResourceTag | undefined;
}

/** What is wrong with a document. The path is in its spec, or names a field beside it. */
export interface DocumentFault {
  readonly index: number;
  readonly path: string;
  readonly message: string;
}

/** Ids of what plans make, by what is made: settled by the first look, kept for those that follow. */
export type IdsOfNew = ReadonlyMap<string, string>;

/** Which row each document is about, which rows are to go, and what names mean once all of it is done. */
export class Resolution {
  readonly entries: Entry[] = [];
  readonly faults: DocumentFault[] = [];
  readonly #world: World;
  readonly #input: PlanInput;
  readonly #idsOfNew: IdsOfNew;
  readonly #tags: ReadonlyMap<string, ResourceTag>;
  /** Kind, tenant and name -> the row that has it, archived or not. */
  readonly #rows: ReadonlyMap<string, AnyRow>;
  /** Kind, tenant and name -> the row that is in use by then. */
  readonly #final = new Map<string, string>();
  readonly #targets: ReadonlyMap<string, string>;
  readonly #models: ReadonlyMap<string, string>;

  constructor(world: World, input: PlanInput, idsOfNew: IdsOfNew) {
    this.#world = world;
    this.#input = input;
    this.#idsOfNew = idsOfNew;
    this.#tags = new Map(world.tags.map((tag) => [`${tag.kind}/${tag.resourceId}`, tag]));
    this.#rows = indexRows(world);
    this.#targets = namesInUse(world.targets);
    this.#models = namesInUse(world.models);
    const seen = new Set<string>();
    const all = input.documents.map((document, index) => ({ document, index }));
    for (const kind of planKinds) {
      if (kind === 'grant') continue;
      for (const one of all) if (one.document.kind === kind) this.#resolveNamed(one, seen);
      this.#settleNames(kind);
    }
    this.#resolveGrants(
      all.filter(({ document }) => document.kind === 'grant'),
      seen,
    );
  }

  /** What names mean in a tenant once the plan is done. */
  referencesIn(tenantId: string): References {
    const find = (kind: PlanKind) => (name: string) =>
      this.#final.get(`${kind}/${tenantId}/${name}`);
    return {
      target: (name) => this.#targets.get(name),
      model: (name) => this.#models.get(name),
      application: find('application'),
      promptPolicy: find('prompt_policy'),
      route: find('route'),
      outsideDetector: (name) =>
        this.#world.outsideDetectors.find((one) => one.tenantId === tenantId && one.name === name)
          ?.id,
    };
  }

  tagOf(kind: PlanKind, id: string): ResourceTag | undefined {
    return this.#tags.get(`${kind}/${id}`);
  }

  /** Rows of the owner that no document names, of what can be pruned: tenants are not. */
  listPruned<Kind extends Exclude<PlanKind, 'tenant'>>(kind: Kind): readonly PlanRows[Kind][] {
    if (!this.#input.prune) return [];
    const kept = new Set(this.entries.map(({ id }) => id));
    const rows: WorldRows = this.#world;
    return rows[kind].filter(
      (row) =>
        !isArchived(row) &&
        !kept.has(row.id) &&
        this.tagOf(kind, row.id)?.owner === this.#input.owner,
    );
  }

  #resolveNamed(
    { document, index }: { readonly document: ConfigDocument; readonly index: number },
    seen: Set<string>,
  ): void {
    if (this.#isTwice(document, index, seen)) return;
    const { kind, name } = document;
    const tenantId = this.#tenantOf(document, index);
    if (tenantId === undefined || kind === 'grant') return;
    const row = this.#rows.get(
      kind === 'tenant' ? `tenant/${name}` : `${kind}/${tenantId}/${name}`,
    );
    if (row !== undefined && isArchived(row)) {
      const noun = kind.replace('_', ' ');
      const message = `An archived ${noun} has this name, and names are not used again.`;
      this.faults.push({ index, path: 'metadata.name', message });
      return;
    }
    this.#add({ document, index, tenantId, row });
  }

  /** A grant has no name of its own: it is the one that was tagged so, or one made by hand for the same. */
  #resolveGrants(
    documents: readonly { readonly document: ConfigDocument; readonly index: number }[],
    seen: Set<string>,
  ): void {
    const free = new Map<string, PlanRows['grant'][]>();
    for (const row of this.#world.grant)
      free.set(subjectOf(row), [...(free.get(subjectOf(row)) ?? []), row]);
    const open: Wanted[] = [];
    for (const { document, index } of documents) {
      if (document.kind !== 'grant' || this.#isTwice(document, index, seen)) continue;
      const tenantId = this.#tenantOf(document, index);
      if (tenantId === undefined) continue;
      // Faults of names are told where the row is built.
      const draft = new DraftReader(this.referencesIn(tenantId)).grant(document.spec);
      open.push({ document, index, tenantId, draft });
    }
    const take = (wanted: Wanted, fits: (row: PlanRows['grant']) => boolean) => {
      const subject = subjectOf({ ...wanted.draft, tenantId: wanted.tenantId });
      const rows = free.get(subject) ?? [];
      const row = rows.find(fits);
      if (row === undefined) return false;
      free.set(
        subject,
        rows.filter((one) => one !== row),
      );
      this.#add({ ...wanted, row });
      return true;
    };
    const tagOf = (row: PlanRows['grant']) => this.tagOf('grant', row.id);
    const named = open.filter((one) => !take(one, (row) => tagOf(row)?.name === one.document.name));
    const same = named.filter(
      (one) =>
        !take(one, (row) => {
          return (
            tagOf(row) === undefined && isSameContent(grantContent(row), grantContent(one.draft))
          );
        }),
    );
    for (const one of same)
      if (!take(one, (row) => tagOf(row) === undefined)) this.#add({ ...one, row: undefined });
  }

  #add({
    document,
    index,
    tenantId,
    row,
  }: Pick<EntryFacts, 'index' | 'tenantId'> & {
    readonly document: ConfigDocument;
    readonly row: AnyRow | undefined;
  }): void {
    const { kind, tenant, name } = document;
    const id =
      row?.id ?? (kind === 'tenant' ? tenantId : this.#idOfNew(`${kind}/${tenant}/${name}`));
    const tag = this.tagOf(kind, id);
    if (tag !== undefined && tag.owner !== this.#input.owner && !this.#input.adopt) {
      const message = `The ${nameResource(document)} is managed by "${tag.owner}": plan with adopt: true to take it over.`;
      this.faults.push({ index, path: 'metadata.name', message });
    }
    // The row was looked for under the kind of the document.
    this.entries.push({ kind, document, index, tenantId, row, id, tag } as Entry);
  }

  #isTwice({ kind, tenant, name }: ConfigDocument, index: number, seen: Set<string>): boolean {
    const key = `${kind}/${tenant}/${name}`;
    const isTwice = seen.has(key);
    seen.add(key);
    const message = `Another document is of the same ${documentKinds[kind]}.`;
    if (isTwice) this.faults.push({ index, path: 'metadata.name', message });
    return isTwice;
  }

  #tenantOf({ kind, tenant }: ConfigDocument, index: number): string | undefined {
    const found = this.#world.tenants.find(({ name }) => name === tenant);
    if (kind === 'tenant') return found?.id ?? this.#idOfNew(`tenant/${tenant}/${tenant}`);
    const id = this.#final.get(`tenant/${tenant}`);
    if (id !== undefined) return id;
    const message = `There is no tenant "${tenant}", or it is archived, or you may not see it.`;
    this.faults.push({ index, path: 'metadata.tenant', message });
    return undefined;
  }

  #settleNames(kind: Exclude<PlanKind, 'grant'>): void {
    if (kind === 'tenant') {
      for (const { id, name, archivedAt } of this.#world.tenants)
        if (archivedAt === null) this.#final.set(`tenant/${name}`, id);
      for (const { document, id } of this.entries) this.#final.set(`tenant/${document.name}`, id);
      return;
    }
    const gone = new Set(this.listPruned(kind).map(({ id }) => id));
    for (const row of this.#world[kind])
      if (!isArchived(row) && !gone.has(row.id))
        this.#final.set(`${kind}/${row.tenantId}/${row.name}`, row.id);
    for (const { document, tenantId, id } of this.entries)
      if (document.kind === kind) this.#final.set(`${kind}/${tenantId}/${document.name}`, id);
  }

  #idOfNew(key: string): string {
    return this.#idsOfNew.get(key) ?? randomUUID();
  }
}

interface Wanted {
  readonly document: DocumentOf<'grant'>;
  readonly index: number;
  readonly tenantId: string;
  readonly draft: ReturnType<DraftReader['grant']>;
}

function subjectOf({
  tenantId,
  applicationId,
  modelId,
}: Pick<PlanRows['grant'], 'tenantId' | 'applicationId' | 'modelId'>): string {
  return `${tenantId}/${applicationId}/${modelId}`;
}

function indexRows({ tenants, ...world }: World): ReadonlyMap<string, AnyRow> {
  const rows = new Map<string, AnyRow>(tenants.map((row) => [`tenant/${row.name}`, row]));
  for (const kind of ['application', 'prompt_policy', 'route', 'limit', 'budget'] as const)
    for (const row of world[kind]) rows.set(`${kind}/${row.tenantId}/${row.name}`, row);
  return rows;
}

function isArchived(row: AnyRow): boolean {
  return 'archivedAt' in row && row.archivedAt !== null;
}

/** Name -> id. */
function namesInUse(
  rows: readonly { readonly id: string; readonly name: string; readonly archivedAt: Date | null }[],
): ReadonlyMap<string, string> {
  const inUse = rows.filter(({ archivedAt }) => archivedAt === null);
  return new Map(inUse.map(({ id, name }) => [name, id]));
}
