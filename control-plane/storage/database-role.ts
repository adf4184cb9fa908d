/** The three roles of the database; who owns, who serves, who feeds nodes. */
export type DatabaseRole = 'gatehouse_owner' | 'gatehouse_app' | 'gatehouse_feed';

/** Longest statement of a service, in milliseconds. */
export const STATEMENT_TIMEOUT_MS = 10_000;

/**
 * What `options` of a connection says: the role; for services a deadline for each statement, and the isolation that the stamp of
 * revisions needs, whatever the database is told elsewhere.
 */
export function roleOptions(role: DatabaseRole): string {
  const ofServices = ` -c statement_timeout=${STATEMENT_TIMEOUT_MS} -c default_transaction_isolation=read\\ committed`;
  return `-c role=${role} -c timezone=UTC${role === 'gatehouse_app' ? ofServices : ''}`;
}
