import type { Operation } from '../services/operation.ts';
import type { Services } from '../services/services.ts';
import type { Loaders } from './loaders.ts';

/** What every resolver may reach. Resolvers get services and loaders, never storage. */
export interface GraphQLContext {
  readonly operation: Operation;
  readonly services: Services;
  readonly loaders: Loaders;
  /** Aborted when the caller has left: what waits for it ends. */
  readonly departure: AbortSignal;
}
