import type { Hello__Output } from '../../../proto/generated/gatehouse/config/v1/Hello.ts';
import { nodeOfProcess } from '../../../proto/process-name.ts';
import { WRITTEN_SCHEMAS } from '../../../proto/resource.ts';

/** Schema numbers that a build reads, or writes. */
export interface SchemaRange {
  readonly min: number;
  readonly max: number;
}

/** The highest schema that the reader knows and we write; undefined when there is none (decision 7). */
export function negotiateSchema(reader: SchemaRange, writer: SchemaRange): number | undefined {
  const schema = Math.min(reader.max, writer.max);
  return schema >= Math.max(reader.min, writer.min) ? schema : undefined;
}

/** The schema that is spoken with this node. @throws Error that says to its operator what is wrong */
export function requireSensibleHello(hello: Hello__Output): number {
  if (nodeOfProcess(hello.nodeId) === undefined)
    throw new Error(
      'node_id has 1 to 64 of a-z, 0-9 and dashes; of a worker, a slash and its number too',
    );
  if (!/^[a-z0-9-]{0,64}$/.test(hello.pool))
    throw new Error('pool has at most 64 of a-z, 0-9 and dashes; empty is no pool');
  if (!/^[0-9a-f]{32}$/.test(hello.instanceId))
    throw new Error('instance_id is 16 bytes in hexadecimal');
  if (hello.sealingPublicKey.length !== 32) throw new Error('sealing_public_key has 32 bytes');
  const reader = { min: hello.schemaMin, max: hello.schemaMax };
  const schema = negotiateSchema(reader, WRITTEN_SCHEMAS);
  if (schema !== undefined) return schema;
  const { min, max } = WRITTEN_SCHEMAS;
  throw new Error(
    `this control plane writes schemas ${min} to ${max}; the node reads ${reader.min} to ${reader.max}`,
  );
}
