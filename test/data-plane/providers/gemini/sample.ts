import { parseChatBody } from '../../../../data-plane/dialects/openai/chat-parse.ts';
import type { ChatRequest, InferenceRequest } from '../../../../data-plane/inference.ts';
import type { EncodedRequest } from '../../../../data-plane/providers/provider.ts';
import { getAdapter } from '../../../../data-plane/providers/registry.ts';
import type { Provider, Target } from '../../../../policy/resource.ts';

export type Surface = 'gemini' | 'vertex';

const baseUrls: Readonly<Record<Surface, string>> = {
  gemini: 'https://generativelanguage.googleapis.com/v1beta',
  vertex: 'https://europe-west4-aiplatform.googleapis.com/v1/projects/acme/locations/europe-west4',
};

/** A target without anything special. */
export function targetOf(providerModel: string): Target {
  return {
    id: 'target-1',
    name: 'flash',
    providerId: 'provider-1',
    modelId: 'model-1',
    providerModel,
    region: '',
    enabled: true,
    capabilities: [],
    prices: [],
  };
}

/** Its provider. */
export function providerOf(kind: Surface): Provider {
  return {
    id: 'provider-1',
    name: 'google',
    kind,
    preset: '',
    baseUrl: baseUrls[kind],
    region: 'eu',
    dataTerms: [],
  };
}

/** Where and for whom a test encodes. */
export interface Place {
  readonly surface?: Surface;
  readonly providerModel?: string;
  readonly credential?: string;
  readonly nowMs?: number;
}

export function encode(request: InferenceRequest, place: Place = {}): EncodedRequest {
  const { surface = 'gemini', providerModel = 'gemini-2.5-flash', nowMs = 0 } = place;
  return getAdapter(surface).encode({
    request,
    target: targetOf(providerModel),
    provider: providerOf(surface),
    credential: place.credential,
    outputTokensMax: 0,
    nowMs,
  });
}

/** A chat of the OpenAI dialect. */
export function parse(body: object): ChatRequest {
  return parseChatBody(Buffer.from(JSON.stringify(body)));
}

/** One user's word, as a typed call. */
export const typed: ChatRequest = {
  ...parse({ model: 'assistant', messages: [{ role: 'user', content: 'Hello' }] }),
  dialect: undefined,
};

/** The body that Google gets. */
export function sent(request: InferenceRequest, place: Place = {}) {
  return JSON.parse(encode(request, place).body.toString());
}
