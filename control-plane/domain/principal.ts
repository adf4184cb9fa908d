import { type Fault, invalidInput } from './errors.ts';
import { checkText } from './name.ts';
import type { Role } from './permission.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';

export type PrincipalKind = 'human' | 'service';

/** A person or a service account that manages. */
export interface Principal extends ArchivableRecord {
  /** Confines the principal to a tenant; null for principals of the platform. */
  readonly tenantId: string | null;
  readonly kind: PrincipalKind;
  readonly name: string;
  readonly email: string | null;
  readonly roles: readonly Role[];
}

/** What the author of a principal decides. */
export type PrincipalDraft = Pick<
  Principal,
  'tenantId' | 'kind' | 'name' | 'email' | 'roles'
>;

/** What an edit may change; what is undefined stays. */
export interface PrincipalChange {
  readonly name?: string | undefined;
  readonly email?: string | null | undefined;
  readonly roles?: readonly Role[] | undefined;
}

/** @throws DomainError VALIDATION_FAILED */
export function createPrincipal(id: string, draft: PrincipalDraft, now: Date): Principal {
  return checked({ ...newRecord(id, now), ...draft });
}

/** @throws DomainError VALIDATION_FAILED */
export function revisePrincipal(
  principal: Principal,
  change: PrincipalChange,
  now: Date,
): Principal {
  return checked(revise(principal, change, now));
}

function checked(principal: Principal): Principal {
  const faults: Fault[] = [...checkText('name', principal.name)];
  if (principal.email !== null && !/^[^\s@]+@[^\s@]+$/.test(principal.email))
    faults.push({ path: 'email', message: 'This is no e-mail address.' });
  if (principal.kind === 'service' && principal.email !== null)
    faults.push({ path: 'email', message: 'A service has no e-mail address.' });
  if (new Set(principal.roles).size !== principal.roles.length)
    faults.push({ path: 'roles', message: 'A role is named twice.' });
  if (principal.roles.length === 0)
    faults.push({ path: 'roles', message: 'A principal needs at least one role.' });
  if (faults.length > 0) throw invalidInput(faults);
  return principal;
}
