import { isSameContent } from '../../../domain/canonical-json.ts';
import type { ChangeRequest, ChangeRequestKind } from '../../../domain/change-request.ts';
import type { Emergency } from '../../../domain/review/course/emergency.ts';
import { mergeContents } from '../../../domain/review/course/merge.ts';
import { type ComparedContent, isContentTightening } from '../../../domain/review/judge-content.ts';
import type { Proposals } from '../../../domain/review/proposal.ts';
import type { ChangeContext } from '../governed-kind.ts';
import { kindOf } from '../kinds.ts';

const REASON = 'taken back: made in an emergency, and not ratified';
const WHOLE: Taken = { leftFields: [], fault: null };

type Taken = Pick<Emergency, 'leftFields' | 'fault'>;

/**
 * Makes the row again what it was before the request, but for what others have changed since. Where they have only taken
 * something away, the rest of what was made goes too: else whoever makes a change in an emergency could keep most of it by
 * giving back a little. What is past its life has nothing to take back. The request is held.
 *
 * @throws DomainError VALIDATION_FAILED, NOT_FOUND when a rule of today forbids it
 */
export async function takeBack(context: ChangeContext, request: ChangeRequest): Promise<Taken> {
  const { base, proposal } = request;
  const kind = kindOf(request);
  const { now } = context.operation;
  const version = await kind.holdBase(context.stores, request, now);
  const current = version && (await kind.readContent?.(context.stores, request, now));
  if (version === undefined || !current) return WHOLE;
  if (base === null) {
    if (isSameContent(proposal, current) || tightens(request, proposal, current)) {
      await kind.end?.(context, { ...request, reason: REASON });
      return WHOLE;
    }
    const { collisions } = mergeContents<object>({ base: proposal, current, proposed: {} });
    return { leftFields: collisions, fault: null };
  }
  const { merged, collisions } = mergeContents({ base: proposal, current, proposed: base });
  const collided = Object.entries(base).filter(([field]) => collisions.includes(field));
  const whole = { ...merged, ...Object.fromEntries(collided) };
  const isWhole = collisions.length === 0 || tightens(request, current, whole);
  const content = isWhole ? whole : merged;
  const restored = { base: current, baseVersion: version, proposal: content, reason: REASON };
  if (isOver(content, now)) await kind.end?.(context, { ...request, reason: REASON });
  else if (!isSameContent(content, current)) await kind.apply(context, { ...request, ...restored });
  return isWhole ? WHOLE : { leftFields: collisions, fault: null };
}

function tightens<Kind extends ChangeRequestKind>(
  { kind }: ChangeRequest<Kind>,
  from: Proposals[Kind],
  to: Proposals[Kind],
): boolean {
  return isContentTightening({ kind, base: from, proposal: to } as ComparedContent);
}

/** A grant that would have ended meanwhile is not one that can be made again: it ends. */
function isOver(content: Proposals[ChangeRequestKind], now: Date): boolean {
  return 'notAfter' in content && content.notAfter !== null && new Date(content.notAfter) <= now;
}
