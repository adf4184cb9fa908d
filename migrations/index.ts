import { CreateRevision0001 } from './0001-create-revision.ts';
import { CreateAudit0002 } from './0002-create-audit.ts';
import { CreatePeople0003 } from './0003-create-people.ts';
import { CreateCatalog0004 } from './0004-create-catalog.ts';
import { CreatePolicy0005 } from './0005-create-policy.ts';
import { CreateGrant0006 } from './0006-create-grant.ts';
import { CreateTelemetry0007 } from './0007-create-telemetry.ts';

/** In the order in which they run. A merged migration is never edited; a mistake gets a new one. */
export const migrations = [
  CreateRevision0001,
  CreateAudit0002,
  CreatePeople0003,
  CreateCatalog0004,
  CreatePolicy0005,
  CreateGrant0006,
  CreateTelemetry0007,
];
