import type {
  handleServerStreamingCall,
  handleUnaryCall,
  ServerUnaryCall,
  ServerWritableStream,
  sendUnaryData,
} from '@grpc/grpc-js';
import type { Operation } from '../../../policy/resource.ts';
import type { ChatStreamResponse } from '../../../proto/generated/gatehouse/inference/v1/ChatStreamResponse.ts';
import type { ListModelsResponse } from '../../../proto/generated/gatehouse/inference/v1/ListModelsResponse.ts';
import { GatewayError, toGatewayError } from '../../errors.ts';
import type { InferenceRequest } from '../../inference.ts';
import type { Arrival } from '../../pipeline/exchange.ts';
import { CallerDeparture } from '../caller-departure.ts';
import type { GrpcDoorLimits } from './door-limits.ts';
import type { ExplainCall } from './explain-call.ts';
import { deadlineOf, openCall, type RawCall } from './open-call.ts';
import { identityMetadata, type ReplyIdentity } from './reply-metadata.ts';
import {
  decodeChat,
  decodeChatStream,
  decodeEmbed,
  decodeExplain,
} from './request/request-message.ts';
import { failureStatus } from './status.ts';
import { StreamSink } from './stream-sink.ts';
import { type UnaryReply, UnarySink } from './unary-sink.ts';

/** What the service needs from the node. */
export interface InferenceServiceDeps {
  /** Takes a call through the pipeline; answers through the arrival's sink and never throws. */
  readonly handle: (arrival: Arrival) => void;
  readonly explainCall: ExplainCall;
  /** @throws GatewayError when nobody is known by the key, as authentication does */
  readonly checkCaller: (credential: string | undefined) => void;
  /** Routes that the key may use now, chat routes first. @throws GatewayError also when it is not for lists */
  readonly listRoutes: (
    credential: string | undefined,
  ) => readonly { readonly name: string; readonly operation: Operation }[];
  /** Revision that the node enforces; undefined before the first. */
  readonly revision: () => bigint | undefined;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** See data-plane/doors/request-id.ts; one source for all doors. */
  readonly nextRequestId: () => string;
  readonly limits: GrpcDoorLimits;
}

/** Implementation of InferenceService over undecoded messages. */
export interface InferenceHandlers {
  readonly Chat: handleUnaryCall<Buffer, UnaryReply>;
  readonly ChatStream: handleServerStreamingCall<Buffer, ChatStreamResponse>;
  readonly Embed: handleUnaryCall<Buffer, UnaryReply>;
  readonly ListModels: handleUnaryCall<Buffer, ListModelsResponse>;
  readonly Explain: handleUnaryCall<Buffer, UnaryReply>;
}

type Decode = (message: Buffer) => InferenceRequest;
type Sink = UnarySink | StreamSink;

/** Builds the handlers: each makes an arrival and hands it to the pipeline. */
export function createInferenceHandlers(deps: InferenceServiceDeps): InferenceHandlers {
  const service = new InferenceService(deps);
  return {
    Chat: (call, respond) => service.unary(call, respond, decodeChat),
    ChatStream: (call) => service.stream(call),
    Embed: (call, respond) => service.unary(call, respond, decodeEmbed),
    ListModels: (call, respond) => service.listModels(call, respond),
    Explain: (call, respond) => service.explain(call, respond),
  };
}

class InferenceService {
  readonly #deps: InferenceServiceDeps;
  /** Calls that have not ended; bounded by `limits.callsMax`. */
  #callCount = 0;

  constructor(deps: InferenceServiceDeps) {
    this.#deps = deps;
  }

  unary(
    call: ServerUnaryCall<Buffer, UnaryReply>,
    respond: sendUnaryData<UnaryReply>,
    decode: Decode,
  ): void {
    const identity = this.#identify();
    this.#admit(call, new UnarySink(call, respond, identity), { identity, decode });
  }

