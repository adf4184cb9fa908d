import { expect, test } from '@jest/globals';
import { buildSnapshot } from '../../../data-plane/config/build-snapshot.ts';
import type { Domain } from '../../../data-plane/config/resource-store.ts';
import type { SlicedWork } from '../../../data-plane/config/slices.ts';
import { ForkableMap } from '../../../proto/forkable-map.ts';
import { sharedResources, tenantResources } from '../../support/configuration.ts';
import { built, receive, secrets } from './snapshot-fixture.ts';

/** Counts the tenants that somebody looks at one after the other. */
class CountedDomains extends ForkableMap<Domain> {
  seenCount = 0;

  override *keys(): MapIterator<string> {
    for (const key of super.keys()) {
      this.seenCount += 1;
      yield key;
    }
  }

  override *keysThatDiffer(other: ForkableMap<Domain>): Generator<string, void, void> {
    for (const key of super.keysThatDiffer(other)) {
      this.seenCount += 1;
      yield key;
    }
  }
}

/** The most that was counted between two pauses. */
function mostBetweenPauses(work: SlicedWork<unknown>, count: () => number): number {
  let most = 0;
  for (;;) {
    const before = count();
    const { done } = work.next();
    most = Math.max(most, count() - before);
    if (done === true) return most;
  }
}

const tenants = Array.from({ length: 30 }, (_, number) => tenantResources(`t${number}`)).flat();

test('a first configuration is made ready with a pause at each tenant', () => {
  const received = receive([...sharedResources(), ...tenants]);
  const domains = new CountedDomains(received.domains);
  const input = { previous: undefined, received: { ...received, domains }, secrets };
  expect(mostBetweenPauses(buildSnapshot(input), () => domains.seenCount)).toBe(1);
  expect(domains.seenCount).toBeGreaterThanOrEqual(30);
});

test('a change of what all tenants share is made ready with a pause at each of them', () => {
  const before = receive([...sharedResources(), ...tenants]);
  const after = receive([...sharedResources('http://127.0.0.1:8/v1'), ...tenants], 2n, before);
  const domains = new CountedDomains(after.domains);
  const input = { previous: built(before), received: { ...after, domains }, secrets };
  expect(mostBetweenPauses(buildSnapshot(input), () => domains.seenCount)).toBe(1);
  expect(domains.seenCount).toBeGreaterThanOrEqual(30);
});
