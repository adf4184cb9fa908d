import { isJsonObject } from '../../dialects/json-body.ts';
import type { JsonObject, ToolCall } from '../../inference.ts';

/**
 * What a call of a model's step bears when its signature is lost, or when another model made it (Gemini API docs, thought
 * signatures, 2025). Gemini 3 and later refuse a step whose first call bears none.
 */
const standIn = 'skip_thought_signature_validator';

/** Where the signature of a tool call rides: Google's own convention on its OpenAI-compatible wire (2025). */
export function carrySignature(signature: string): JsonObject {
  return { extra_content: { google: { thought_signature: signature } } };
}

/** The reverse of {@link carrySignature}, for a call as the caller sent it back. */
export function findCallSignature(call: ToolCall | undefined): string | undefined {
  const content = call?.extra?.['extra_content'];
  const google = isJsonObject(content) ? content['google'] : undefined;
  const signature = isJsonObject(google) ? google['thought_signature'] : undefined;
  return typeof signature === 'string' && signature !== '' ? signature : undefined;
}

/** The stand-in for models that ask for a signature; undefined for those before Gemini 3, and for names that tell no version. */
export function stepSignature(providerModel: string): string | undefined {
  return /(?:^|\/)gemini-(?:[3-9]|[1-9]\d)(?!\d)/.test(providerModel) ? standIn : undefined;
}
