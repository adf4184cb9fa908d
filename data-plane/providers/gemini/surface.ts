import type { JsonObject } from '../../inference.ts';

/** The two places where Google serves one wire; they differ in names, credentials and some methods. */
export type Surface = 'gemini' | 'vertex';

/** What to call on the resource of a model, and with what. */
export interface EncodedCall {
  /** With query: `streamGenerateContent?alt=sse`. */
  readonly method: string;
  readonly body: JsonObject;
}

/**
 * Path of a model below the base URL. A name with a slash is a resource of its own: `tunedModels/x`, `endpoints/1`,
 * `publishers/google/models/x`.
 */
export function resourceOf(model: string, surface: Surface): string {
  const collection = surface === 'gemini' ? 'models' : 'publishers/google/models';
  const name = model.includes('/') ? model : `${collection}/${model}`;
  return `/${name.split('/').map(encodeURIComponent).join('/')}`;
}
