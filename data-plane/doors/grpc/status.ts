import type { Metadata, StatusObject } from '@grpc/grpc-js';
import { statusContract } from '../../../proto/contract/status.ts';
import type { GatewayError } from '../../errors.ts';
import type { FailureFacts } from '../../pipeline/exchange.ts';
import { addFailure, identityMetadata, type ReplyIdentity } from './reply-metadata.ts';

const typeUrlPrefix = 'type.googleapis.com/google.rpc.';
const domain = 'gatehouse';

/**
 * A message travels three times: percent-encoded (3 characters a byte) and twice as base64. With these bounds the trailers
 * stay under 8 KiB.
 */
const messageBytesMax = 1000;
const paramBytesMax = 256;

/**
 * The status of a failed call: code of the closed table, one public sentence, and as trailers the code word, the
 * identity of the reply, what was known of the call, and `grpc-status-details-bin` (google.rpc.Status with ErrorInfo; RetryInfo when a wait helps;
 * BadRequest when a field is at fault).
 */
export function failureStatus(
  error: GatewayError,
  identity: ReplyIdentity,
  known?: FailureFacts,
): StatusObject {
  const code = error.row.grpcStatus;
  const message = bounded(error.message, messageBytesMax);
  const metadata = identityMetadata(identity);
  metadata.set('x-gatehouse-error', error.code);
  if (known !== undefined) addFailure(metadata, known);
  setDetails(metadata, { code, message, details: listDetails(error, identity.requestId) });
  return { code, details: message, metadata };
}

interface Detail {
  readonly type_url: string;
  readonly value: Buffer;
}

function setDetails(
  metadata: Metadata,
  status: { code: number; message: string; details: Detail[] },
): void {
  metadata.set('grpc-status-details-bin', statusContract.Status.serialize(status));
}

function listDetails(error: GatewayError, requestId: string): Detail[] {
  const details = [
    detail(
      'ErrorInfo',
      statusContract.ErrorInfo.serialize({
        reason: error.code,
        domain,
        metadata: { request_id: requestId },
      }),
    ),
  ];
  if (error.retryAfterS !== undefined)
    details.push(
      detail(
        'RetryInfo',
        statusContract.RetryInfo.serialize({
          retryDelay: { seconds: error.retryAfterS, nanos: 0 },
        }),
      ),
    );
  if (error.param !== undefined)
    details.push(detail('BadRequest', serializeViolation(error.param, error.message)));
  return details;
}

function serializeViolation(param: string, message: string): Buffer {
  const field = bounded(param, paramBytesMax);
  const description = bounded(message, messageBytesMax);
  return statusContract.BadRequest.serialize({ fieldViolations: [{ field, description }] });
}

/** Through UTF-8, because percent-encoding a lone surrogate would throw. */
function bounded(text: string, bytesMax: number): string {
  return Buffer.from(text).toString('utf8', 0, bytesMax);
}

function detail(name: string, value: Buffer): Detail {
  return { type_url: typeUrlPrefix + name, value };
}
