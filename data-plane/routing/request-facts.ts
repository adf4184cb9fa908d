import type { RequestFacts } from '../../policy/fact.ts';
import type { ApiKey, Application, Capability, Tenant } from '../../policy/resource.ts';
import type { ChatRequest, InferenceRequest } from '../inference.ts';
import { estimateInputTokens } from './token-estimate.ts';

/** What facts are made from. */
export interface FactSource {
  readonly tenant: Tenant;
  readonly application: Application;
  readonly key: ApiKey;
  readonly workload: string;
  readonly request: InferenceRequest;
  readonly claimed: Readonly<Record<string, string>>;
  readonly nodeRegion: string;
  /** Unix milliseconds. */
  readonly nowMs: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** What conditions see of one request. */
export function buildRequestFacts(source: FactSource): RequestFacts {
  const { tenant, application, key, request, nowMs } = source;
  return {
    tenant: { id: tenant.id, name: tenant.name },
    application: {
      id: application.id,
      name: application.name,
      team: application.team,
      environment: application.environment,
      dataClass: application.dataClass,
      rolloutStage: application.rolloutStage,
    },
    key: { id: key.id, name: key.name, attributes: key.attributes },
    workload: source.workload,
    request: describeRequest(request),
    node: { region: source.nodeRegion },
    time: {
      hour: Math.floor(nowMs / hourMs) % 24,
      // 1 January 1970 was a Thursday, the fourth day.
      weekday: ((Math.floor(nowMs / dayMs) + 3) % 7) + 1,
      unixMs: nowMs,
    },
    claimed: source.claimed,
  };
}

/** What a request needs of a target. */
export function listNeeds(request: InferenceRequest): readonly Capability[] {
  if (request.operation === 'embedding') return embeddingNeeds;
  const needs: Capability[] = ['chat'];
  if (request.tools.length > 0) needs.push('tools');
  if (hasImages(request)) needs.push('vision');
  if (request.responseFormat?.type === 'json_schema') needs.push('json_schema');
  if (request.reasoningEffort !== undefined && request.reasoningEffort !== 'none') {
    needs.push('reasoning');
  }
  return needs;
}

const embeddingNeeds: readonly Capability[] = ['embedding'];

function describeRequest(request: InferenceRequest): RequestFacts['request'] {
  const isChat = request.operation === 'chat';
  return {
    operation: request.operation,
    stream: isChat && request.stream,
    tools: isChat && request.tools.length > 0,
    vision: isChat && hasImages(request),
    jsonSchema: isChat && request.responseFormat?.type === 'json_schema',
    inputTokens: estimateInputTokens(request),
    maxOutputTokens: isChat ? (request.outputTokensMax ?? 0) : 0,
  };
}

function hasImages(request: ChatRequest): boolean {
  return request.messages.some(
    ({ content }) => typeof content === 'object' && content.some((part) => part.kind === 'image'),
  );
}
