/** The three roles of the database; who owns, who serves, who feeds nodes. */
export type DatabaseRole = 'gatehouse_owner' | 'gatehouse_app' | 'gatehouse_feed';

/** Longest statement of a service, in milliseconds. */
export const STATEMENT_TIMEOUT_MS = 10_000;

/** What `options` of a connection says: the role, and a deadline for each statement of a service. */
export function roleOptions(role: DatabaseRole): string {
  const deadline = role === 'gatehouse_app' ? ` -c statement_timeout=${STATEMENT_TIMEOUT_MS}` : '';
  return `-c role=${role} -c timezone=UTC${deadline}`;
}
