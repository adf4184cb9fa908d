import {
  type BudgetFacts,
  type Modality,
  type PromptWord,
  type RequestFacts,
  timeFacts,
} from '../../policy/fact.ts';
import type { ApiKey, Application, Capability, Tenant } from '../../policy/resource.ts';
import type { TokenFacts } from '../../policy/token/token-fact.ts';
import type { ChatRequest, ContentPart, InferenceRequest } from '../inference.ts';

/** What facts are made from. */
export interface FactSource {
  readonly tenant: Tenant;
  readonly application: Application;
  readonly key: ApiKey;
  readonly tokenFacts: TokenFacts;
  readonly workload: string;
  readonly request: InferenceRequest;
  /** Estimated. */
  readonly inputTokens: number;
  readonly promptVerdict: PromptWord;
  readonly claimed: Readonly<Record<string, string>>;
  readonly nodeRegion: string;
  readonly budget: BudgetFacts;
  /** Unix milliseconds. */
  readonly nowMs: number;
}

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
    token: source.tokenFacts,
    workload: source.workload,
    request: describeRequest(request, source.inputTokens),
    prompt: { verdict: source.promptVerdict },
    node: { region: source.nodeRegion },
    budget: source.budget,
    time: timeFacts(nowMs),
    claimed: source.claimed,
  };
}

/** What a request needs of a target. */
export function listNeeds(request: InferenceRequest): readonly Capability[] {
  if (request.operation === 'embedding') return embeddingNeeds;
  const needs: Capability[] = ['chat'];
  if (request.tools.length > 0) needs.push('tools');
  if ((seenKinds(request) & imageBit) !== 0) needs.push('vision');
  if (request.responseFormat?.type === 'json_schema') needs.push('json_schema');
  if (wantsReasoning(request)) needs.push('reasoning');
  return needs;
}

const embeddingNeeds: readonly Capability[] = ['embedding'];

/** What conditions see of the body alone. */
export function describeRequest(
  request: InferenceRequest,
  inputTokens: number,
): RequestFacts['request'] {
  if (request.operation === 'embedding') {
    return {
      operation: 'embedding',
      stream: false,
      tools: false,
      vision: false,
      jsonSchema: false,
      files: false,
      reasoning: false,
      modalities: textOnly,
      inputTokens,
      maxOutputTokens: 0,
    };
  }
  const kinds = seenKinds(request);
  return {
    operation: 'chat',
    stream: request.stream,
    tools: request.tools.length > 0,
    vision: (kinds & imageBit) !== 0,
    jsonSchema: request.responseFormat?.type === 'json_schema',
    files: (kinds & fileBit) !== 0,
    reasoning: wantsReasoning(request),
    modalities: modalitiesOf[kinds] ?? textOnly,
    inputTokens,
    maxOutputTokens: request.outputTokensMax ?? 0,
  };
}

function wantsReasoning({ reasoningEffort }: ChatRequest): boolean {
  return reasoningEffort !== undefined && reasoningEffort !== 'none';
}

const textBit = 1;
const imageBit = 2;
const fileBit = 4;
const textOnly: readonly Modality[] = ['text'];
/** By the bits of what was seen. */
const modalitiesOf: readonly (readonly Modality[])[] = [
  [],
  textOnly,
  ['image'],
  ['text', 'image'],
  ['file'],
  ['text', 'file'],
  ['image', 'file'],
  ['text', 'image', 'file'],
];

/** What the messages are made of, as bits: one walk, and nothing to collect. */
function seenKinds({ messages }: ChatRequest): number {
  let bits = 0;
  for (const { content } of messages) {
    if (typeof content === 'string') bits |= textBit;
    else if (content !== undefined) for (const part of content) bits |= bitOf(part);
  }
  return bits;
}

/** A block that this gateway does not know is read as text. */
function bitOf({ kind }: ContentPart): number {
  if (kind === 'image') return imageBit;
  return kind === 'file' ? fileBit : textBit;
}
