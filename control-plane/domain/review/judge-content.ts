import { isRuleAsStrict } from '../approval-rule.ts';
import { type GrantProposal, isTightening } from '../grant.ts';
import {
  type Direction,
  type FieldJudgement,
  isProvenTightening,
  judgeApiKey,
  judgeBy,
  judgeModel,
  judgePrice,
  judgeProvider,
  judgeRole,
  judgeRoleGrant,
  judgeRoleMapping,
  judgeTarget,
} from './judgement.ts';
import type { Proposals } from './proposal.ts';
import { judgeBudget, judgeLimit } from './spend-judgement.ts';
import { isPromptPolicyTightening, isRouteTightening } from './tightening.ts';

/** The content of a row before and after; `base` is undefined for a new one. */
export type ComparedContent = {
  readonly [Kind in keyof Proposals]: {
    readonly kind: Kind;
    readonly base: Proposals[Kind] | undefined;
    readonly proposal: Proposals[Kind];
  };
}[keyof Proposals];

const judgeGrant = judgeEach<GrantProposal>(
  ['workloads', 'dataClasses', 'environments', 'regions', 'monthlySpendNanoUsd', 'notAfter'],
  isTightening,
);
const judgeRoute = judgeEach<Proposals['route']>(['rules', 'constraints'], isRouteTightening);
const judgePromptPolicy = judgeEach<Proposals['prompt_policy']>(
  ['rules', 'appliesTo'],
  isPromptPolicyTightening,
);
const judgeRule = judgeEach<Proposals['approval_rule']>(
  ['quorum', 'roles', 'groups', 'teams', 'highRiskQuorum', 'highRiskTeams'],
  isRuleAsStrict,
);

/** Every field that differs, by name; undefined for a new row, of which everything is new. */
export function judgeContent(content: ComparedContent): readonly FieldJudgement[] | undefined {
  if (content.base === undefined) return undefined;
  switch (content.kind) {
    case 'grant':
      return judgeGrant(content.base, content.proposal);
    case 'route':
      return judgeRoute(content.base, content.proposal);
    case 'prompt_policy':
      return judgePromptPolicy(content.base, content.proposal);
    case 'approval_rule':
      return judgeRule(content.base, content.proposal);
    case 'model':
      return judgeModel(content.base, content.proposal);
    case 'provider':
      return judgeProvider(content.base, content.proposal);
    case 'target':
      return judgeTarget(content.base, content.proposal);
    case 'price':
      return judgePrice(content.base, content.proposal);
    case 'api_key':
      return judgeApiKey(content.base, content.proposal);
    case 'role':
      return judgeRole(content.base, content.proposal);
    case 'role_mapping':
      return judgeRoleMapping(content.base, content.proposal);
    case 'role_grant':
      return judgeRoleGrant(content.base, content.proposal);
    case 'limit':
      return judgeLimit(content.base, content.proposal);
    case 'budget':
      return judgeBudget(content.base, content.proposal);
  }
}

/** Whether it is proven that the second content allows nothing that the first did not. */
export function isContentTightening(content: ComparedContent): boolean {
  const judgements = judgeContent(content);
  return judgements !== undefined && isProvenTightening(judgements);
}

/** That of all together: what may allow more in one field may allow more. */
export function directionOf(judgements: readonly FieldJudgement[] | undefined): Direction {
  if (judgements === undefined) return 'loosening';
  const directions = judgements.map(({ direction }) => direction);
  if (directions.includes('loosening')) return 'loosening';
  return directions.includes('tightening') ? 'tightening' : 'neutral';
}

/** Judges each field by what it would be if it were the only one that differs. What `isTighter` does not look at loosens. */
function judgeEach<Content extends object>(
  looksAt: readonly (keyof Content & string)[],
  isTighter: (from: Content, to: Content) => boolean,
): (from: Content, to: Content) => readonly FieldJudgement[] {
  const judged = new Set<string>(looksAt);
  const listDifferent = judgeBy<Content>({});
  return (from, to) => {
    const next = new Map(Object.entries(to));
    return listDifferent(from, to).map(({ field }) => {
      const alone = { ...from, [field]: next.get(field) };
      const isProven = judged.has(field) && isTighter(from, alone);
      return { field, direction: isProven ? 'tightening' : 'loosening' };
    });
  };
}
