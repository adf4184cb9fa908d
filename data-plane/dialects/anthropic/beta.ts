import type { RequestHeaders } from '../dialect.ts';

/**
 * Betas that only change how the model thinks, how the reply is cut into pieces, or which fields of the body are known (Anthropic
 * API docs, beta headers, and `AnthropicBeta` of @anthropic-ai/sdk 1.11; 2026). Each of those fields is inspected and judged like
 * any other. No other beta is passed on: they reach files, tools and servers outside of the request, keep data, choose models or
 * change the price, and of a new one nobody here knows.
 */
const harmlessBetas: ReadonlySet<string> = new Set([
  'context-management-2025-06-27',
  'effort-2025-11-24',
  'extended-cache-ttl-2025-04-11',
  'fine-grained-tool-streaming-2025-05-14',
  'interleaved-thinking-2025-05-14',
  'model-context-window-exceeded-2025-08-26',
  'output-128k-2025-02-19',
  'pdfs-2024-09-25',
  'prompt-caching-2024-07-31',
  'structured-outputs-2025-11-13',
  'token-efficient-tools-2025-02-19',
]);

/** Names that an answer repeats; callers send some five. */
const toldMax = 16;
const tellable = /^[\w.-]{1,64}$/;
const none: readonly string[] = [];

/** The betas of `anthropic-beta` that a target of this wire is told, each once. */
export function readBetas(headers: RequestHeaders): readonly string[] {
  const all = listBetas(headers);
  return all === none ? none : all.filter((name) => harmlessBetas.has(name));
}

/** `x-gatehouse-betas-left-out` with those that no target is told, as names and values; empty when there are none. */
export function tellBetasLeftOut(headers: RequestHeaders): readonly string[] {
  const all = listBetas(headers);
  if (all === none) return none;
  const left = all.filter((name) => !harmlessBetas.has(name));
  if (left.length === 0) return none;
  const told = left.filter((name) => tellable.test(name)).slice(0, toldMax);
  // What is no name, or one too many, is told as such: a header must not repeat whatever was sent.
  const names = told.length === left.length ? told : [...told, 'others'];
  return ['x-gatehouse-betas-left-out', names.join(',')];
}

function listBetas(headers: RequestHeaders): readonly string[] {
  const value = headers['anthropic-beta'];
  if (typeof value !== 'string') return none;
  const names = value.split(',').map((name) => name.trim());
  return [...new Set(names)].filter((name) => name !== '');
}
