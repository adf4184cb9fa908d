import { hasLooked, type Look, nameOf } from '../../../policy/inspect/settings/look.ts';
import { joinLooks } from '../../../policy/inspect/sighting.ts';
import { InspectionFailure } from '../../inspect/inspection-failure.ts';
import type { Exchange } from '../exchange.ts';
import { reached } from '../reached.ts';
import { reasonOfFault } from './inspection-refusal.ts';
import type { RequestLook } from './look-at-request.ts';
import { addUnseen } from './outside-look.ts';
import type { RequestInspection } from './request-inspection.ts';

/** What asking the gateway's own detectors depends on. */
export interface OwnParts {
  readonly inspection: RequestInspection;
  /** Told of a detector of the gateway's own that has failed, for the log. */
  readonly onFault?: ((fault: unknown, requestId: string) => void) | undefined;
}

/**
 * Has these look at the request, each once for a call, however many policies ask it. Adds to `found`, and to `inspectedBy`, or to
 * `unseenBy` those that have failed, or could not be asked; sets `lookedAt`.
 *
 * @returns a promise for long calls, which are looked at elsewhere, and nothing for others
 * @throws GatewayError caller_left, deadline_exceeded, unknown_key: in the promise
 */
export function askOwn(
  exchange: Exchange,
  looks: readonly Look[],
  parts: OwnParts,
): void | Promise<void> {
  const { inspectedBy, unseenBy } = exchange;
  const isKnown = (one: Look) => hasLooked(inspectedBy, one) || unseenBy?.has(nameOf(one)) === true;
  const isFirst = inspectedBy.length === 0 && unseenBy === undefined;
  const missing = isFirst ? looks : looks.filter((one) => !isKnown(one));
  if (missing.length > 0) return lookSafely(exchange, missing, parts);
}

/** Who throws, which none should, or could not be asked, has not looked; the others have. */
function lookSafely(
  exchange: Exchange,
  looks: readonly Look[],
  parts: OwnParts,
): void | Promise<void> {
  const request = reached(exchange.request, 'request');
  const note = (seen: RequestLook) => noteSeen(exchange, looks, { seen, parts });
  const noteFault = (fault: unknown): void => {
    parts.onFault?.(fault, exchange.requestId);
    exchange.unseenBy = addUnseen(exchange.unseenBy, looks.map(nameOf), 'threw');
  };
  const noteFailure = (thrown: unknown): void => {
    if (!(thrown instanceof InspectionFailure)) throw thrown;
    const reason = reasonOfFault[thrown.fault];
    exchange.unseenBy = addUnseen(exchange.unseenBy, looks.map(nameOf), reason);
  };
  try {
    const looking = parts.inspection.look(exchange, request, looks);
    if (looking instanceof Promise) return looking.then(note, noteFailure);
    note(looking);
  } catch (thrown) {
    noteFault(thrown);
  }
}

function noteSeen(
  exchange: Exchange,
  looks: readonly Look[],
  { seen, parts }: { readonly seen: RequestLook; readonly parts: OwnParts },
): void {
  const { sightings, amounts, faults } = seen;
  exchange.found = joinLooks(exchange.found, sightings);
  exchange.lookedAt = amounts;
  let looked = looks;
  for (const { look: name, fault } of faults) {
    parts.onFault?.(fault, exchange.requestId);
    exchange.unseenBy = addUnseen(exchange.unseenBy, [name], 'threw');
    looked = looked.filter((one) => nameOf(one) !== name);
  }
  const { inspectedBy } = exchange;
  exchange.inspectedBy = inspectedBy.length === 0 ? looked : inspectedBy.concat(looked);
}
