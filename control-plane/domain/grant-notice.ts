/** How long before its end a grant is told of. */
export const GRANT_NOTICE_DAYS = 14;
/** How long after that end the notice is kept. */
export const GRANT_NOTICE_KEPT_DAYS = 90;

/** That a grant ends soon, told once of each end that it has. */
export interface GrantNotice {
  readonly id: string;
  readonly tenantId: string;
  readonly grantId: string;
  readonly endsAt: Date;
  readonly createdAt: Date;
}
