import { createHash, timingSafeEqual } from 'node:crypto';
import type { Metadata, ServiceError, status } from '@grpc/grpc-js';

/** The token that all nodes of a deployment present. Compared in constant time. */
export class NodeCredential {
  readonly #digest: Buffer;

  constructor(token: string) {
    this.#digest = digestOf(token);
  }

  /** Whether the metadata carries `authorization: Bearer <node token>`. */
  admits(metadata: Metadata): boolean {
    const [header = ''] = metadata.get('authorization');
    const presented = String(header).replace(/^Bearer /, '');
    return timingSafeEqual(digestOf(presented), this.#digest);
  }
}

/** Whether the peer is on this machine: without TLS no other is served. */
export function isLoopbackPeer(peer: string): boolean {
  return /^(127\.|\[?::1\]?:|\[?::ffff:127\.)/.test(peer);
}

/** A status with a sentence for the operator of the node. */
export function nodeError(code: status, details: string): Partial<ServiceError> {
  return { code, details };
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
