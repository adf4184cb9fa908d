import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ChangeRequest } from '../../../control-plane/domain/change-request.ts';
import type { Role } from '../../../control-plane/domain/permission.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { freshName } from '../../support/catalog.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { call } from '../../support/management.ts';
import { calling, createActs, openReviewPlace, reviewed } from './course-house.ts';

/** Goal: nobody passes a change alone, by whatever account, token or group. */
const { at } = openReviewPlace();
const { rule, freshRoute, edit, rename, approve, apply, setQuorum } = createActs(at);
beforeAll(async () => {
  await rule('route', 1);
  await rule('role', 0);
});

const services = () => at().management.services;
const personOf = (role: Role) =>
  at().management.operation([role], { tenantId: at().approval.tenant.id });
/** As an identity provider of that issuer has named the principal. */
const identify = async (
  { principal }: Operation,
  { subject = randomUUID(), issuer = 'https://login.example.com', groups = [] as string[] } = {},
) => {
  const { management } = at();
  const provider = randomUUID();
  await management.query(
    `INSERT INTO identity_provider VALUES ($1::uuid, $2, $1::text, $3, 'c', $1::text, 'groups', '[]', '{}', '{openid}', 1,
      now(), now())`,
    [provider, principal.tenantId, issuer],
  );
  await management.query(
    'INSERT INTO federated_identity VALUES ($1, $2, $3, $4, $5, now(), NULL)',
    [provider, subject, principal.id, principal.tenantId, groups],
  );
  return provider;
};
const mail = ({ principal }: Operation, address: string) =>
  at().management.query('UPDATE principal SET email = $2 WHERE id = $1', [principal.id, address]);

describe('one person with two accounts', () => {
  test.each(['e-mail address', 'subject'] as const)(
    'of the same %s does not approve what is his own, and counts once',
    async (mark) => {
      const [asker, alias, again] = [
        await personOf('owner'),
        await personOf('owner'),
        await personOf('owner'),
      ];
      const subject = randomUUID();
      for (const [account, address] of [
        [asker, 'ann@example.com'],
        [alias, 'Ann@example.com'],
      ] as const)
        await (mark === 'subject' ? identify(account, { subject }) : mail(account, address));
      const made = await rename(await freshRoute(), freshName('route'), asker);
      expect((await failureOf(() => approve(made, alias))).message).toContain('another account');
      await setQuorum(2);
      const other = await rename(await freshRoute());
      await setQuorum(2);
      expect(await approve(other, asker)).toMatchObject({ state: 'in_review' });
      expect(await approve(other, alias)).toMatchObject({ state: 'in_review' });
      expect(await approve(other, again)).toMatchObject({ state: 'applied' });
      await setQuorum(1);
    },
  );

  test('of which one is linked to the other over a third is one person too', async () => {
    const [asker, between, alias] = [
      await personOf('owner'),
      await personOf('owner'),
      await personOf('owner'),
    ];
    const subject = randomUUID();
    await mail(asker, 'bob@example.com');
    await mail(between, 'bob@example.com');
    await identify(between, { subject });
    await identify(alias, { subject });
    const made = await rename(await freshRoute(), freshName('route'), asker);
    // The link is known once the one between has said something.
    await services().changeRequests.comment(between, call('commentOnChange'), {
      id: made.id,
      comment: 'Hm.',
    });
    expect((await failureOf(() => approve(made, alias))).code).toBe('PERMISSION_DENIED');
  });
});

