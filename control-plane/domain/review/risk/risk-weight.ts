import type { Proposals } from '../proposal.ts';
import type { RiskLevel } from './risk-level.ts';

/** What is at stake: the behaviour of calls, what somebody may do, what becomes of data, money, how many notice. */
export type RiskTopic = 'behaviour' | 'rights' | 'data' | 'money' | 'reach';

/** What a loosening of something weighs. */
export interface RiskWeight {
  readonly about: RiskTopic;
  readonly level: RiskLevel;
  readonly message: string;
}

type Kind = keyof Proposals;
type FieldOf<Content> = Content extends unknown ? keyof Content : never;

const behaviour = medium('behaviour', 'Calls are decided or served in another way.');
const told = low('behaviour', 'People and reports see something else.');
const rights = high('rights', 'Somebody may do more.');
const use = medium('rights', 'More calls may be made.');
const facts = high('rights', 'Policies take other facts for verified.');
const data = high('data', 'Prompts may go where less is promised of data, or to another region.');
const vendor = high('data', 'Prompts and credentials go to another address or vendor.');
const inspection = high('data', 'Prompts may be inspected less.');
const many = high('behaviour', 'A plan changes many things at once: each has to be read.');
const spend = medium('money', 'More may be spent.');
const money = medium('money', 'Calls are charged at other prices.');

/** The one table: kind -> field -> what it weighs to loosen it. docs/approvals.md shows it. */
export const fieldWeights: {
  readonly [Name in Kind]: { readonly [Field in FieldOf<Proposals[Name]>]?: RiskWeight };
} = {
  grant: {
    workloads: use,
    environments: use,
    notAfter: use,
    monthlySpendNanoUsd: spend,
    dataClasses: data,
    regions: data,
  },
  route: {
    name: behaviour,
    rules: behaviour,
    constraints: data,
    promptPolicyId: inspection,
    connectTimeoutMs: told,
    firstTokenTimeoutMs: told,
    idleTimeoutMs: told,
    totalTimeoutMs: told,
  },
  prompt_policy: { name: told, rules: inspection, appliesTo: inspection },
  approval_rule: {
    quorum: rights,
    roles: rights,
    groups: rights,
    teams: rights,
    highRiskQuorum: rights,
    highRiskTeams: rights,
  },
  model: {
    name: behaviour,
    aliases: behaviour,
    capabilities: behaviour,
    contextWindowTokens: behaviour,
    outputTokensMax: behaviour,
    deprecatedAt: told,
    replacedById: told,
  },
  provider: {
    name: behaviour,
    kind: vendor,
    preset: vendor,
    baseUrl: vendor,
    region: data,
    dataTerms: data,
    regionDataTerms: data,
  },
  target: {
    name: behaviour,
    providerModel: behaviour,
    enabled: behaviour,
    capabilities: behaviour,
    region: data,
  },
  price: { prices: money },
  api_key: {
    name: behaviour,
    feature: told,
    workloads: use,
    routes: use,
    operations: use,
    notAfter: use,
    scopes: use,
    attributes: facts,
  },
  role: { name: told, permissions: rights },
  role_mapping: {
    name: told,
    issuer: rights,
    clientId: rights,
    audience: rights,
    groupClaim: rights,
    roleMappings: rights,
    emailDomains: rights,
    scopes: rights,
  },
  role_grant: { name: told, email: told, roles: rights, roleIds: rights },
  config_plan: { actions: many },
  limit: {
    name: told,
    message: told,
    applicationId: use,
    per: use,
    workloads: use,
    routeIds: use,
    measure: use,
    amount: use,
    windowS: use,
    monitor: use,
    archived: use,
  },
  budget: {
    name: told,
    message: told,
    applicationId: spend,
    per: spend,
    workloads: spend,
    modelIds: spend,
    period: spend,
    amountNanoUsd: spend,
    enforcement: spend,
    reservation: spend,
    whenUnreachable: spend,
    archived: spend,
  },
};

const newWeights: Readonly<Record<Kind, RiskWeight>> = {
  grant: use,
  route: behaviour,
  prompt_policy: told,
  approval_rule: rights,
  model: behaviour,
  provider: behaviour,
  target: behaviour,
  price: money,
  api_key: use,
  role: rights,
  role_mapping: rights,
  role_grant: rights,
  config_plan: many,
  limit: told,
  budget: told,
};

const unknown = high('behaviour', 'Nobody has said what this weighs.');

/** A field that the table does not have is high. */
export function weighField(kind: Kind, field: string): RiskWeight {
  return new Map<string, RiskWeight>(Object.entries(fieldWeights[kind])).get(field) ?? unknown;
}

/** What a new row weighs, beside what it reaches. */
export function weighNew(kind: Kind): RiskWeight {
  const { about, level } = newWeights[kind];
  return { about, level, message: 'It is new.' };
}

function low(about: RiskTopic, message: string): RiskWeight {
  return { about, level: 'low', message };
}

function medium(about: RiskTopic, message: string): RiskWeight {
  return { about, level: 'medium', message };
}

function high(about: RiskTopic, message: string): RiskWeight {
  return { about, level: 'high', message };
}
