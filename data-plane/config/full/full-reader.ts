import { listTargetIds } from '../../../policy/strategy/candidate.ts';
import type { Fault } from '../build/fault.ts';
import { judgeTenant } from '../build/judge-tenant.ts';
import { readRoute } from '../build/read-policy.ts';
import { buildSharedPart, type SharedPart } from '../build/shared-part.ts';
import {
  applyUpdate,
  type Domain,
  EMPTY_SET,
  SHARED_DOMAIN,
  type WholeUpdate,
} from '../resource-store.ts';
import { runAtOnce } from '../slices.ts';
import { unpackUpdate } from '../stream/unpack-update.ts';
import { UpdateAssembly } from '../stream/update-assembly.ts';
import type {
  DomainSlab,
  FullAnswer,
  FullHead,
  FullJudgement,
  FullQuestion,
} from './full-message.ts';

const nothingFound: FullJudgement = { faults: new Map(), targetIds: new Set() };

/** Takes a full update apart, in a thread of its own: nothing of it pauses. */
export class FullReader {
  readonly #assembly = new UpdateAssembly();
  #hasBegun = false;
  #domains: readonly Domain[] = [];
  #slabs: IterableIterator<readonly Domain[]> | undefined;

  answer(question: FullQuestion): FullAnswer {
    if (question.kind === 'part') return this.#add(Buffer.from(question.gzip));
    if (question.kind === 'judge')
      return { kind: 'judged', judgement: judge(this.#domains, question.peppers) };
    this.#slabs ??= groupByMemory(this.#domains).values();
    const { value } = this.#slabs.next();
    return value === undefined ? { kind: 'end' } : { kind: 'slab', slab: slabOf(value) };
  }

  #add(gzip: Buffer): FullAnswer {
    const part = unpackUpdate({ gzip });
    if (part === undefined)
      return { kind: 'fault', nonce: '', message: 'a part of an update could not be unpacked' };
    if (!this.#hasBegun && !part.full) return { kind: 'not_full' };
    this.#hasBegun = true;
    const assembled = this.#assembly.add(part);
    if (assembled.kind === 'incomplete') return assembled;
    if (assembled.kind === 'whole') return this.#finish(assembled.update);
    return { kind: 'fault', nonce: part.nonce, message: assembled.message };
  }

  #finish(update: WholeUpdate): FullAnswer {
    const { nonce, to, digest, oldestCommitAtMs } = update;
    const result = runAtOnce(applyUpdate(EMPTY_SET, update));
    if (result.kind !== 'applied') return { kind: 'fault', nonce, message: result.message };
    this.#domains = [...result.set.domains.values()];
    const head: FullHead = { nonce, to, digest: Uint8Array.from(digest), oldestCommitAtMs };
    return { kind: 'whole', head };
  }
}

/** An invalid shared resource is found by whoever takes the update, who refuses it then. */
function judge(domains: readonly Domain[], peppers: ReadonlySet<string>): FullJudgement {
  const common = domains.find(({ tenantId }) => tenantId === SHARED_DOMAIN);
  const shared = runAtOnce(buildSharedPart(common));
  if (shared.kind === 'invalid') return nothingFound;
  const faults = new Map<string, readonly Fault[]>();
  const targetIds = new Set<string>();
  for (const domain of domains) {
    if (domain === common) continue;
    const found = judgeOne(domain, shared.part, peppers);
    if (found.length > 0) faults.set(domain.tenantId, found);
    else addTargets(targetIds, domain);
  }
  return { faults, targetIds };
}

function judgeOne(domain: Domain, shared: SharedPart, peppers: ReadonlySet<string>) {
  return runAtOnce(judgeTenant({ tenantId: domain.tenantId, domain, shared, peppers }));
}

function addTargets(targetIds: Set<string>, domain: Domain): void {
  for (const resource of domain.ofKind('route'))
    for (const id of listTargetIds(readRoute(resource).policy.rules)) targetIds.add(id);
}

function groupByMemory(domains: readonly Domain[]): ReadonlyMap<ArrayBufferLike, Domain[]> {
  const groups = new Map<ArrayBufferLike, Domain[]>();
  for (const domain of domains) {
    const { buffer } = domain.memory;
    const group = groups.get(buffer);
    if (group === undefined) groups.set(buffer, [domain]);
    else group.push(domain);
  }
  return groups;
}

/** Of domains that lie in one memory. */
function slabOf(domains: readonly Domain[]): DomainSlab {
  return {
    memory: domains[0]?.memory.buffer ?? new ArrayBuffer(0),
    tenantIds: domains.map(({ tenantId }) => tenantId),
    starts: Int32Array.from(domains, ({ memory }) => memory.byteOffset),
    ends: Int32Array.from(domains, ({ memory }) => memory.byteOffset + memory.length),
    sizes: Int32Array.from(domains, ({ size }) => size),
  };
}
