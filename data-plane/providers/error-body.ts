import { isJsonObject } from '../dialects/json-body.ts';
import type { Json, JsonObject } from '../inference.ts';

/**
 * The error in the body of a refusal: the object under `error`, or a sentence there, or the fields at the top, as servers that
 * speak a vendor's wire beside another one answer. Undefined for a body that is no JSON object.
 */
export function findErrorObject(body: Buffer): JsonObject | undefined {
  let value: Json;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
  if (!isJsonObject(value)) return undefined;
  const error = value['error'];
  if (isJsonObject(error)) return error;
  return typeof error === 'string' ? { message: error } : value;
}
