import { ForkableMap } from '../../proto/forkable-map.ts';
import type { CompiledResource } from './compile-resource.ts';
import type { SlicedWork } from './pace.ts';

/** Key -> the resource that takes its place; undefined when it goes. */
export type Difference = ReadonlyMap<string, CompiledResource | undefined>;

/**
 * What differs between a view and what was read. With `full`, what was not read is gone. `view` must not change
 * between the first step and the last.
 */
export function* differenceOf(
  view: ReadonlyMap<string, CompiledResource>,
  read: Difference,
  full: boolean,
): SlicedWork<ForkableMap<CompiledResource | undefined>> {
  const different = new ForkableMap<CompiledResource | undefined>();
  if (full)
    for (const key of view.keys()) {
      if (!read.has(key)) different.set(key, undefined);
      yield;
    }
  for (const [key, resource] of read) {
    if (!isSameResource(view.get(key), resource)) different.set(key, resource);
    yield;
  }
  return different;
}

/** Whether nodes would get the same; both may be missing. */
export function isSameResource(
  left: CompiledResource | undefined,
  right: CompiledResource | undefined,
): boolean {
  if (left === undefined || right === undefined) return left === right;
  return left.tenantId === right.tenantId && left.version.equals(right.version);
}
