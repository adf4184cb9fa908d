import { afterEach, beforeEach } from '@jest/globals';
import type { Snapshot } from '../../../data-plane/config/snapshot.ts';
import {
  answer,
  chatBody,
  type FaultyProvider,
  startFaultyProvider,
} from '../../support/faulty-provider.ts';
import { createGateway, type Gateway, type GatewayChanges } from './call-fixture.ts';
import {
  providersAt,
  routeOver,
  type SnapshotParts,
  snapshotOf,
  targetOf,
} from './snapshot-fixture.ts';

/** Providers that live as long as one test, and the gateways over them. */
class Providers {
  readonly #running: FaultyProvider[] = [];
  readonly #gateways: Gateway[] = [];

  async start(count: number): Promise<void> {
    while (this.#running.length < count)
      this.#running.push(await startFaultyProvider(answer(chatBody)));
  }

  async close(): Promise<void> {
    await Promise.all(this.#gateways.splice(0).map(({ pools }) => pools.close(100)));
    await Promise.all(this.#running.splice(0).map((provider) => provider.close()));
  }

  at(index: number): FaultyProvider {
    const provider = this.#running[index];
    if (provider === undefined) throw new Error('providers run within a test only');
    return provider;
  }

  /** A gateway whose connections end with the test. */
  gatewayOver(...parts: Parameters<typeof createGateway>): Gateway {
    const gateway = createGateway(...parts);
    this.#gateways.push(gateway);
    return gateway;
  }
}

/** Two providers that answer until a test says otherwise. */
export interface ProviderPair {
  readonly first: FaultyProvider;
  readonly second: FaultyProvider;
  gatewayOver(...parts: Parameters<typeof createGateway>): Gateway;
  /** One route over a target at each, the first one first. */
  twoTargets(changes?: Parameters<typeof routeOver>[1]): Snapshot;
}

/** Starts a pair anew for each test of the file that calls it. */
export function useProviderPair(): ProviderPair {
  const providers = startForEachTest(2);
  return {
    get first() {
      return providers.at(0);
    },
    get second() {
      return providers.at(1);
    },
    gatewayOver: (...parts) => providers.gatewayOver(...parts),
    twoTargets: (changes = {}) => {
      const targets = [targetOf(0), targetOf(1)];
      return snapshotOf({
        providers: providersAt([providers.at(0).baseUrl, providers.at(1).baseUrl]),
        targets,
        routes: [routeOver(targets, changes)],
      });
    },
  };
}

/** One provider behind two names, and gateways over whatever a test configures. */
export interface SoleProvider {
  readonly provider: FaultyProvider;
  gatewayWith(parts: SnapshotParts, changes?: GatewayChanges): Gateway;
}

/** Starts a provider anew for each test of the file that calls it. */
export function useSoleProvider(): SoleProvider {
  const providers = startForEachTest(1);
  return {
    get provider() {
      return providers.at(0);
    },
    gatewayWith: (parts, changes) => {
      const { baseUrl } = providers.at(0);
      const snapshot = snapshotOf({ providers: providersAt([baseUrl, baseUrl]), ...parts });
      return providers.gatewayOver(snapshot, {}, undefined, changes);
    },
  };
}

function startForEachTest(count: number): Providers {
  const providers = new Providers();
  beforeEach(() => providers.start(count));
  afterEach(() => providers.close());
  return providers;
}
