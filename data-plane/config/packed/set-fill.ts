import { ForkableMap } from '../../../proto/forkable-map.ts';
import { isVersionOf } from '../../../proto/resource.ts';
import { ViewDigest } from '../../../proto/view-digest.ts';
import type { SlicedWork } from '../slices.ts';
import { ForkableIndex } from './forkable-index.ts';
import { PackedDomain } from './packed-domain.ts';
import {
  copyRecord,
  PackedResource,
  type ResourceSpan,
  recordBytesOfSpan,
  recordPrint,
  resourceKey,
} from './packed-resource.ts';
import type { SetContent } from './set-draft.ts';
import { Slabs } from './slabs.ts';

/** A set that is filled domain by domain, each once, from memory in which its resources lie encoded. */
export class SetFill {
  readonly #domains = new ForkableMap<PackedDomain>();
  readonly #owners = new ForkableIndex<string>();
  readonly #digest = new ViewDigest();
  readonly #slabs = new Slabs();

  /**
   * Copies the resources of one tenant, or the shared ones. A resource that comes twice makes another digest than that of any set.
   * @throws RangeError when the domain is there already
   */
  add(tenantId: string, source: Buffer, spans: readonly ResourceSpan[]): void {
    if (this.#domains.has(tenantId)) throw new RangeError('a tenant is there twice');
    const bytes = spans.reduce((sum, span) => sum + recordBytesOfSpan(span), 0);
    const memory = this.#slabs.allocate(bytes);
    let start = 0;
    for (const span of spans) {
      const end = copyRecord(memory, start, { source, span });
      this.#digest.toggleEncoded(new PackedResource(memory, start, tenantId).versionedName);
      this.#owners.add(recordPrint(memory, start), tenantId);
      start = end;
    }
    this.#domains.set(tenantId, new PackedDomain(tenantId, spans.length, memory));
  }

  /** Takes a domain as it is, with a pause at each resource. Its resources are not in the digest. */
  *take(domain: PackedDomain): SlicedWork<void> {
    for (const start of domain.starts()) {
      this.#owners.add(domain.printAt(start), domain.tenantId);
      yield;
    }
    this.#domains.set(domain.tenantId, domain);
  }

  /** With the digest of what was added, or of what was taken. */
  finish(digest: Buffer = this.#digest.value()): SetContent {
    return { domains: this.#domains, owners: this.#owners, digest };
  }
}

/** The first resource whose version is not that of its body, for people; undefined when there is none. */
export function findForged({ domains }: SetContent): string | undefined {
  for (const domain of domains.values())
    for (const resource of domain.values())
      if (!isVersionOf(resource.version, resource.body)) return resourceKey(resource);
  return undefined;
}
