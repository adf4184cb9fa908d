import { inspectorOf } from '../../../policy/inspect/inspector.ts';
import type { Look } from '../../../policy/inspect/settings/look.ts';
import { joinLooks, lookAt, type Sightings } from '../../../policy/inspect/sighting.ts';
import type { InferenceRequest } from '../../inference.ts';
import { collectEncodedTexts } from '../../routing/text/encoded-text.ts';
import { collectJoinedTexts } from '../../routing/text/joined-text.ts';
import { collectTexts } from '../../routing/text/request-text.ts';

/**
 * What these looks see in everything that would be sent, in one piece or cut over several. What stands in one piece is found
 * both ways: of each kind in each part the greater count stands.
 */
export function lookAtRequest(request: InferenceRequest, looks: readonly Look[]): Sightings {
  const inspector = inspectorOf(looks);
  const apart = lookAt(inspector, collectTexts(request).concat(collectEncodedTexts(request)));
  return joinLooks(apart, lookAt(inspector, collectJoinedTexts(request)));
}
