import type { Resource__Output } from '../../../proto/generated/gatehouse/config/v1/Resource.ts';
import type { Update__Output } from '../../../proto/generated/gatehouse/config/v1/Update.ts';
import { VERSION_BYTES } from '../../../proto/resource.ts';
import type { ResourceName } from '../packed/packed-resource.ts';
import { ResourcePack } from '../packed/resource-pack.ts';
import { readPosition } from '../position.ts';
import type { WholeUpdate } from '../resource-store.ts';

/** Bounds of one update. Ten times the largest configuration that the design names. */
export const UPDATE_LIMITS = {
  partsMax: 4_096,
  resourcesMax: 1_500_000,
  bytesMax: 256 * 1_048_576,
  bodyBytesMax: 1_048_576,
  nameLengthMax: 64,
} as const;

/** What the parts so far make: more are to come, or the whole, or nonsense. */
export type AssemblyResult =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'whole'; readonly update: WholeUpdate }
  | { readonly kind: 'fault'; readonly message: string };

const INCOMPLETE: AssemblyResult = { kind: 'incomplete' };

/** Collects the parts of an update. Nothing of it is to be used before the last one came. */
export class UpdateAssembly {
  #first: Update__Output | undefined;
  #nextPart = 1;
  #bytes = 0;
  #upserts = new ResourcePack();
  #removals: ResourceName[] = [];

  /** Takes the next part. After a fault, and after a whole, it is empty again. */
  add(part: Update__Output): AssemblyResult {
    const fault = this.#check(part) ?? this.#take(part);
    if (fault !== undefined) {
      this.clear();
      return { kind: 'fault', message: fault };
    }
    this.#nextPart += 1;
    if (part.part < part.parts) return INCOMPLETE;
    const update = this.#finish(part);
    this.clear();
    return { kind: 'whole', update };
  }

  /** Forgets an update that was cut off, as by a lost stream. */
  clear(): void {
    this.#first = undefined;
    this.#nextPart = 1;
    this.#bytes = 0;
    this.#upserts = new ResourcePack();
    this.#removals = [];
  }

  #check(part: Update__Output): string | undefined {
    if (part.parts < 1 || part.parts > UPDATE_LIMITS.partsMax)
      return `an update has 1 to ${UPDATE_LIMITS.partsMax} parts, not ${part.parts}`;
    if (part.part !== this.#nextPart) return `part ${this.#nextPart} was due, not ${part.part}`;
    this.#first ??= part;
    const first = this.#first;
    const same =
      part.nonce === first.nonce && part.parts === first.parts && part.full === first.full;
    return same ? undefined : 'the parts are not of one update';
  }

  #take(part: Update__Output): string | undefined {
    const count = this.#upserts.length + this.#removals.length;
    if (count + part.upserts.length + part.removals.length > UPDATE_LIMITS.resourcesMax)
      return `an update has at most ${UPDATE_LIMITS.resourcesMax} resources`;
    for (const resource of part.upserts) {
      const fault = checkResource(resource);
      if (fault !== undefined) return fault;
      this.#bytes += resource.body.length;
    }
    if (this.#bytes > UPDATE_LIMITS.bytesMax)
      return `an update has at most ${UPDATE_LIMITS.bytesMax} bytes`;
    // Copied, because a resource that stays would keep the whole message in memory.
    this.#upserts.add(part.upserts);
    for (const { kind, id } of part.removals) this.#removals.push({ kind, id });
    return undefined;
  }

  /** Digest and positions are those of the last part: they speak of the state after it. */
  #finish(last: Update__Output): WholeUpdate {
    return {
      nonce: last.nonce,
      from: readPosition(last.from),
      to: readPosition(last.to),
      full: last.full,
      upserts: this.#upserts,
      removals: this.#removals,
      digest: last.digest,
      oldestCommitAtMs: Number(last.oldestCommitUnixMs),
    };
  }
}

function checkResource({
  kind,
  id,
  tenantId,
  version,
  body,
}: Resource__Output): string | undefined {
  const { nameLengthMax, bodyBytesMax } = UPDATE_LIMITS;
  if (kind.length > nameLengthMax || id.length > nameLengthMax || tenantId.length > nameLengthMax)
    return `kind, id and tenant of a resource have at most ${nameLengthMax} characters`;
  if (version.length !== VERSION_BYTES)
    return `the version of ${kind}/${id} is not ${VERSION_BYTES} bytes long`;
  if (body.length > bodyBytesMax) return `${kind}/${id} has more than ${bodyBytesMax} bytes`;
  return undefined;
}
