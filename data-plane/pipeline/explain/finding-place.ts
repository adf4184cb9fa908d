import type { CompiledPromptPolicy, PromptFinding } from '../../../policy/prompt-policy.ts';
import type { ChatRequest, EmbeddingRequest, InferenceRequest } from '../../inference.ts';
import type { Exchange } from '../exchange.ts';
import { inspectRequest } from '../inspect.ts';
import { reached } from '../reached.ts';

/** A part of a call as a call of its own. */
interface Piece {
  readonly place: string;
  readonly request: InferenceRequest;
}

const placeCountMax = 16;

/**
 * Finds where in the call things were found, by looking at each of its pieces alone: as long again as inspecting took, for those who ask
 * to know. Messages count from 0 as the gateway reads them, system prompts among them.
 *
 * @returns the places of a finding, none when it takes several pieces to make it
 */
export function findPlaces(exchange: Exchange): (finding: PromptFinding) => string[] {
  const policies = listPolicies(exchange);
  const places = new Map<string, string[]>();
  for (const { place, request } of listPieces(reached(exchange.request, 'request'))) {
    for (const policy of policies)
      for (const finding of inspectRequest(policy, request).findings)
        note(places, wordOf(finding), place);
  }
  return (finding) => places.get(wordOf(finding)) ?? [];
}

/** Those that have judged: of the route that was asked for, and of the one to which it was moved. */
function listPolicies({ snapshot, tenant, request, route }: Exchange): CompiledPromptPolicy[] {
  const asked = snapshot.routesByName.get(tenant?.id ?? '')?.get(request?.model ?? '');
  const used = route && snapshot.routes.get(route.id);
  const policies = new Set([asked?.inspect, used?.inspect]);
  return [...policies].filter((policy) => policy !== undefined);
}

function note(places: Map<string, string[]>, word: string, place: string): void {
  const known = places.get(word) ?? [];
  if (known.length >= placeCountMax || known.includes(place)) return;
  places.set(word, [...known, place]);
}

function wordOf({ rule, detector, kind }: PromptFinding): string {
  return JSON.stringify([rule, detector, kind]);
}

function listPieces(request: InferenceRequest): readonly Piece[] {
  return request.operation === 'chat' ? listChatPieces(request) : listEmbeddingPieces(request);
}

function listChatPieces(request: ChatRequest): readonly Piece[] {
  const nothing: ChatRequest = {
    ...request,
    messages: [],
    tools: [],
    toolChoice: undefined,
    responseFormat: undefined,
    sampling: {},
    reasoningEffort: undefined,
    extra: {},
  };
  return [
    ...request.messages.map((message, position) => ({
      place: `messages.${position}`,
      request: { ...nothing, messages: [message] },
    })),
    ...request.tools.map((tool, position) => ({
      place: `tools.${position}`,
      request: { ...nothing, tools: [tool] },
    })),
    { place: 'options', request: { ...request, messages: [], tools: [] } },
  ];
}

function listEmbeddingPieces(request: EmbeddingRequest): readonly Piece[] {
  return [
    ...request.inputs.map((input, position) => ({
      place: `inputs.${position}`,
      request: { ...request, inputs: [input], extra: {} },
    })),
    { place: 'options', request: { ...request, inputs: [] } },
  ];
}
