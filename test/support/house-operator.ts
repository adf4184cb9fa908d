import type { ControlPlane } from '../../control-plane/server.ts';
import { type Answer, GraphqlCaller } from './graphql.ts';

/** The people who run a house, and what they do. */
export interface HouseOperator {
  /** Platform-admin, a human. */
  readonly admin: GraphqlCaller;
  /** Security-reviewer, another human. */
  readonly reviewer: GraphqlCaller;
  /** Resolves when the node enforces the revision. */
  awaitEnforced(revision: string): Promise<void>;
  /** Runs a mutation as admin and waits until the node enforces it. @throws Error when it was refused */
  change(name: string, input: object, selection?: string): Promise<Answer>;
  /** Requests a grant as admin, approves it as reviewer, and waits until it is enforced. */
  grant(input: object): Promise<Answer>;
  /** Does much in a row with an operator who waits for no node, and then waits until the last of it is enforced. */
  batch<Result>(work: (operator: Operator) => Promise<Result>): Promise<Result>;
}

/** Who does all this without {@link HouseOperator.batch}. */
export type Operator = Omit<HouseOperator, 'batch'>;

/** Makes the two people with the token of the first start. */
export async function createOperator(
  controlPlane: GraphqlPlace,
  bootstrapToken: string,
  awaitEnforced: HouseOperator['awaitEnforced'],
): Promise<HouseOperator> {
  const bootstrap = new GraphqlCaller(controlPlane.graphqlUrl, bootstrapToken);
  const admin = await createPerson(controlPlane, bootstrap, 'ada', 'PLATFORM_ADMIN');
  const reviewer = await createPerson(controlPlane, bootstrap, 'rae', 'SECURITY_REVIEWER');
  const operatorWho = (awaits: HouseOperator['awaitEnforced']) =>
    createActs({ admin, reviewer }, awaits);
  return {
    ...operatorWho(awaitEnforced),
    batch: async (work) => {
      let last = '0';
      const result = await work(
        operatorWho(async (revision) => {
          last = revision;
        }),
      );
      await awaitEnforced(last);
      return result;
    },
  };
}

function createActs(
  { admin, reviewer }: Pick<HouseOperator, 'admin' | 'reviewer'>,
  awaitEnforced: HouseOperator['awaitEnforced'],
): Operator {
  const change: HouseOperator['change'] = async (name, input, selection = '') => {
    const payload = await admin.mutate(name, input, successOf(name, selection));
    if (payload['revision'] === undefined) throw new Error(JSON.stringify(payload));
    await awaitEnforced(payload['revision']);
    return payload;
  };
  const grant: HouseOperator['grant'] = async (input) => {
    const reason = 'a test needs it';
    const asked = await admin.mutate('requestGrant', { reason, ...input }, CHANGE_REQUEST);
    const { id: changeRequestId, digest } = asked['changeRequest'];
    const granted = await reviewer.mutate(
      'approveGrant',
      { changeRequestId, digest },
      '... on GrantChanged { grant { id version } revision }',
    );
    if (granted['revision'] === undefined) throw new Error(JSON.stringify(granted));
    await awaitEnforced(granted['revision']);
    return granted;
  };
  return { admin, reviewer, awaitEnforced, change, grant };
}

/** A selection that fits any change request. */
export const CHANGE_REQUEST =
  '... on ChangeRequestRequired { message changeRequest { id digest state version } }';

type GraphqlPlace = Pick<ControlPlane, 'graphqlUrl'>;

/** A human principal of the platform with a token. */
export async function createPerson(
  { graphqlUrl }: GraphqlPlace,
  by: GraphqlCaller,
  name: string,
  role: string,
): Promise<GraphqlCaller> {
  const made = await by.mutate(
    'createPrincipal',
    { kind: 'HUMAN', name, roles: [role] },
    '... on PrincipalChanged { principal { id } }',
  );
  const token = await by.mutate(
    'createAccessToken',
    { principalId: made['principal'].id, name: 'test' },
    '... on AccessTokenCreated { secret }',
  );
  return new GraphqlCaller(graphqlUrl, token['secret']);
}

/** The success member of a mutation's union: `createRoute` -> RouteChanged with `route { id version }`. */
function successOf(name: string, selection: string): string {
  const noun = name.replace(/^[a-z]+/, '');
  const field = `${noun.charAt(0).toLowerCase()}${noun.slice(1)}`;
  const type = name === 'createApiKey' ? 'ApiKeyCreated' : `${noun}Changed`;
  const secret = name === 'createApiKey' ? 'secret' : '';
  return `... on ${type} { ${field} { id version } ${secret} revision ${selection} }`;
}
