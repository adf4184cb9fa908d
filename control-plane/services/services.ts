import type { Storage } from '../storage/storage.ts';
import { ApplicationService } from './application.ts';
import { TenantService } from './tenant.ts';

/** Every use case, by noun. */
export interface Services {
  readonly tenants: TenantService;
  readonly applications: ApplicationService;
}

/** Makes the services over one storage. */
export function createServices(storage: Storage): Services {
  return {
    tenants: new TenantService(storage),
    applications: new ApplicationService(storage),
  };
}
