import type { CandidateReason, RoutingDecision, RoutingInput } from '../compile-routing.ts';
import type { ReplayedRoute } from './world.ts';

/** The whole, in parts of a million. */
export const WHOLE_PPM = 1_000_000;

/** Target -> the chance that it is tried first, in parts of a million; they add up to {@link WHOLE_PPM}. */
export type LeadShares = ReadonlyMap<string, number>;

/** Beginnings of prompts, or draws, that stand for all of them where there is no order in who leads. */
const SPREAD_COUNT = 125;
/** Choices that were measured once; beyond them all are measured anew. */
const KNOWN_MAX = 1_000;

/** By these words the draw alone decides, or decides among equals: each target has one interval of draws. */
const drawn: ReadonlySet<CandidateReason> = new Set(['drawn', 'cheapest', 'least_busy', 'faster']);
const byPrefix: ReadonlySet<CandidateReason> = new Set(['cache_affinity', 'cache_spill']);

/**
 * Measures with which chance each target leads: the compiled route is asked with other draws, so that nothing of its strategies is
 * told twice. Intervals of draws are found to a millionth. Where the beginning of the prompt decides, which no record holds,
 * or a ramp places a call by its draw, {@link SPREAD_COUNT} of them stand for all.
 */
export class LeadSharesOf {
  readonly #known = new Map<string, LeadShares>();

  /** `decision` is that of the same input. */
  of({ choose, route }: ReplayedRoute, input: RoutingInput, decision: RoutingDecision): LeadShares {
    const lead = decision.targets[0]?.id ?? '';
    const reason = decision.candidates.find(({ targetId }) => targetId === lead)?.reason;
    if (decision.candidates.length === 1) return new Map([[lead, WHOLE_PPM]]);
    const leadAt = (change: Partial<RoutingInput>): string =>
      choose({ ...input, ...change }).targets[0]?.id ?? '';
    if (decision.ramp !== undefined) return spread((at) => leadAt({ draw: at / SPREAD_COUNT }));
    if (reason !== undefined && byPrefix.has(reason))
      return spread((at) => leadAt({ promptPrefix: () => `${at}` }));
    if (reason === undefined || !drawn.has(reason)) return new Map([[lead, WHOLE_PPM]]);
    const measure = () => halve((part) => leadAt({ draw: (part + 0.5) / WHOLE_PPM }));
    return reason === 'drawn' ? this.#once(`${route.id}\n${keyOf(decision)}`, measure) : measure();
  }

  #once(key: string, measure: () => LeadShares): LeadShares {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= KNOWN_MAX) this.#known.clear();
    const shares = measure();
    this.#known.set(key, shares);
    return shares;
  }
}

/** What is drawn depends on the rule and on who may be drawn, on nothing else of the call. */
function keyOf({ rule, candidates }: RoutingDecision): string {
  return `${rule}\n${candidates.map(({ kept }) => (kept ? '1' : '0')).join('')}`;
}

/** Every part is asked for, by halves: a half between two equal ends has no other leader in it. */
function halve(leadOf: (part: number) => string): LeadShares {
  const shares = new Map<string, number>();
  const add = (from: Part, to: Part): void => {
    if (from.lead === to.lead) {
      shares.set(from.lead, (shares.get(from.lead) ?? 0) + to.part - from.part + 1);
      return;
    }
    const middle = Math.floor((from.part + to.part) / 2);
    add(from, { part: middle, lead: middle === from.part ? from.lead : leadOf(middle) });
    const next = middle + 1;
    add({ part: next, lead: next === to.part ? to.lead : leadOf(next) }, to);
  };
  const last = WHOLE_PPM - 1;
  add({ part: 0, lead: leadOf(0) }, { part: last, lead: leadOf(last) });
  return shares;
}

interface Part {
  readonly part: number;
  readonly lead: string;
}

function spread(leadOf: (at: number) => string): LeadShares {
  const shares = new Map<string, number>();
  for (let at = 0; at < SPREAD_COUNT; at += 1) {
    const lead = leadOf(at);
    shares.set(lead, (shares.get(lead) ?? 0) + WHOLE_PPM / SPREAD_COUNT);
  }
  return shares;
}
