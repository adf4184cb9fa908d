import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Role } from '../../../control-plane/domain/permission.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { freshName } from '../../support/catalog.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { call } from '../../support/management.ts';
import { createActs, openReviewPlace, reviewed } from './course-house.ts';

/** Goal: nobody passes a change alone, by whatever account, token or group. */
const { at } = openReviewPlace();
const { rule, freshRoute, rename, approve, setQuorum } = createActs(at);
beforeAll(async () => {
  await rule('route', 1);
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
    `INSERT INTO identity_provider VALUES ($1::uuid, $2, $1::text, $3, 'c', $1::text, 'groups', '[]', '{}', '{}', 1,
      now(), now())`,
    [provider, principal.tenantId, issuer],
  );
  await management.query(
    'INSERT INTO federated_identity VALUES ($1, $2, $3, $4, $5, now(), NULL)',
    [provider, subject, principal.id, principal.tenantId, groups],
  );
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

test('groups and teams of a rule are asked of the identity provider', async () => {
  const { management, approval } = at();
  const people = [await personOf('owner'), await personOf('owner'), await personOf('owner')];
  const [asker, mate, other] = people as [Operation, Operation, Operation];
  await identify(asker, { groups: ['team-a', 'approvers'] });
  await identify(mate, { groups: ['team-a', 'approvers'] });
  await identify(other, { groups: ['team-b', 'approvers'] });
  const [row] = await services().approvalRules.list(management.admin, approval.tenant.id);
  const update = (change: object, expectedVersion = row?.version ?? 0) =>
    services().approvalRules.update(management.admin, call('updateApprovalRule'), {
      id: row?.id ?? '',
      expectedVersion,
      ...change,
    });
  expect(await faultPathsOf(() => update({ groups: ['nobody'] }))).toEqual(['quorum']);
  const { value } = await update({ groups: ['approvers'], teams: ['team-a', 'team-b'] });
  const made = await rename(await freshRoute(), freshName('route'), asker);
  expect((await failureOf(() => approve(made))).message).toContain('approvers');
  expect((await failureOf(() => approve(made, mate))).code).toBe('PERMISSION_DENIED');
  expect(await approve(made, other)).toMatchObject({ state: 'applied' });
  const loosening = { id: value.id, expectedVersion: value.version, groups: [], teams: [] };
  const named = { ...call('updateApprovalRule'), review: { reason: 'Too strict.' } };
  const waiting = await reviewed(() =>
    services().approvalRules.update(management.admin, named, loosening),
  );
  expect(await approve(waiting)).toMatchObject({ state: 'in_review' });
  expect(await approve(waiting, other)).toMatchObject({ state: 'applied' });
});
