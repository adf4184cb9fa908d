import type { Inspector } from '../../../policy/inspect/detector.ts';
import type { InspectedText } from '../../../policy/inspect/inspected-text.ts';
import { inspectorOf } from '../../../policy/inspect/inspector.ts';
import type { Look } from '../../../policy/inspect/settings/look.ts';
import { joinLooks, lookAt, type Sightings } from '../../../policy/inspect/sighting.ts';
import type { TextAmounts } from '../../../policy/inspect/text-amount.ts';
import type { InferenceRequest } from '../../inference.ts';
import type { LookFault } from '../../inspect/look-each.ts';
import { collectEncodedTexts } from '../../routing/text/encoded-text.ts';
import { collectJoinedTexts } from '../../routing/text/joined-text.ts';
import { collectTexts } from '../../routing/text/request-text.ts';

/** All texts of a request, whose parts are inspected each alone. */
export interface RequestTexts {
  readonly apart: readonly InspectedText[];
  /** What was made of several pieces. */
  readonly joined: readonly InspectedText[];
}

/** What was seen in a request, and how much there was to look at. */
export interface RequestLook {
  readonly sightings: Sightings;
  /** Texts as they are and as they are decoded; what is joined is in it once. */
  readonly amounts: TextAmounts;
  /** Of those that have not looked, which is none of them as it should be. */
  readonly faults: readonly LookFault[];
}

export function collectRequestTexts(request: InferenceRequest): RequestTexts {
  return {
    apart: collectTexts(request).concat(collectEncodedTexts(request)),
    joined: collectJoinedTexts(request),
  };
}

/**
 * What an inspector sees in everything that would be sent, in one piece or cut over several. What stands in one piece is found
 * both ways: of each kind in each part the greater count stands.
 */
export function lookAtTexts({ apart, joined }: RequestTexts, looks: readonly Look[]): Sightings {
  return lookWith(inspectorOf(looks), { apart, joined });
}

/** The same of any inspector. */
export function lookWith(inspector: Inspector, { apart, joined }: RequestTexts): Sightings {
  return joinLooks(lookAt(inspector, apart), lookAt(inspector, joined));
}
