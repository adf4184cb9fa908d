import { loadPackageDefinition } from '@grpc/grpc-js';
import { loadDefinitions } from '../load.ts';

/** Loads a contract with services, by nested names; each service is a constructor of its client. */
export function loadServices(file: string): unknown {
  return loadPackageDefinition(loadDefinitions(file));
}
