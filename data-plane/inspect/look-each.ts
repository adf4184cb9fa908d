import { type Look, nameOf } from '../../policy/inspect/settings/look.ts';

/** A detector of the gateway's own that has failed, which none should. */
export interface LookFault {
  /** Name of the look. */
  readonly look: string;
  readonly fault: unknown;
}

/** What several saw, together or each alone, and who did not look. */
export interface LooksTaken<Seen> {
  readonly seen: readonly Seen[];
  readonly faults: readonly LookFault[];
}

const none: readonly LookFault[] = [];

/** All look together; where one throws, each alone, so that the others have looked. */
export function lookEach<Seen>(
  looks: readonly Look[],
  look: (looks: readonly Look[]) => Seen,
): LooksTaken<Seen> {
  try {
    return { seen: [look(looks)], faults: none };
  } catch (fault) {
    const [first] = looks;
    if (first === undefined) throw fault;
    if (looks.length === 1) return { seen: [], faults: [{ look: nameOf(first), fault }] };
    const each = looks.map((one) => lookEach([one], look));
    return {
      seen: each.flatMap(({ seen }) => seen),
      faults: each.flatMap(({ faults }) => faults),
    };
  }
}
