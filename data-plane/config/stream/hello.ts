import type { Hello } from '../../../proto/generated/gatehouse/config/v1/Hello.ts';
import { RESOURCE_SCHEMAS } from '../../../proto/resource.ts';
import type { Enforcement } from '../enforcement.ts';
import { writePosition } from '../position.ts';

/** Who a node is, and where people find it. */
export interface HelloOptions {
  readonly nodeId: string;
  /** Empty when it belongs to no pool. */
  readonly pool: string;
  readonly build: string;
  readonly region: string;
  /** Serving addresses by door, for people. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly enforcement: Enforcement;
}

/** What is new with each start of the process. */
export interface InstanceIdentity {
  readonly instanceId: string;
  readonly sealingPublicKey: Buffer;
}

/** The first message of a stream: what is held at this moment. `askFull` leaves the digest out of it. */
export function helloOf(
  { nodeId, pool, build, region, addresses, enforcement }: HelloOptions,
  identity: InstanceIdentity,
  askFull: boolean,
): Hello {
  return {
    ...identity,
    nodeId,
    pool,
    takesPacked: true,
    takesChecks: true,
    build,
    schemaMin: RESOURCE_SCHEMAS.min,
    schemaMax: RESOURCE_SCHEMAS.max,
    labels: { region },
    held: writePosition(enforcement.position),
    digest: askFull ? Buffer.alloc(0) : enforcement.digest,
    addresses,
  };
}
