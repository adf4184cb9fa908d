import { ForkableMap } from '../../proto/forkable-map.ts';
import { ViewDigest } from '../../proto/view-digest.ts';
import type { CompiledResource } from '../compile/compile-resource.ts';
import type { SlicedWork } from '../compile/pace.ts';
import { type Difference, isSameResource } from '../compile/view-difference.ts';

/** The resources of a view at one moment. Immutable: a change makes the next one, which shares with it what stays. */
export interface ViewContent {
  readonly resources: ForkableMap<CompiledResource>;
  /** 32 bytes: see proto/view-digest.ts. */
  readonly digest: Buffer;
  /** Bytes of the bodies. */
  readonly bodyBytes: number;
}

/** Content after a change. */
export interface ChangedContent {
  readonly content: ViewContent;
  /** Keys `kind/id` of what is different. */
  readonly touched: readonly string[];
  /** Those of them that are gone. */
  readonly removed: ReadonlySet<string>;
}

/** Content of a view before its first change. */
export const EMPTY_CONTENT: ViewContent = {
  resources: new ForkableMap(),
  digest: new ViewDigest().value(),
  bodyBytes: 0,
};

/** The content with these resources; with `full`, without any other. `before` stays as it is. */
export function* changeContent(
  before: ViewContent,
  resources: Difference,
  full: boolean,
): SlicedWork<ChangedContent> {
  const draft = new ContentDraft(before);
  if (full)
    for (const key of before.resources.keys()) {
      if (!resources.has(key)) draft.put(key, undefined);
      yield;
    }
  for (const [key, resource] of resources) {
    draft.put(key, resource);
    yield;
  }
  return draft.finish();
}

/** Content that is being changed. */
class ContentDraft {
  readonly #resources: ForkableMap<CompiledResource>;
  readonly #digest: ViewDigest;
  #bodyBytes: number;
  readonly #touched: string[] = [];
  readonly #removed = new Set<string>();

  constructor({ resources, digest, bodyBytes }: ViewContent) {
    this.#resources = resources.fork();
    this.#digest = new ViewDigest(digest);
    this.#bodyBytes = bodyBytes;
  }

  put(key: string, resource: CompiledResource | undefined): void {
    const old = this.#resources.get(key);
    if (isSameResource(old, resource)) return;
    this.#touched.push(key);
    if (old !== undefined) {
      this.#digest.toggle(old);
      this.#bodyBytes -= old.body.length;
    }
    if (resource === undefined) {
      this.#resources.delete(key);
      this.#removed.add(key);
      return;
    }
    this.#digest.toggle(resource);
    this.#bodyBytes += resource.body.length;
    this.#resources.set(key, resource);
  }

  finish(): ChangedContent {
    const content = {
      resources: this.#resources,
      digest: this.#digest.value(),
      bodyBytes: this.#bodyBytes,
    };
    return { content, touched: this.#touched, removed: this.#removed };
  }
}
