import type { Quirk } from '../../../policy/preset/preset.ts';
import { GatewayError } from '../../errors.ts';
import type { ChatRequest } from '../../inference.ts';

type Change = (request: ChatRequest) => ChatRequest;

const changes: Readonly<Record<Quirk, Change>> = {
  max_tokens_only: (request) => ({ ...request, olderTokensField: true }),
  no_stream_options: withoutStreamOptions,
  no_developer_role: (request) => ({
    ...request,
    messages: request.messages.map((message) =>
      message.role === 'developer' ? { ...message, role: 'system' } : message,
    ),
  }),
  no_parallel_tool_calls: withoutParallelToolCalls,
  no_strict_tools: (request) => ({
    ...request,
    tools: request.tools.map(({ strict: _, ...tool }) => tool),
  }),
  no_json_schema: refuseJsonSchema,
  random_seed: withRandomSeed,
};

/**
 * The request as a server with these quirks takes it; the request itself where it has none. See `Quirk` for what is renamed,
 * left out or refused.
 *
 * @throws GatewayError invalid_request that names the field without which the answer would be another
 */
export function obeyQuirks(request: ChatRequest, quirks: readonly Quirk[]): ChatRequest {
  let obeyed = request;
  for (const quirk of quirks) obeyed = changes[quirk](obeyed);
  return obeyed;
}

function withoutStreamOptions(request: ChatRequest): ChatRequest {
  const { stream_options: _, ...extra } = request.extra;
  return { ...request, extra };
}

function withoutParallelToolCalls(request: ChatRequest): ChatRequest {
  if (request.parallelToolCalls === false && request.tools.length > 0)
    throw refused('parallel_tool_calls', 'cannot be held to one call of a tool');
  return { ...request, parallelToolCalls: undefined };
}

function refuseJsonSchema(request: ChatRequest): ChatRequest {
  if (request.responseFormat?.type === 'json_schema')
    throw refused('response_format', 'cannot be held to a JSON schema');
  return request;
}

function withRandomSeed(request: ChatRequest): ChatRequest {
  const { seed, ...sampling } = request.sampling;
  if (seed === undefined) return request;
  return { ...request, sampling, extra: { ...request.extra, random_seed: seed } };
}

function refused(param: string, why: string): GatewayError {
  const message = `Leave out ${param}: the target that would answer ${why}.`;
  return new GatewayError('invalid_request', message, { param });
}
