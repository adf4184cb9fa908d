import {
  decodeChat,
  decodeEmbed,
} from '../../../../data-plane/doors/grpc/request/request-message.ts';
import { GatewayError } from '../../../../data-plane/errors.ts';
import { inferenceContract } from '../../../../proto/contract/inference.ts';
import type { ChatRequest } from '../../../../proto/generated/gatehouse/inference/v1/ChatRequest.ts';
import type { EmbedRequest } from '../../../../proto/generated/gatehouse/inference/v1/EmbedRequest.ts';

const { Chat, Embed } = inferenceContract.InferenceService.service;

/** What the door reads from this chat when it came over the wire. */
export const chat = (request: ChatRequest) => decodeChat(Chat.requestSerialize(request));

/** What the door reads from this embedding when it came over the wire. */
export const embed = (request: EmbedRequest) => decodeEmbed(Embed.requestSerialize(request));

/** The path of the field at fault. */
export function faultOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'invalid_request') return error.param;
    throw error;
  }
  throw new Error('nothing was refused');
}
