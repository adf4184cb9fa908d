import type { CompiledPromptPolicy, PromptFinding } from '../../../policy/prompt-policy.ts';
import type { ChatRequest, EmbeddingRequest, InferenceRequest } from '../../inference.ts';
import type { Exchange } from '../exchange.ts';
import { reached } from '../reached.ts';
import { countRequest } from './count-request.ts';

/** A part of a call as a call of its own. */
interface Piece {
  readonly place: string;
  readonly request: InferenceRequest;
}

const placeCountMax = 16;
/** Of which each is inspected anew: a body of a million empty messages must not hold up the calls of others. */
const pieceCountMax = 1_000;

/**
 * Finds where in the call things were found, by looking at each of its pieces alone: as long again as inspecting took, for those who ask
 * to know, and no longer than 1,000 pieces take. Messages count from 0 as the gateway reads them, system prompts among them.
 *
 * @returns the places of a finding, none when it takes several pieces to make it
 */
export function findPlaces(exchange: Exchange): (finding: PromptFinding) => string[] {
  const policies = listPolicies(exchange);
  const places = new Map<string, string[]>();
  let pieceCount = 0;
  for (const { place, request } of piecesOf(
    exchange.received ?? reached(exchange.request, 'request'),
  )) {
    for (const policy of policies)
      for (const kind of countRequest(policy, request).keys()) note(places, kind, place);
    pieceCount += 1;
    if (pieceCount >= pieceCountMax) break;
  }
  return ({ kind }) => places.get(kind) ?? [];
}

/** Those that may have judged: what is attached, of the route that was asked for, and of the one to which it was moved. */
function listPolicies({ snapshot, tenant, request, route }: Exchange): CompiledPromptPolicy[] {
  const asked = snapshot.routesByName.get(tenant?.id ?? '')?.get(request?.model ?? '');
  const used = route && snapshot.routes.get(route.id);
  const attached = asked?.attached.map(({ policy }) => policy) ?? [];
  const policies = new Set([...attached, asked?.inspect, used?.inspect]);
  return [...policies].filter((policy) => policy !== undefined);
}

function note(places: Map<string, string[]>, kind: string, place: string): void {
  const known = places.get(kind) ?? [];
  if (known.length >= placeCountMax || known.includes(place)) return;
  places.set(kind, [...known, place]);
}

function piecesOf(request: InferenceRequest): Iterable<Piece> {
  return request.operation === 'chat' ? chatPieces(request) : embeddingPieces(request);
}

function* chatPieces(request: ChatRequest): Iterable<Piece> {
  yield { place: 'options', request: { ...request, messages: [], tools: [] } };
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
  for (const [position, tool] of request.tools.entries())
    yield { place: `tools.${position}`, request: { ...nothing, tools: [tool] } };
  for (const [position, message] of request.messages.entries())
    yield { place: `messages.${position}`, request: { ...nothing, messages: [message] } };
}

function* embeddingPieces(request: EmbeddingRequest): Iterable<Piece> {
  yield { place: 'options', request: { ...request, inputs: [] } };
  for (const [position, input] of request.inputs.entries())
    yield { place: `inputs.${position}`, request: { ...request, inputs: [input], extra: {} } };
}
