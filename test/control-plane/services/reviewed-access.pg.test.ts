import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { MutationCall } from '../../../control-plane/services/mutation.ts';
import { Operation } from '../../../control-plane/services/operation.ts';
import { freshName, modelDraft } from '../../support/catalog.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import type { Approval } from '../../support/grant.ts';
import { identityProviderDraft } from '../../support/identity-provider.ts';
import { call, managementNow } from '../../support/management.ts';
import { later, openReviewHouse, type ReviewHouse, reviewed, why } from './review-house.ts';

/**
 * Goal: where a rule demands review, nobody loosens what keys and people may do alone, by whatever mutation; and without a rule all is as it was.
 * Method: people of the platform and of two tenants on a real database.
 */
let management: ReviewHouse['management'];
let author: Operation;
let own: Approval;
let other: Approval;
let owner: Operation;
let rule: ReviewHouse['rule'];
let approve: ReviewHouse['approve'];
let house: ReviewHouse;
beforeAll(async () => {
  house = await openReviewHouse();
  ({ management, author, own, other, owner, rule, approve } = house);
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
});
beforeEach(() => management.query('DELETE FROM approval_rule'));

describe('where a rule demands review', () => {
  const keyDraft = () => ({
    applicationId: own.application.id,
    name: freshName('key'),
    workloads: ['chat', 'code'],
    routes: [],
    feature: null,
    attributes: [{ name: 'tier', value: 'gold' }],
    operations: [],
    scopes: [],
    notAfter: null,
  });
  const createKey = (named: MutationCall = why('createApiKey')) =>
    management.services.apiKeys.create(own.developer, named, keyDraft());
  const editKey = (id: string, expectedVersion: number, change: object) =>
    management.services.apiKeys.update(own.developer, why('updateApiKey'), {
      id,
      expectedVersion,
      ...change,
    });
  const keyNow = (id: string) => management.services.apiKeys.find(author, id);

  test('a new key has ended until it is approved, and shows its secret once', async () => {
    await rule('api_key', own.tenant.id);
    expect(await faultPathsOf(() => createKey(call('createApiKey')))).toEqual(['reason']);
    const keyed = { ...why('createApiKey'), idempotencyKey: freshName('key') };
    const draft = keyDraft();
    const again = () => management.services.apiKeys.create(own.developer, keyed, draft);
    const { value, secret } = await again();
    expect(secret).toBeDefined();
    expect(await keyNow(value.id)).toMatchObject({ notAfter: managementNow });
    const made = value.changeRequest;
    if (made === undefined) throw new Error('nothing was proposed');
    expect(await again()).toMatchObject({
      value: { changeRequest: { id: made.id } },
      secret: undefined,
    });
    expect(Object.keys(made.proposal)).not.toContain('hash');
    await approve(made, own.reviewer);
    expect(await keyNow(value.id)).toMatchObject({ notAfter: null, hash: value.hash });
  });

  test('a key is narrowed and revoked at once, and loosened by an approval', async () => {
    const { apiKeys } = management.services;
    const { id } = (await createKey(call('createApiKey'))).value;
    await rule('api_key', own.tenant.id);
    const bounds = { routes: ['small'], operations: ['chat'] as const };
    const narrow = { workloads: ['code'], ...bounds, notAfter: later };
    expect((await editKey(id, 1, narrow)).value.version).toBe(2);
    for (const change of [
      { workloads: ['chat'] },
      { routes: [] },
      { operations: [] },
      { notAfter: null },
      { scopes: ['explain'] },
      { attributes: [] },
      { name: 'admin' },
    ])
      expect((await reviewed(() => editKey(id, 2, change))).kind).toBe('api_key');
    const rotation = { id, expectedVersion: 2, overlapSeconds: 60, notAfter: null };
    const rotate = (change: object) =>
      apiKeys.rotate(own.developer, call('rotateApiKey'), { ...rotation, ...change });
    expect(await faultPathsOf(() => rotate({}))).toEqual(['notAfter']);
    const { value } = await rotate({ notAfter: undefined });
    expect(value.notAfter).toEqual(later);
    const end = { id: value.id, expectedVersion: 1 };
    await apiKeys.revoke(own.developer, call('revokeApiKey'), end);
  });

  test('a role is taken from at once and added to by an approval, by none of its holders', async () => {
    const { roles, principals } = management.services;
    const tenantId = own.tenant.id;
    const draft = { tenantId, name: freshName('role'), permissions: ['route:read', 'grant:read'] };
    const { value: role } = await roles.create(author, call('createRole'), draft);
    await rule('role', tenantId);
    const edit = (version: number, permissions: readonly string[], by = owner) =>
      roles.update(by, why('updateRole'), { id: role.id, expectedVersion: version, permissions });
    expect((await edit(1, ['route:read'])).value.version).toBe(2);
    const made = await reviewed(() => edit(2, ['route:read', 'route:write']));
    const holder = { ...own.reviewer.principal, roleIds: [role.id] };
    const held = new Operation(holder, 'access_token', managementNow);
    expect((await failureOf(() => approve(made, held))).message).toContain('what you may do');
    const demoted = { id: owner.principal.id, expectedVersion: 1, roles: ['viewer'] } as const;
    await principals.update(author, call('updatePrincipal'), demoted);
    const failure = await failureOf(() => approve(made, own.reviewer));
    expect(failure.message).toContain('does not have the permissions any more');
    await management.query(`UPDATE principal SET roles = '{owner}' WHERE id = $1`, [
      owner.principal.id,
    ]);
    expect(await approve(made, own.reviewer)).toMatchObject({ state: 'applied' });
  });

  test('whoever is given roles waits, and does not approve it himself', async () => {
    await rule('role', own.tenant.id);
    const { principals, identityProviders } = management.services;
    const tenantId = own.tenant.id;
    const draft = { tenantId, kind: 'human', email: null, roles: ['viewer'] } as const;
    const create = (name: string, roleIds: readonly string[] = []) =>
      principals.create(owner, why('createPrincipal'), { ...draft, name, roleIds });
    const made = await reviewed(() => create(freshName('new')));
    expect(made).toMatchObject({ kind: 'role_grant', tenantId });
    await approve(made, own.reviewer);
    expect(await principals.find(author, made.subjectId)).toMatchObject({ roles: ['viewer'] });
    const { id, version: expectedVersion } = own.reviewer.principal;
    const promote = { id, expectedVersion, roles: ['security-reviewer', 'developer'] } as const;
    const promoted = await reviewed(() =>
      principals.update(owner, why('updatePrincipal'), promote),
    );
    expect((await failureOf(() => approve(promoted, own.reviewer))).code).toBe('PERMISSION_DENIED');
    expect(await approve(promoted)).toMatchObject({ state: 'applied' });
    const login = { ...identityProviderDraft(`https://${freshName('l')}.example.com`), tenantId };
    const mapped = await reviewed(() => identityProviders.create(owner, why('x'), login));
    expect(await approve(mapped)).toMatchObject({ kind: 'role_mapping', state: 'applied' });
    const edit = (expected: number, change: object) =>
      identityProviders.update(owner, why('updateIdentityProvider'), {
        id: mapped.subjectId,
        expectedVersion: expected,
        ...change,
      });
    expect((await edit(1, { emailDomains: ['example.com'] })).value.version).toBe(2);
    expect((await reviewed(() => edit(2, { audience: 'other' }))).kind).toBe('role_mapping');
    const foreign = {
      tenantId: other.tenant.id,
      name: freshName('role'),
      permissions: ['grant:read'],
    };
    const role = await management.services.roles.create(author, call('createRole'), foreign);
    for (const roleId of [role.value.id, randomUUID()])
      expect(await failureOf(() => create(freshName('new'), [roleId]))).toMatchObject({
        faults: [{ path: 'customRoleIds', message: expect.stringContaining('no such role') }],
      });
  });

  test('what somebody holds is rebased over his name, and taken back by a request', async () => {
    await rule('role', own.tenant.id);
    const { principals, changePreparation } = management.services;
    const tenantId = own.tenant.id;
    const draft = { tenantId, kind: 'human', email: null, roles: ['viewer'], name: 'A' } as const;
    const created = await reviewed(() =>
      principals.create(owner, why('createPrincipal'), { ...draft, roleIds: [] }),
    );
    await approve(created, own.reviewer);
    const id = created.subjectId;
    const edit = (expectedVersion: number, change: object) =>
      principals.update(owner, why('updatePrincipal'), { id, expectedVersion, ...change });
    const made = await reviewed(() => edit(1, { roles: ['developer'] }));
    await edit(1, { name: 'B' });
    expect((await failureOf(() => approve(made, own.reviewer))).code).toBe('VERSION_CONFLICT');
    const { value } = await changePreparation.rebase(owner, call('rebaseChange'), made.id);
    expect(await approve(value, own.reviewer)).toMatchObject({ state: 'applied' });
    expect(await principals.find(author, id)).toMatchObject({ name: 'B', roles: ['developer'] });
    const rollback = async (of: string) =>
      (await changePreparation.requestRollback(owner, call('x'), { id: of, reason: 'Wrong.' }))
        .value;
    expect((await failureOf(() => rollback(created.id))).message).toContain('revoke or archive');
    const back = await rollback(made.id);
    expect(back).toMatchObject({ state: 'in_review', rollbackOfId: made.id });
    expect((await failureOf(() => approve(back, owner))).code).toBe('PERMISSION_DENIED');
    expect(await approve(back, own.reviewer)).toMatchObject({ state: 'applied' });
    expect(await principals.find(author, id)).toMatchObject({ name: 'B', roles: ['viewer'] });
    expect(await faultPathsOf(() => rollback(made.id))).toEqual(['changeRequestId']);
    const given = await rollback(back.id);
    await management.query(`UPDATE principal SET roles = '{viewer}' WHERE id = $1`, [
      owner.principal.id,
    ]);
    const failure = await failureOf(() => approve(given, own.reviewer));
    await management.query(`UPDATE principal SET roles = '{owner}' WHERE id = $1`, [
      owner.principal.id,
    ]);
    expect(failure.message).toContain('does not have the permissions any more');
  });

  test('a mapping is rebased over its other fields, and taken back by a request', async () => {
    const { identityProviders, changePreparation } = management.services;
    const login = { ...identityProviderDraft(`https://${freshName('l')}.example.com`) };
    const { value: provider } = await identityProviders.create(owner, call('x'), {
      ...login,
      tenantId: own.tenant.id,
    });
    await rule('role', own.tenant.id);
    const edit = (expectedVersion: number, change: object) =>
      identityProviders.update(owner, why('x'), { id: provider.id, expectedVersion, ...change });
    const roleMappings = [...login.roleMappings, { group: 'dev', roles: ['developer'] }];
    const made = await reviewed(() => edit(1, { roleMappings }));
    await edit(1, { emailDomains: ['example.com'] });
    expect((await failureOf(() => approve(made, own.reviewer))).code).toBe('VERSION_CONFLICT');
    const { value } = await changePreparation.rebase(owner, call('rebaseChange'), made.id);
    expect(await approve(value, own.reviewer)).toMatchObject({ state: 'applied' });
    const undo = { id: made.id, reason: 'Wrong.' };
    const back = await changePreparation.requestRollback(owner, call('requestRollback'), undo);
    expect(await approve(back.value, own.reviewer)).toMatchObject({ state: 'applied' });
    expect(await identityProviders.find(author, provider.id)).toMatchObject({
      emailDomains: ['example.com'],
      roleMappings: login.roleMappings,
    });
  });

  test('a request of another tenant, or of another row, is not filled with other content', async () => {
    await rule('api_key', own.tenant.id);
    const { apiKeys, models } = management.services;
    const one = (await createKey()).value;
    const two = (await createKey()).value;
    const into = (id: string, changeRequestId: string | undefined) =>
      apiKeys.update(own.developer, why('updateApiKey', changeRequestId), {
        id,
        expectedVersion: 1,
        notAfter: null,
      });
    const fault = await faultPathsOf(() => into(two.id, one.changeRequest?.id));
    expect(fault).toEqual(['changeRequestId']);
    await rule('model');
    const ofPlatform = await reviewed(() => models.create(author, why('x'), modelDraft()));
    expect((await failureOf(() => into(two.id, ofPlatform.id))).code).toBe('NOT_FOUND');
  });
});
