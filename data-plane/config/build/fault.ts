/** Why a resource was not taken. `message` is for people and holds no secret. */
export interface Fault {
  readonly kind: string;
  readonly id: string;
  /** Tenant that is held back because of it; empty for a shared resource. */
  readonly tenantId: string;
  readonly message: string;
}

/** Thrown by the readers of resources; the message becomes that of a {@link Fault}. */
export class InvalidResource extends Error {
  override readonly name = 'InvalidResource';
}

/** Most faults that are kept of one domain: the rest would say the same. */
export const FAULTS_MAX = 20;
