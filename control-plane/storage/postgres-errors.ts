import {
  QueryFailedError,
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
} from 'typeorm';
import { DomainError, invalid } from '../domain/errors.ts';
import { quotaExceeded } from '../domain/tenant/quota.ts';

/** Constraint -> the input field that breaks it, and what to tell its author. */
const constraintFaults: Readonly<Record<string, readonly [path: string, message: string]>> = {
  tenant_name_key: ['name', 'Another tenant has this name.'],
  principal_name_key: ['name', 'Another principal has this name.'],
  identity_provider_name_key: ['name', 'Another identity provider has or had this name.'],
  identity_provider_issuer_audience_idx: [
    'audience',
    'Another identity provider takes this audience of this issuer; ask an administrator of the platform.',
  ],
  token_issuer_tenant_id_name_key: [
    'name',
    'Another token issuer of the tenant has or had this name.',
  ],
  token_issuer_issuer_audience_idx: [
    'audience',
    'Another token issuer takes this audience of this issuer; choose an audience of your own, or ask an administrator of the platform.',
  ],
  outside_detector_tenant_id_name_key: [
    'name',
    'Another outside detector of the tenant has or had this name.',
  ],
  usage_limit_tenant_id_name_key: ['name', 'Another limit of the tenant has or had this name.'],
  budget_tenant_id_name_key: ['name', 'Another budget of the tenant has or had this name.'],
  role_tenant_id_name_key: ['name', 'Another role has or had this name.'],
  provider_name_key: ['name', 'Another provider has this name.'],
  model_name_key: ['name', 'Another model has this name.'],
  model_known_name_pkey: [
    'aliases',
    'Another model has the name or one of the aliases, or has it as an alias.',
  ],
  target_name_key: ['name', 'Another target has this name.'],
  node_pool_name_key: [
    'name',
    'A pool has or had this name; certificates carry it, so it is not used again.',
  ],
  application_tenant_id_name_key: ['name', 'Another application of the tenant has this name.'],
  api_key_application_id_name_idx: ['name', 'Another key of the application has this name.'],
  prompt_policy_tenant_id_name_key: ['name', 'Another prompt policy of the tenant has this name.'],
  approval_rule_tenant_id_kind_key: [
    'kind',
    'The tenant has a rule for this kind already; update that one.',
  ],
  route_tenant_id_name_key: ['name', 'Another route of the tenant has this name.'],
};

const UNIQUE_VIOLATION = '23505';
/** Of our triggers: a tenant would have more than its quota. The detail says of what. */
const QUOTA_EXCEEDED = 'GH004';
/** Lock timeout, statement timeout, deadlock, serialisation failure, too many connections, shutdown, crash, start. */
const TRANSIENT = new Set(['55P03', '57014', '40P01', '40001', '53300', '57P01', '57P02', '57P03']);

/** Text that is no value of its column. Everything else is checked before: only a forged cursor comes this far. */
const UNREADABLE = new Set(['22P02', '22007', '22008', '22003']);

/** Text with the character NUL, which Postgres stores neither as text nor in JSON. */
const NUL_CHARACTER = new Set(['22021', '22P05']);

/** A database that is not there, or does not answer: codes of the system, and what pg says where it has no code. */
const UNREACHABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
]);
/** What pg says when `query_timeout` is over. */
const UNANSWERED = 'Query read timeout';
const UNREACHABLE_SENTENCE =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** What is looked at of an error of pg, of the system, or of a stranger. */
interface PostgresError {
  readonly code?: unknown;
  readonly constraint?: unknown;
  readonly detail?: unknown;
  readonly message?: unknown;
}

/**
 * SQLSTATE and constraint name to DomainError, also when it was the connection that was refused; anything unknown is
 * thrown on as it is.
 */
export function toDomainError(thrown: unknown): unknown {
  if (thrown instanceof DomainError) return thrown;
  const error: PostgresError = Object(
    thrown instanceof QueryFailedError ? thrown.driverError : thrown,
  );
  const [code, constraint] = [String(error.code), String(error.constraint)];
  if (
    UNREACHABLE_CODES.has(code) ||
    UNREACHABLE_SENTENCE.test(String(error.message)) ||
    isUnanswered(thrown) ||
    isConnectionGone(thrown)
  )
    return new DomainError(
      { code: 'BUSY' },
      'The database does not answer; try again shortly.',
      thrown,
    );
  if (TRANSIENT.has(code))
    return new DomainError({ code: 'BUSY' }, 'The database is busy; try again shortly.', thrown);
  if (UNREADABLE.has(code))
    return invalid('after', 'This is no cursor of this list; start from its first page.');
  if (NUL_CHARACTER.has(code))
    return invalid('input', 'A text holds the character NUL; leave it out.');
  if (code === QUOTA_EXCEEDED) return quotaExceeded(JSON.parse(String(error.detail)));
  const known = code === UNIQUE_VIOLATION ? constraintFaults[constraint] : undefined;
  return known === undefined ? thrown : invalid(...known);
}

/** Whether the statement may still run when the database wakes up: nobody knows what the connection is in the middle of. */
export function isUnanswered(thrown: unknown): boolean {
  return thrown instanceof QueryFailedError && thrown.driverError.message === UNANSWERED;
}

/** TypeORM gives a connection back when it breaks between two statements of a transaction: the next one finds it gone. */
function isConnectionGone(thrown: unknown): boolean {
  return (
    thrown instanceof QueryRunnerAlreadyReleasedError ||
    thrown instanceof QueryRunnerProviderAlreadyReleasedError
  );
}