describe('what somebody gains by', () => {
  /** Accounts of the tests are made without a review. */
  const heldBack = async (work: (owner: Operation) => Promise<unknown>) => {
    const owner = await personOf('owner');
    await setQuorum(1, 'role');
    const made = await reviewed(() => work(owner));
    await setQuorum(0, 'role');
    return made;
  };
  const promote = ({ principal: { id, version } }: Operation) => {
    const change = { id, expectedVersion: version, roles: ['developer'] } as const;
    return heldBack((owner) =>
      services().principals.update(owner, calling('updatePrincipal'), change),
    );
  };
  const createRole = async () => {
    const tenantId = at().approval.tenant.id;
    const draft = { tenantId, name: freshName('role'), permissions: ['route:read'] };
    const { value } = await services().roles.create(at().management.admin, call('x'), draft);
    const change = { id: value.id, expectedVersion: 1, permissions: ['route:read', 'grant:read'] };
    const made = await heldBack((owner) =>
      services().roles.update(owner, calling('updateRole'), change),
    );
    return { made, roleId: value.id };
  };
  const giveRole = ({ principal }: Operation, roleId: string) =>
    at().management.query('UPDATE principal SET role_ids = ARRAY[$2::uuid] WHERE id = $1', [
      principal.id,
      roleId,
    ]);
  const denied = async (made: ChangeRequest, by: Operation) => {
    const failure = await failureOf(() => approve(made, by));
    expect(failure).toMatchObject({ code: 'PERMISSION_DENIED' });
    return failure.message;
  };

  test.each(['e-mail address', 'subject'] as const)(
    'is not approved by another account of the same %s',
    async (mark) => {
      const [account, alias] = [await personOf('viewer'), await personOf('security-reviewer')];
      const subject = randomUUID();
      const address = `${freshName('cy')}@example.com`;
      for (const one of [account, alias])
        await (mark === 'subject' ? identify(one, { subject }) : mail(one, address));
      const made = await promote(account);
      expect(await denied(made, alias)).toContain('one of your accounts');
      expect(await approve(made)).toMatchObject({ kind: 'role_grant', state: 'applied' });
    },
  );

  test('is not approved by whoever is to have the account that is made or renamed', async () => {
    const alias = await personOf('security-reviewer');
    const email = `${freshName('di')}@example.com`;
    await mail(alias, email.toUpperCase());
    const draft = { tenantId: at().approval.tenant.id, kind: 'human', name: 'new' } as const;
    const made = await heldBack((owner) =>
      services().principals.create(owner, calling('createPrincipal'), {
        ...draft,
        email,
        roles: ['viewer'],
        roleIds: [],
      }),
    );
    await denied(made, alias);
    expect(await approve(made)).toMatchObject({ state: 'applied' });
  });

  test('is not approved by whoever made a token of the service that is given it', async () => {
    const { management, approval } = at();
    const who = { tenantId: approval.tenant.id, kind: 'service' } as const;
    const [maker, robot] = [await personOf('owner'), await management.operation(['viewer'], who)];
    const draft = { principalId: robot.principal.id, name: 'ci', notAfter: undefined };
    const { accessTokens } = services();
    const { value: token } = await accessTokens.create(maker, call('createAccessToken'), draft);
    const made = await promote(robot);
    await denied(made, maker);
    await accessTokens.revoke(maker, call('revokeAccessToken'), token.id);
    expect(await approve(made, maker)).toMatchObject({ state: 'applied' });
  });

  test('is not approved by an account of which another holds the role', async () => {
    const [holder, alias] = [await personOf('viewer'), await personOf('security-reviewer')];
    const { made, roleId } = await createRole();
    for (const one of [holder, alias]) await mail(one, 'eve@example.com');
    await giveRole(holder, roleId);
    expect(await denied(made, alias)).toContain('one of your accounts');
    expect(await approve(made)).toMatchObject({ kind: 'role', state: 'applied' });
  });

  test('counts no longer once its reviewer, or another account of his, is given the role', async () => {
    for (const isAlias of [false, true]) {
      const [reviewer, alias] = [await personOf('security-reviewer'), await personOf('viewer')];
      const { made, roleId } = await createRole();
      expect(await approve(made, reviewer, false)).toMatchObject({ state: 'approved' });
      const address = `${freshName('fay')}@example.com`;
      for (const one of isAlias ? [reviewer, alias] : []) await mail(one, address);
      await giveRole(isAlias ? alias : reviewer, roleId);
      expect((await apply(made.id, await personOf('owner'))).value).toMatchObject({
        state: 'in_review',
        note: 'An approval counts no longer.',
      });
      expect(await approve(made)).toMatchObject({ state: 'applied' });
    }
  });

  test('is not approved by whoever is in a group that a mapping gives more', async () => {
    const mate = await personOf('security-reviewer');
    const id = await identify(mate, { groups: ['team-c'] });
    const map = (expectedVersion: number, ...groups: readonly string[]) => {
      const roleMappings = groups.map((group) => ({ group, roles: ['developer'] as const }));
      const change = { id, expectedVersion, roleMappings };
      const named = calling('updateIdentityProvider');
      return heldBack((owner) => services().identityProviders.update(owner, named, change));
    };
    const made = await map(1, 'team-c');
    await denied(made, mate);
    expect(await approve(made)).toMatchObject({ kind: 'role_mapping', state: 'applied' });
    expect(await approve(await map(2, 'team-c', 'team-d'), mate)).toMatchObject({
      state: 'applied',
    });
  });
});

