/** Who asks. */
export type Asker = 'developer' | 'owner' | 'admin';

/** What a portal or a script asks of the control plane: a list, over and over. */
export interface Question {
  readonly about: string;
  readonly asker: Asker;
  readonly document: string;
  /** Most statements of the database, those of the sign-in left out. */
  readonly statementsMax?: number;
}

const routes = (args: string) => `page: routes(first: 100 ${args}) {
  edges { node { id name operation rules { name when split { weight target { name region } } fallbacks { name } } } }
  pageInfo { hasNextPage endCursor }
}`;
const grants = (args: string) => `grants(first: 100 ${args}) {
  edges { node { notAfter workloads application { name } model { name } } }
}`;
const applications = (args: string) => `{ page: applications(first: 50 ${args}) {
  totalCount edges { node { id name team environment dataClass rolloutStage updatedAt } } pageInfo { hasNextPage }
} }`;
const apiKeys = (args: string) => `{ page: apiKeys(first: 50 unusedSince: "${monthAgo()}" ${args}) {
  edges { node { id name prefix lastUsedAt application { name } } } pageInfo { hasNextPage }
} }`;
const modelAccess = (args: string) => `{ page: modelAccess(first: 50 ${args}) {
  edges { node { notAfter model { name } application { name }
    changeRequest { reason requestedBy { name } reviews { verdict reviewer { name } } } } }
} }`;
const changeRequests = (
  args: string,
) => `{ page: changeRequests(first: 50 state: IN_REVIEW ${args}) {
  edges { node { id kind reason risk { level } changes { field } requestedBy { name } reviews { comment }
    impact { state n calls totals { counts { class requests } } byApplication { application { name } changedCalls } } } }
} }`;
const auditEvents = (filter: string, args = '') =>
  `{ page: auditEvents(first: 50 filter: {${filter}} ${args}) {
  edges { node { at actor action object revision changes } } pageInfo { hasNextPage endCursor }
} }`;

function monthAgo(): string {
  return new Date(Date.now() - 30 * 86_400_000).toISOString();
}

/** Of that tenant, by its global id. Everybody of it is confined to it and need not name it. */
export function listQuestions(tenantId: string): readonly Question[] {
  const own = `tenantId: "${tenantId}"`;
  const both = (args: string) => `{ ${routes(args)} ${grants(args)} }`;
  const hundred = '100 routes with targets, 100 grants';
  return [
    { about: `${hundred}: a tenant`, asker: 'developer', document: both(own), statementsMax: 5 },
    {
      about: `${hundred}: a tenant, not named`,
      asker: 'developer',
      document: both(''),
      statementsMax: 5,
    },
    {
      about: `${hundred}: one tenant of all`,
      asker: 'admin',
      document: both(own),
      statementsMax: 5,
    },
    { about: `${hundred}: all tenants`, asker: 'admin', document: both(''), statementsMax: 5 },
    {
      about: 'applications by stage and environment',
      asker: 'developer',
      document: applications(
        'filter: {rolloutStages: [DIRECT, PILOT], environments: [PRODUCTION]}',
      ),
    },
    {
      about: 'applications by text, of all tenants',
      asker: 'admin',
      document: applications('filter: {text: "tool-4"}'),
    },
    {
      about: 'applications changed last, of all tenants',
      asker: 'admin',
      document: applications('orderBy: {by: UPDATED_AT, direction: DESC}'),
    },
    { about: 'keys unused since', asker: 'developer', document: apiKeys('') },
    { about: 'keys unused since, of all tenants', asker: 'admin', document: apiKeys('') },
    { about: 'who may use what', asker: 'owner', document: modelAccess('') },
    { about: 'who may use what, of all tenants', asker: 'admin', document: modelAccess('') },
    {
      about: 'who may use what until when, of all tenants',
      asker: 'admin',
      document: modelAccess('endsBefore: "2099-01-01T00:00:00Z"'),
    },
    { about: 'changes in review with impact', asker: 'owner', document: changeRequests('') },
    {
      about: 'changes in review with impact, of all tenants',
      asker: 'admin',
      document: changeRequests(''),
    },
    { about: 'audit: newest', asker: 'owner', document: auditEvents('') },
    { about: 'audit: words', asker: 'owner', document: auditEvents('text: "route upd"') },
    { about: 'audit: newest, of all tenants', asker: 'admin', document: auditEvents('') },
    {
      about: 'audit: words, of all tenants',
      asker: 'admin',
      document: auditEvents('text: "route upd"'),
    },
    {
      about: 'audit: one person, of all tenants',
      asker: 'admin',
      document: auditEvents('actor: "Person 3"'),
    },
  ];
}
