import { ApplicationTable } from './application.ts';
import { TenantTable } from './tenant.ts';

/** Every table that the object mapper knows. An explicit list: nothing is found by searching folders. */
export const tables = [TenantTable, ApplicationTable] as const;