test('whoever made the token of a service is an author of what it proposes, also after it made its own', async () => {
  const { management } = at();
  const [maker, robot] = [
    await personOf('owner'),
    await management.operation(['owner'], { tenantId: at().approval.tenant.id, kind: 'service' }),
  ];
  const issue = async (by: Operation) => {
    const draft = { principalId: robot.principal.id, name: 'ci', notAfter: undefined };
    const { secret } = await services().accessTokens.create(by, call('createAccessToken'), draft);
    return management.authenticator.authenticate(
      `Bearer ${secret?.reveal()}`,
      management.admin.now,
    );
  };
  const byMaker = await issue(maker);
  for (const by of [byMaker, await issue(byMaker)]) {
    const made = await rename(await freshRoute(), freshName('route'), by);
    expect(made.authors).toEqual([robot.principal.id, maker.principal.id]);
    expect((await failureOf(() => approve(made, maker))).code).toBe('PERMISSION_DENIED');
    expect((await failureOf(() => approve(made, by))).code).toBe('PERMISSION_DENIED');
    expect(await approve(made)).toMatchObject({ state: 'applied' });
  }
});

/** Two of one team, and one of another. */
const teams = async () => {
  const [asker, mate, other] = [
    await personOf('owner'),
    await personOf('owner'),
    await personOf('owner'),
  ];
  for (const one of [asker, mate]) await identify(one, { groups: ['team-a', 'approvers'] });
  await identify(other, { groups: ['team-b', 'approvers'] });
  return { asker, mate, other };
};
const setRule = async (change: object) => {
  const { approval, management } = at();
  const rules = await services().approvalRules.list(management.admin, approval.tenant.id);
  const { id = '', version = 0 } = rules.find(({ kind }) => kind === 'route') ?? {};
  const named = calling('updateApprovalRule');
  const edited = { id, expectedVersion: version, ...change };
  return services().approvalRules.update(management.admin, named, edited);
};

test('groups and teams of a rule are asked of the identity provider', async () => {
  const { asker, mate, other } = await teams();
  expect(await faultPathsOf(() => setRule({ groups: ['nobody'] }))).toEqual(['quorum']);
  await setRule({ groups: ['approvers'], teams: ['team-a', 'team-b'] });
  const made = await rename(await freshRoute(), freshName('route'), asker);
  expect((await failureOf(() => approve(made))).message).toContain('approvers');
  expect((await failureOf(() => approve(made, mate))).code).toBe('PERMISSION_DENIED');
  expect(await approve(made, other)).toMatchObject({ state: 'applied' });
  const waiting = await reviewed(() => setRule({ groups: [], teams: [] }));
  expect(await approve(waiting)).toMatchObject({ state: 'in_review' });
  expect(await approve(waiting, other)).toMatchObject({ state: 'applied' });
});

test('teams may be asked for by what is of high risk alone', async () => {
  const { asker, mate, other } = await teams();
  const highRiskTeams = ['team-a', 'team-b'];
  await setRule({ highRiskTeams });
  const both = await faultPathsOf(() => setRule({ teams: ['team-a'] }));
  const nobody = await faultPathsOf(() => setRule({ quorum: 0 }));
  expect([both, nobody]).toEqual([['highRiskTeams'], ['highRiskTeams']]);
  const small = await rename(await freshRoute(), freshName('route'), asker);
  expect(await approve(small, mate)).toMatchObject({ state: 'applied', demand: { teams: [] } });
  const rules = [
    { name: 'one', detector: 'secret', action: 'block', rerouteRouteId: undefined },
  ] as const;
  const draft = { tenantId: at().approval.tenant.id, name: freshName('policy'), rules };
  const named = call('createPromptPolicy');
  const { value: policy } = await services().promptPolicies.create(asker, named, draft);
  const route = await freshRoute();
  const made = await reviewed(() => edit(route, { promptPolicyId: policy.id }, { by: asker }));
  expect(made).toMatchObject({ risk: { level: 'high' }, demand: { teams: highRiskTeams } });
  expect((await failureOf(() => approve(made, mate))).message).toContain('team-a');
  expect(await approve(made, other)).toMatchObject({ state: 'applied' });
  const loosening = await reviewed(() => setRule({ highRiskTeams: [] }));
  expect(await approve(loosening)).toMatchObject({ state: 'in_review' });
  expect(await approve(loosening, other)).toMatchObject({ state: 'applied' });
  expect(await faultPathsOf(() => setRule({ teams: ['nobody'] }))).toEqual(['quorum']);
});
