import type { CompiledResource } from '../../control-plane/compile/compile-resource.ts';
import type { Segment } from '../../control-plane/config-stream/push/encoded-segment.ts';
import { Segments } from '../../control-plane/config-stream/push/segment.ts';
import { NodeSession } from '../../control-plane/config-stream/session/node-session.ts';
import { View } from '../../control-plane/config-stream/view.ts';
import type { Mark } from '../../control-plane/config-stream/view-history.ts';
import { ActiveSnapshot } from '../../data-plane/config/active-snapshot.ts';
import { type Enforced, Enforcement } from '../../data-plane/config/enforcement.ts';
import type {
  KeptConfiguration,
  LoadedState,
} from '../../data-plane/config/kept/last-known-good.ts';
import type { KeptState } from '../../data-plane/config/kept/last-known-good-format.ts';
import { writePosition } from '../../data-plane/config/position.ts';
import { applyUpdate, EMPTY_SET } from '../../data-plane/config/resource-store.ts';
import { runAtOnce } from '../../data-plane/config/slices.ts';
import { UpdateAssembly } from '../../data-plane/config/stream/update-assembly.ts';
import { diagnosticsOf, outcomeOf } from '../../data-plane/config/stream/verdict.ts';
import { configContract } from '../../proto/contract/config.ts';
import type { Hello__Output } from '../../proto/generated/gatehouse/config/v1/Hello.ts';
import type { Update__Output } from '../../proto/generated/gatehouse/config/v1/Update.ts';
import type { Verdict__Output } from '../../proto/generated/gatehouse/config/v1/Verdict.ts';
import { isResourceKind } from '../../proto/resource.ts';
import { digestOf, hashOf, keyOf, type TestResource, testPepper } from './configuration.ts';

const { responseDeserialize, requestSerialize, requestDeserialize } =
  configContract.ConfigService.service.Stream;

/** What is committed, revision by revision, as Postgres would hold it. */
export class ModelDatabase {
  readonly #revisions: ReadonlyMap<string, TestResource>[] = [new Map()];

  get revision(): number {
    return this.#revisions.length - 1;
  }

  get head(): ReadonlyMap<string, TestResource> {
    return this.at(this.revision);
  }

  get digest(): Buffer {
    return digestOf(this.head.values());
  }

  at(revision: number): ReadonlyMap<string, TestResource> {
    const found = this.#revisions[revision];
    if (found === undefined) throw new Error(`there is no revision ${revision}`);
    return found;
  }

  commit(change: (resources: Map<string, TestResource>) => void): void {
    const next = new Map(this.head);
    change(next);
    this.#revisions.push(next);
  }

  /** Keys that differ between two revisions that follow each other. */
  changedAt(revision: number): readonly string[] {
    const [before, after] = [this.at(revision - 1), this.at(revision)];
    return [...new Set([...before.keys(), ...after.keys()])].filter(
      (key) => before.get(key) !== after.get(key),
    );
  }
}

/** A replica of the control plane: a view that is as old as its last reading. */
export class ModelReplica {
  readonly view = new View();
  readonly segments = new Segments(this.view);
  /** Revision at each mark that was the newest one. */
  readonly revisionAt = new Map<Mark, number>();
  readonly #database: ModelDatabase;

  constructor(database: ModelDatabase) {
    this.#database = database;
  }

  catchUp(): void {
    this.#read();
    this.revisionAt.set(this.view.mark, Number(this.view.head?.revision ?? 0n));
  }

  #read(): void {
    const held = Number(this.view.head?.revision ?? -1n);
    const { revision, head: resources } = this.#database;
    if (revision === 0 || held === revision) return;
    const head = { epoch: 1n, revision: BigInt(revision) };
    if (held < 0) {
      const all = new Map([...resources].map(([key, one]) => [key, compiled(one)]));
      this.view.apply({ head, full: true, resources: all, changes: [], oldestCommitMs: 0 });
      return;
    }
    const changes = Array.from({ length: revision - held }, (_, index) => ({
      revision: BigInt(held + index + 1),
      keys: this.#database.changedAt(held + index + 1),
    }));
    const touched = changes.flatMap(({ keys }) => keys);
    const changed = new Map(
      touched.map((key) => {
        const resource = resources.get(key);
        return [key, resource === undefined ? undefined : compiled(resource)] as const;
      }),
    );
    this.view.apply({ head, full: false, resources: changed, changes, oldestCommitMs: 0 });
  }
}

/** Hashes of the keys of all tenants that a model has. */
const keysOfModel = ['a', 'b', 'c'].map((tenantId) => hashOf(keyOf(tenantId)).toString('hex'));

/** A node and its stream: what is on the way can be lost, doubled and swapped. */
export class ModelNode {
  readonly down: Update__Output[] = [];
  readonly up: Verdict__Output[] = [];
  #active = new ActiveSnapshot();
  #kept = new MemoryKept();
  #enforcement = new Enforcement(this.#active, this.#kept);
  #assembly = new UpdateAssembly();
  #session: NodeSession | undefined;
  #replica: ModelReplica | undefined;
  #askFull = false;

