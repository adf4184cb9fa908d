import { type Built, buildSnapshot } from '../../../data-plane/config/build-snapshot.ts';
import {
  applyUpdate,
  EMPTY_SET,
  type ResourceSet,
} from '../../../data-plane/config/resource-store.ts';
import { SecretStore } from '../../../data-plane/config/secret-store.ts';
import { runAtOnce } from '../../../data-plane/config/slices.ts';
import {
  digestOf,
  resource,
  sharedResources,
  type TestResource,
  tenantResources,
  testCredential,
  testPepper,
} from '../../support/configuration.ts';

/** The pepper and the credential that tests share. */
export const secrets = new SecretStore([
  { name: `api_key_pepper/${testPepper.id}`, generation: 1n, value: testPepper.secret },
  {
    name: 'provider_credential/provider-1',
    generation: 1n,
    value: Buffer.from(testCredential),
  },
]);

/** What a node holds once it has received these resources as a full update. */
export function receive(
  resources: readonly TestResource[],
  revision = 1n,
  held: ResourceSet = EMPTY_SET,
): ResourceSet {
  const result = runAtOnce(
    applyUpdate(held, {
      nonce: '1',
      from: held.position,
      to: { epoch: 1n, revision },
      full: true,
      upserts: resources,
      removals: [],
      digest: digestOf(resources),
      oldestCommitAtMs: 0,
    }),
  );
  if (result.kind !== 'applied') throw new Error(result.message);
  return result.set;
}

/** Builds a snapshot at once, beside the one before it and with the secrets that tests share. */
export function build(received: ResourceSet, previous?: Built, store = secrets) {
  return runAtOnce(buildSnapshot({ previous, received, secrets: store }));
}

/** The same, for a build that must succeed: a rejected one throws its faults. */
export function built(received: ResourceSet, previous?: Built, store = secrets): Built {
  const result = build(received, previous, store);
  if (result.kind === 'rejected') throw new Error(JSON.stringify(result.faults));
  return result.built;
}

/** The resources with one of them replaced by its next version. */
export function replaced(
  resources: readonly TestResource[],
  next: TestResource,
): readonly TestResource[] {
  return resources.map((one) => (one.kind === next.kind && one.id === next.id ? next : one));
}

/** Valid resources: the shared ones, and tenants “a” and “b”. */
export const good = [...sharedResources(), ...tenantResources('a'), ...tenantResources('b')];

/** A version of tenant a’s route that no build accepts. */
export const badRoute = resource(
  'route',
  { id: 'route-a', tenantId: 'a' },
  {
    tenantId: 'a',
    name: 'assistant',
    operation: 'chat',
    rules: [{ name: 'all', when: 'request.inputTokens + "x"', split: [] }],
    firstTokenTimeoutMs: 1,
    totalTimeoutMs: 1,
  },
);
