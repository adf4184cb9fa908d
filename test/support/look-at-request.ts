import type { InferenceRequest } from '../../data-plane/inference.ts';
import {
  collectRequestTexts,
  lookAtTexts,
} from '../../data-plane/pipeline/prompt/look-at-request.ts';
import type { Look } from '../../policy/inspect/settings/look.ts';
import type { Sightings } from '../../policy/inspect/sighting.ts';

/** What these looks see in a request, looked at at once however long it is. */
export function lookAtRequest(request: InferenceRequest, looks: readonly Look[]): Sightings {
  return lookAtTexts(collectRequestTexts(request), looks);
}
