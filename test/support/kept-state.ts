import type { KeptState } from '../../data-plane/config/kept/last-known-good-format.ts';
import { PackedDomain } from '../../data-plane/config/packed/packed-domain.ts';
import {
  digestOf,
  rawResource,
  resource,
  type TestResource,
  tenantResources,
} from './configuration.ts';

/** Under which the configurations of tests are kept. */
export const testStateKey = Buffer.alloc(32, 5);

/** What is kept at a revision: no two have the same. @param paddingBytes to make it so much larger */
export function keptResources(revision: bigint, paddingBytes = 0): readonly TestResource[] {
  const named = resource('tenant', { id: 'a', tenantId: 'a' }, { name: `at ${revision}` });
  const padding = Buffer.alloc(paddingBytes, Number(revision % 251n));
  return [
    named,
    ...tenantResources('a').filter(({ kind }) => kind !== 'tenant'),
    ...(paddingBytes > 0 ? [rawResource('padding', 'padding', 'a', padding)] : []),
  ];
}

/** The state that is kept at a revision of epoch 2. */
export function keptState(revision: bigint, paddingBytes = 0): KeptState {
  const resources = keptResources(revision, paddingBytes);
  return {
    enforced: {
      position: { epoch: 2n, revision },
      domains: new Map([['a', PackedDomain.of('a', resources)]]),
      digest: digestOf(resources),
    },
    secrets: [{ name: 'provider_credential/p', generation: 3n, value: Buffer.from('sk-1') }],
  };
}