  get enforcement(): Enforcement {
    return this.#enforcement;
  }

  get isConnected(): boolean {
    return this.#session !== undefined;
  }

  /** Ids of the keys with which calls are taken. */
  get keyIds(): readonly string[] {
    return keysOfModel.flatMap((hash) => this.#active.current?.keysByHash.get(hash)?.id ?? []);
  }

  /** Up to where the replica takes everything for held; 0 when it does not know. */
  get acknowledgedRevision(): number {
    const mark = this.#session?.acknowledged;
    return mark === undefined ? 0 : (this.#replica?.revisionAt.get(mark) ?? 0);
  }

  async start(): Promise<void> {
    const name = `api_key_pepper/${testPepper.id}`;
    await this.#enforcement.replaceSecrets([{ name, generation: 1n, value: testPepper.secret }]);
  }

  /** kill -9 and a start on what was kept. */
  async restart(): Promise<void> {
    this.cut();
    this.#active = new ActiveSnapshot();
    this.#enforcement = new Enforcement(this.#active, this.#kept);
    this.#enforcement.restore();
    await this.start();
  }

  dial(replica: ModelReplica): void {
    this.cut();
    this.#replica = replica;
    this.#session = new NodeSession(replica.view, replica.segments);
    this.#session.welcome(this.#hello());
  }

  cut(): void {
    this.#session = undefined;
    this.down.length = 0;
    this.up.length = 0;
    this.#assembly.clear();
  }

  /** The replica sends what is due. */
  offer(nowMs: number): void {
    const session = this.#session;
    const replica = this.#replica;
    if (session === undefined || replica === undefined) return;
    if (session.due(replica.view.mark, nowMs) === 'nothing') return;
    this.down.push(...partsOf(session.open()));
  }

  /** The node takes the next part. */
  async takePart(): Promise<void> {
    const part = this.down.shift();
    if (part === undefined) return;
    const assembled = this.#assembly.add(part);
    if (assembled.kind === 'incomplete') return;
    const enforced: Enforced =
      assembled.kind === 'whole'
        ? await this.#enforcement.apply(assembled.update)
        : { outcome: 'misfit', askFull: true, faults: [] };
    this.#enforcement.keep();
    if (enforced.outcome === 'misfit') {
      this.#askFull ||= enforced.askFull;
      this.cut();
      return;
    }
    if (enforced.outcome !== 'rejected') this.#askFull = false;
    this.up.push(this.#verdict(part.nonce, enforced));
  }

  /** The replica takes the next verdict; a stray one ends the stream. */
  takeVerdict(nowMs: number): void {
    const verdict = this.up.shift();
    if (verdict === undefined || this.#session === undefined) return;
    if (this.#session.answer(verdict, nowMs).kind === 'stray') this.cut();
  }

  #hello(): Hello__Output {
    const hello = {
      held: writePosition(this.#enforcement.position),
      digest: this.#askFull ? Buffer.alloc(0) : this.#enforcement.digest,
    };
    const read = requestDeserialize(requestSerialize({ hello })).hello;
    if (!read) throw new Error('a Hello is read back as one');
    return read;
  }

  #verdict(nonce: string, enforced: Enforced): Verdict__Output {
    const { position, digest } = this.#enforcement;
    const verdict = {
      nonce,
      outcome: outcomeOf(enforced),
      now: writePosition(position),
      digest,
      diagnostics: diagnosticsOf(enforced),
    };
    const read = requestDeserialize(requestSerialize({ verdict })).verdict;
    if (!read) throw new Error('a verdict is read back as one');
    return read;
  }
}

/** The last-known-good configuration, without a disk. */
class MemoryKept implements KeptConfiguration {
  #state: KeptState | undefined;

  load(): Iterable<LoadedState> {
    if (this.#state === undefined) return [];
    const { enforced, secrets } = this.#state;
    const update = {
      nonce: '0',
      from: EMPTY_SET.position,
      to: enforced.position,
      full: true,
      upserts: [...enforced.domains.values()].flatMap((domain) => [...domain.values()]),
      removals: [],
      digest: enforced.digest,
      oldestCommitAtMs: 0,
    };
    const result = runAtOnce(applyUpdate(EMPTY_SET, update));
    if (result.kind !== 'applied') throw new Error(`what was kept is not whole: ${result.message}`);
    return [{ set: result.set, secrets, isJudged: true, file: 'memory' }];
  }

  save(state: KeptState): void {
    this.#state = state;
  }

  async settle(): Promise<void> {
    // Nothing is ever under way.
  }
}

function partsOf(segment: Segment): readonly Update__Output[] {
  return Array.from({ length: segment.partCount }, (_, index) => {
    const { update } = responseDeserialize(segment.part(index));
    if (!update) throw new Error('a part of a segment is an update');
    return update;
  });
}

/** As a replica holds it. */
export function compiled(resource: TestResource): CompiledResource {
  const { kind } = resource;
  if (!isResourceKind(kind)) throw new Error(`${kind} is no kind of resource`);
  return { ...resource, kind, claim: '', blankField: '' };
}
