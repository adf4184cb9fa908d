import type { Environment } from '@marcbachmann/cel-js';
import type { CandidateFacts, RequestFacts } from './fact.ts';
import type { TokenFacts } from './token/token-fact.ts';

type FactType =
  | 'string'
  | 'bool'
  | 'int'
  | 'list<string>'
  | 'map<string, string>'
  | 'map<string, dyn>';
type RecordTypes = Readonly<Record<string, FactType>>;
type FactTypes = Readonly<Record<string, FactType | RecordTypes>>;

/**
 * Names of conditions on requests, with their CEL types. `satisfies`: the compiler misses no fact.
 */
const requestFactTypes = {
  tenant: { id: 'string', name: 'string' },
  application: {
    id: 'string',
    name: 'string',
    team: 'string',
    environment: 'string',
    dataClass: 'string',
    rolloutStage: 'string',
  },
  key: { id: 'string', name: 'string', attributes: 'map<string, string>' },
  token: 'map<string, dyn>',
  workload: 'string',
  request: {
    operation: 'string',
    stream: 'bool',
    tools: 'bool',
    vision: 'bool',
    jsonSchema: 'bool',
    files: 'bool',
    reasoning: 'bool',
    modalities: 'list<string>',
    inputTokens: 'int',
    maxOutputTokens: 'int',
  },
  prompt: { verdict: 'string' },
  node: { region: 'string' },
  budget: { leftNanoUsd: 'int', leftPerMille: 'int' },
  time: {
    hour: 'int',
    minute: 'int',
    weekday: 'int',
    day: 'int',
    month: 'int',
    year: 'int',
    unixMs: 'int',
  },
  claimed: 'map<string, string>',
} as const satisfies TypesOf<RequestFacts>;

/** Names that conditions on candidates see besides those of requests. */
const candidateFactTypes = {
  target: { name: 'string', region: 'string', capabilities: 'list<string>' },
  model: { name: 'string', aliases: 'list<string>' },
  provider: { name: 'string', dataTerms: 'list<string>' },
} as const satisfies TypesOf<CandidateFacts>;

/** The CEL type of a fact follows from its own; a record has one for each field. */
type TypesOf<Facts> = { readonly [Name in keyof Facts]: TypeOf<Facts[Name]> };
type TypeOf<Fact> = Fact extends string
  ? 'string'
  : Fact extends boolean
    ? 'bool'
    : Fact extends number
      ? 'int'
      : Fact extends readonly string[]
        ? 'list<string>'
        : string extends keyof Fact
          ? Fact[string] extends string
            ? 'map<string, string>'
            : 'map<string, dyn>'
          : TypesOf<Fact>;

/** CEL knows a record by its class. The fields of a view read the record, integers as bigint. */
type View = new (record: Readonly<Record<string, unknown>>) => object;

const requestViews = createViews(requestFactTypes);
const candidateViews = createViews(candidateFactTypes);

/**
 * The facts of one request as conditions read them; built once however many conditions there are.
 */
export interface PreparedFacts {
  readonly tenant: object;
  readonly application: object;
  readonly key: object;
  readonly token: TokenFacts;
  readonly workload: string;
  readonly request: object;
  readonly prompt: object;
  readonly node: object;
  readonly budget: object;
  readonly time: object;
  readonly claimed: Readonly<Record<string, string>>;
}

/** The facts of one candidate as conditions read them; built once for each snapshot. */
export interface PreparedCandidate {
  readonly target: object;
  readonly model: object;
  readonly provider: object;
}

/** Wraps the facts without copying: 0.1 µs. The facts must not change afterwards. */
export function prepareFacts(facts: RequestFacts): PreparedFacts {
  const { tenant, application, key, request, prompt, node, budget, time } = requestViews;
  return {
    tenant: new tenant(facts.tenant),
    application: new application(facts.application),
    key: new key(facts.key),
    token: facts.token,
    workload: facts.workload,
    request: new request(facts.request),
    prompt: new prompt(facts.prompt),
    node: new node(facts.node),
    budget: new budget(facts.budget),
    time: new time(facts.time),
    claimed: facts.claimed,
  };
}

/** Wraps the facts without copying. The facts must not change afterwards. */
export function prepareCandidate(facts: CandidateFacts): PreparedCandidate {
  const { target, model, provider } = candidateViews;
  return {
    target: new target(facts.target),
    model: new model(facts.model),
    provider: new provider(facts.provider),
  };
}

/** Both at once. Written out: spreading the two costs 2 µs, this 0.03 µs. */
export function joinFacts(
  facts: PreparedFacts,
  candidate: PreparedCandidate | undefined,
): PreparedFacts & Partial<PreparedCandidate> {
  if (candidate === undefined) return facts;
  return {
    tenant: facts.tenant,
    application: facts.application,
    key: facts.key,
    token: facts.token,
    workload: facts.workload,
    request: facts.request,
    prompt: facts.prompt,
    node: facts.node,
    budget: facts.budget,
    time: facts.time,
    claimed: facts.claimed,
    target: candidate.target,
    model: candidate.model,
    provider: candidate.provider,
  };
}

/** Makes the names of requests known to a CEL environment. */
export function registerRequestFacts(environment: Environment): void {
  registerFacts(environment, requestFactTypes, requestViews);
}

/** Makes the names of candidates known to a CEL environment. */
export function registerCandidateFacts(environment: Environment): void {
  registerFacts(environment, candidateFactTypes, candidateViews);
}

type RecordName<Types extends FactTypes> = {
  [Name in keyof Types]: Types[Name] extends string ? never : Name;
}[keyof Types];

function createViews<Types extends FactTypes>(types: Types): Record<RecordName<Types>, View> {
  const views = Object.entries(types).flatMap(([name, fields]) =>
    typeof fields === 'string' ? [] : [[name, createView(fields)]],
  );
  return Object.fromEntries(views);
}

function createView(fields: RecordTypes): View {
  class RecordView {
    /** Declared alone: to define it as well would take 0.3 µs a view, since each view is a class of its own. */
    declare readonly record: Readonly<Record<string, unknown>>;
    constructor(record: Readonly<Record<string, unknown>>) {
      this.record = record;
    }
  }
  for (const [field, type] of Object.entries(fields)) {
    const get =
      type === 'int'
        ? function (this: RecordView): bigint {
            return BigInt(Math.trunc(Number(this.record[field])));
          }
        : function (this: RecordView): unknown {
            return this.record[field];
          };
    Object.defineProperty(RecordView.prototype, field, { get });
  }
  return RecordView;
}

function registerFacts(
  environment: Environment,
  types: FactTypes,
  views: Readonly<Record<string, View>>,
): void {
  for (const [name, type] of Object.entries(types)) {
    const view = views[name];
    if (typeof type !== 'string' && view !== undefined) {
      environment.registerType(name, { ctor: view, fields: { ...type } });
    }
    environment.registerVariable(name, typeof type === 'string' ? type : name);
  }
}
