import { type ComparedContent, directionOf, judgeContent } from '../judge-content.ts';
import type { Direction } from '../judgement.ts';
import type { Proposals } from '../proposal.ts';
import type { PriceChange } from './price-change.ts';
import type { RiskLevel } from './risk-level.ts';
import { type RiskTopic, weighField, weighNew } from './risk-weight.ts';

/** What is told of one field, of the money or of the reach. */
export interface RiskReason {
  /** Field of the content; empty for what is of the whole. */
  readonly field: string;
  readonly about: RiskTopic;
  readonly direction: Direction;
  readonly level: RiskLevel;
  readonly message: string;
}

/** What may go wrong with a change, computed from its content and from who would notice. As JSON has it. */
export interface Risk {
  /** The highest of its reasons. */
  readonly level: RiskLevel;
  readonly direction: Direction;
  readonly reasons: readonly RiskReason[];
  /** Decimal; null when no calls are touched, or it is not known. */
  readonly requestsLast7Days: string | null;
  readonly applications: number | null;
  readonly tenants: number | null;
  /** Nano-USD that the calls of the last 7 days would cost more, in decimal; null where no price changes or it is not known. */
  readonly costChange: string | null;
}

/** Calls of the last 7 days that the change would have touched. */
export interface Reach {
  readonly requests: bigint;
  readonly applications: number;
  readonly tenants: number;
}

/** What a risk is computed from. */
export interface RiskFacts {
  readonly content: ComparedContent;
  /** `none`: it is about people and rules. `unknown`: it could not be found out. */
  readonly reach: Reach | 'none' | 'unknown';
  /** Undefined where no price changes. */
  readonly priceChange: PriceChange | undefined;
}

/** From so many requests on a loosening is of medium and of high risk. */
export const REACH_REQUESTS = { medium: 100n, high: 10_000n } as const;
export const REACH_APPLICATIONS_HIGH = 10;
/** 100 USD a week. */
export const COST_CHANGE_HIGH = 100_000_000_000n;

const order: readonly RiskLevel[] = ['low', 'medium', 'high'];

/** Of a request that was made before risks were computed: what is not known is high. */
export const unknownRisk: Risk = {
  level: 'high',
  direction: 'loosening',
  reasons: [whole('reach', 'high', 'It was proposed before risks were computed.')],
  requestsLast7Days: null,
  applications: null,
  tenants: null,
  costChange: null,
};

/** Whatever cannot be found out is high. */
export function computeRisk({ content, reach, priceChange }: RiskFacts): Risk {
  const judgements = judgeContent(content);
  const direction = directionOf(judgements);
  const { kind } = content;
  const ofFields = judgements?.map(({ field, direction: its }) => weigh(kind, field, its));
  const reasons = [
    ...(ofFields ?? [{ field: '', direction: 'loosening' as const, ...weighNew(kind) }]),
    ...(priceChange === undefined ? [] : [weighPrice(priceChange)]),
    ...(direction === 'loosening' ? weighReach(reach) : []),
  ];
  const counted = typeof reach === 'string' ? undefined : reach;
  return {
    level: highest(reasons.map(({ level }) => level)),
    direction,
    reasons,
    requestsLast7Days: counted?.requests.toString() ?? null,
    applications: counted?.applications ?? null,
    tenants: counted?.tenants ?? null,
    costChange: priceChange?.costChange?.toString() ?? null,
  };
}

function weigh(kind: keyof Proposals, field: string, direction: Direction): RiskReason {
  const { about, level, message } = weighField(kind, field);
  return { field, direction, about, message, level: direction === 'loosening' ? level : 'low' };
}

function weighPrice({ isSteep, costChange }: PriceChange): RiskReason {
  const isLarge = costChange === undefined || costChange >= COST_CHANGE_HIGH;
  const message =
    costChange === undefined
      ? 'What it costs cannot be compared.'
      : `Calls of the last 7 days would cost ${costChange} nano-USD more, at worst.`;
  return whole('money', isSteep || isLarge ? 'high' : 'medium', message);
}

function weighReach(reach: RiskFacts['reach']): readonly RiskReason[] {
  if (reach === 'none') return [];
  if (reach === 'unknown') return [whole('reach', 'high', 'Nobody knows which calls it touches.')];
  const { requests, applications, tenants } = reach;
  const isWide = tenants > 1 || applications >= REACH_APPLICATIONS_HIGH;
  const isHigh = isWide || requests >= REACH_REQUESTS.high;
  const level = isHigh ? 'high' : requests >= REACH_REQUESTS.medium ? 'medium' : 'low';
  const message = `About ${requests} requests of the last 7 days, of ${applications} applications of ${tenants} tenants, are touched.`;
  return [whole('reach', level, message)];
}

function whole(about: RiskTopic, level: RiskLevel, message: string): RiskReason {
  return { field: '', about, direction: 'loosening', level, message };
}

function highest(levels: readonly RiskLevel[]): RiskLevel {
  return order.findLast((level) => levels.includes(level)) ?? 'low';
}
