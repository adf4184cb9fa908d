import type { AuditEntry } from '../audit.ts';
import type { DomainFailure } from '../errors.ts';
import type { Principal } from '../principal.ts';

/** A mutation that was refused. `asked` holds what may be kept of its input: never a text, which could be a secret. */
export interface Refusal {
  /** Name in the schema: `approveGrant`. */
  readonly mutation: string;
  readonly asked: Readonly<Record<string, unknown>>;
  readonly code: DomainFailure['code'];
  /** The public sentence; kept where it repeats nothing of the input. */
  readonly message: string;
  readonly permission?: string | undefined;
  /** Fields at fault, by path. */
  readonly paths?: readonly string[] | undefined;
}

/** Refusals that are attempts at something one may not do, whatever the mutation: the row of another tenant is not found. */
const alwaysNoted: ReadonlySet<string> = new Set(['PERMISSION_DENIED', 'NOT_FOUND']);

/** Mutations of which a wrong input is an attempt at governance too: a digest that was not reviewed, the last administrator. */
const governing: ReadonlySet<string> = new Set([
  'approveGrant',
  'rejectGrant',
  'approveChange',
  'applyChange',
  'rejectChange',
  'createApprovalRule',
  'updateApprovalRule',
  'createRole',
  'updateRole',
  'createAccessToken',
  'rotateAccessToken',
  'updatePrincipal',
  'archivePrincipal',
  'rollback',
  'declareRestored',
  'releaseHeld',
]);

/** Whether it belongs into the audit log; the other refusals are mistakes. */
export function isNoted({ mutation, code }: Pick<Refusal, 'mutation' | 'code'>): boolean {
  return alwaysNoted.has(code) || (code === 'VALIDATION_FAILED' && governing.has(mutation));
}

/** In the chain of the caller: nobody writes into that of a tenant by naming one of its rows. */
export function toRefusalEntry({ id, kind, tenantId }: Principal, refusal: Refusal): AuditEntry {
  const { mutation, asked, code, message, permission, paths } = refusal;
  const told = { code, permission, paths, principal: `${kind}/${id}`, asked };
  return {
    tenantId,
    action: 'mutation.refuse',
    object: `mutation/${mutation}`,
    changes: toChanges(told),
    reason: code === 'VALIDATION_FAILED' ? undefined : message,
  };
}

/** How many refusals of a principal were not written, since the entry before it that says so. */
export function toLeftOutEntry({ id, tenantId }: Principal, leftOutCount: number): AuditEntry {
  return {
    tenantId,
    action: 'mutation.refuse-more',
    object: `principal/${id}`,
    changes: toChanges({ notWritten: leftOutCount }),
  };
}

function toChanges(told: Readonly<Record<string, unknown>>): AuditEntry['changes'] {
  const given = Object.entries(told).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([field, value]) => [field, [null, value] as const]));
}
