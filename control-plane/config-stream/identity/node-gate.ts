import { X509Certificate } from 'node:crypto';
import type { Metadata, ServerDuplexStream } from '@grpc/grpc-js';
import {
  identityOf,
  isCurrent,
  type NodeName,
  nodeIdentity,
  nodeOfIdentity,
} from '../../../proto/peer-certificate.ts';
import { nodeOfProcess } from '../../../proto/process-name.ts';
import { isLoopbackPeer, NodeCredential } from '../node-credential.ts';

/** Whoever has opened a stream. */
export interface NodeCall {
  readonly metadata: Metadata;
  getPeer(): string;
  getAuthContext(): ReturnType<ServerDuplexStream<never, never>['getAuthContext']>;
}

/** In whose name an admitted caller wants to speak; without a pool it says nothing of that. */
export interface NodeClaim {
  /** Of a node, or of one of its workers. */
  readonly nodeId: string;
  readonly pool?: string;
}

export interface NodeGateParts {
  /** Whether peers come with certificates that the handshake has checked. */
  readonly tls: boolean;
  /** Asked of every node when it is set, beside a certificate too. */
  readonly nodeToken: string | undefined;
  readonly isRevoked: (nodeId: string) => boolean;
}

/**
 * Says who may come in by the door for nodes, and in whose name. With TLS a node is who its certificate says; without,
 * whoever is on this machine and knows the node token is who he says. Nothing is remembered: each call is asked anew.
 */
export class NodeGate {
  readonly #parts: NodeGateParts;
  readonly #credential: NodeCredential | undefined;

  constructor(parts: NodeGateParts) {
    this.#parts = parts;
    this.#credential =
      parts.nodeToken === undefined ? undefined : new NodeCredential(parts.nodeToken);
  }

  /** Why the caller is not served; undefined when it is. */
  readonly admit = (call: NodeCall): string | undefined => {
    if (!this.#parts.tls && !isLoopbackPeer(call.getPeer()))
      return 'without TLS only nodes of this machine are served';
    if (this.#credential?.admits(call.metadata) === false)
      return 'the node token is missing or wrong';
    if (!this.#parts.tls) return undefined;
    const node = nodeOf(call);
    if (node === undefined) return 'the certificate is not that of a node, or not valid today';
    return this.#parts.isRevoked(node.nodeId) ? revokedMessage(node.nodeId) : undefined;
  };

  /**
   * Why an admitted caller may not speak for that node; undefined when it may. The workers of a node share its
   * certificate and its fate.
   */
  readonly vouch = (call: NodeCall, claim: NodeClaim): string | undefined => {
    const nodeId = nodeOfProcess(claim.nodeId);
    if (nodeId === undefined) return 'the name is neither that of a node nor of a worker of one';
    if (this.#parts.isRevoked(nodeId)) return revokedMessage(nodeId);
    if (!this.#parts.tls) return undefined;
    const own = nodeOf(call);
    if (own === undefined) return 'the certificate is not that of a node, or not valid today';
    const certified = nodeIdentity(own.nodeId, own.pool);
    const claimed = nodeIdentity(nodeId, claim.pool ?? own.pool);
    return certified === claimed
      ? undefined
      : `the certificate is that of ${certified}, not of ${claimed}`;
  };

  /** The pool that the caller's certificate names; undefined when there is none that says so. */
  readonly poolOf = (call: NodeCall): string | undefined =>
    this.#parts.tls ? nodeOf(call)?.pool : undefined;
}

/** What a node reads that was turned away for good. */
export function revokedMessage(nodeId: string): string {
  return `the identity of node ${nodeId} is revoked`;
}

/** The handshake looks at the validity too, but a connection lives on, and each call on it comes here. */
function nodeOf(call: NodeCall): NodeName | undefined {
  const { sslPeerCertificate } = call.getAuthContext();
  if (sslPeerCertificate === undefined) return undefined;
  const certificate = new X509Certificate(sslPeerCertificate.raw);
  return isCurrent(certificate, Date.now()) ? nodeOfIdentity(identityOf(certificate)) : undefined;
}