  stream(call: ServerWritableStream<Buffer, ChatStreamResponse>): void {
    const identity = this.#identify();
    const sink = new StreamSink(call, identity);
    this.#admit(call, sink, { identity, decode: decodeChatStream });
  }

  listModels(
    call: ServerUnaryCall<Buffer, ListModelsResponse>,
    respond: sendUnaryData<ListModelsResponse>,
  ): void {
    const identity = this.#identify();
    try {
      const { credential } = openCall(call, this.#deps.limits);
      const routes = this.#deps.listRoutes(credential);
      call.sendMetadata(identityMetadata(identity));
      respond(null, { models: routes.map(({ name, operation }) => ({ id: name, operation })) });
    } catch (thrown) {
      respond(failureStatus(toGatewayError(thrown), identity));
    }
  }

  explain(call: ServerUnaryCall<Buffer, UnaryReply>, respond: sendUnaryData<UnaryReply>): void {
    const identity = this.#identify();
    const sink = new UnarySink(call, respond, identity);
    const about = { identity, decode: decodeExplain, callerLeft: new CallerDeparture() };
    const arrival = this.#arrive(call, sink, about);
    if (arrival === undefined) return;
    this.#deps.explainCall({ ...arrival, explain: true }).then(
      (explained) => {
        call.sendMetadata(identityMetadata(identity));
        respond(null, explained);
      },
      (thrown: unknown) => sink.fail(toGatewayError(thrown)),
    );
  }

  #identify(): ReplyIdentity {
    const { nextRequestId, revision } = this.#deps;
    return { requestId: nextRequestId(), revision: String(revision() ?? 0n) };
  }

  #admit(
    call: RawCall,
    sink: Sink,
    about: { readonly identity: ReplyIdentity; readonly decode: Decode },
  ): void {
    // A message that ends after the deadline still gets here, but its `cancelled` has been said already.
    if (hasPassed(call, this.#deps.now())) return;
    const callerLeft = new CallerDeparture();
    this.#callCount += 1;
    call.on('cancelled', () => {
      this.#callCount -= 1;
      if (sink.done) return;
      sink.abandon();
      callerLeft.leave(whyLeft(call, this.#deps.now()));
    });
    const arrival = this.#arrive(call, sink, { ...about, callerLeft });
    if (arrival !== undefined) this.#deps.handle(arrival);
  }

  /** The arrival of the call; undefined when the door itself refused it. */
  #arrive(
    call: RawCall,
    sink: Sink,
    about: {
      readonly identity: ReplyIdentity;
      readonly decode: Decode;
      readonly callerLeft: CallerDeparture;
    },
  ): Arrival | undefined {
    const { limits } = this.#deps;
    const receivedAtMs = this.#deps.now();
    try {
      if (this.#callCount > limits.callsMax)
        throw new GatewayError('overloaded', 'The node has too many calls; try another, or later.');
      const headers = openCall(call, limits);
      return {
        door: 'grpc',
        requestId: about.identity.requestId,
        receivedAtMs,
        deadlineAtMs: deadlineOf(call, headers.timeoutMs, receivedAtMs),
        credential: headers.credential,
        requestedWorkload: headers.requestedWorkload,
        claimed: headers.claimed,
        explain: headers.explain,
        parse: () => about.decode(call.request),
        sink,
        callerLeft: about.callerLeft,
      };
    } catch (thrown) {
      sink.fail(toGatewayError(thrown));
      return undefined;
    }
  }
}

/** A call also ends as cancelled when its deadline has passed: the record must tell the two apart. */
function whyLeft(call: RawCall, nowMs: number): GatewayError {
  return hasPassed(call, nowMs)
    ? new GatewayError('deadline_exceeded', 'The deadline of the call has passed.')
    : new GatewayError('caller_left', 'The caller left.');
}

function hasPassed(call: RawCall, nowMs: number): boolean {
  return nowMs >= Number(call.getDeadline());
}
