import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Redacted } from '../../../control-plane/domain/redacted.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import {
  type Catalog,
  createCatalog,
  freshName,
  modelDraft,
  targetDraft,
} from '../../support/catalog.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import type { Approval } from '../../support/grant.ts';
import { call } from '../../support/management.ts';
import {
  at,
  later,
  openReviewHouse,
  type ReviewHouse,
  reviewed,
  soon,
  why,
} from './review-house.ts';

/**
 * Goal: where a rule demands review, nobody loosens what the catalogue offers alone, by whatever mutation; and without a rule all is as it was.
 * Method: people of the platform and of two tenants on a real database.
 */
let management: ReviewHouse['management'];
let author: Operation;
let reviewer: Operation;
let own: Approval;
let other: Approval;
let owner: Operation;
let rule: ReviewHouse['rule'];
let approve: ReviewHouse['approve'];
let house: ReviewHouse;
beforeAll(async () => {
  house = await openReviewHouse();
  ({ management, author, reviewer, own, other, owner, rule, approve } = house);
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
});
beforeEach(() => management.query('DELETE FROM approval_rule'));

describe('where a rule of the platform demands review', () => {
  let catalog: Catalog;
  beforeEach(async () => {
    catalog = await createCatalog(management);
  });
  const editTarget = (change: object) =>
    management.services.targets.update(at(soon, author), why('updateTarget'), {
      id: catalog.target.id,
      expectedVersion: catalog.target.version,
      ...change,
    });
  const targetNow = () => management.services.targets.find(author, catalog.target.id);

  test('a model is made by an approval, with one audit entry and one revision', async () => {
    await rule('model');
    const { models } = management.services;
    const draft = { ...modelDraft(), aliases: ['also'], deprecatedAt: later };
    const made = await reviewed(() => models.create(author, why('createModel'), draft));
    expect(made).toMatchObject({ kind: 'model', tenantId: null, state: 'in_review' });
    expect(await approve(made)).toMatchObject({ state: 'applied' });
    expect(await models.find(author, made.subjectId)).toMatchObject({ ...draft, version: 1 });
    const [traces] = await management.query(
      `SELECT (SELECT count(*)::integer FROM audit_event WHERE tenant_id IS NULL
            AND object = $1 AND action = 'change-request.apply') AS applied,
          (SELECT count(DISTINCT revision)::integer FROM config_change WHERE resource_id = $2) AS revisions`,
      [`change-request/${made.id}`, made.subjectId],
    );
    expect(traces).toEqual({ applied: 1, revisions: 1 });
    const edit = { id: made.subjectId, expectedVersion: 1 };
    const update = (change: object) =>
      models.update(author, why('updateModel'), { ...edit, ...change });
    expect((await reviewed(() => update({ aliases: [] }))).kind).toBe('model');
    expect((await update({ deprecatedAt: null, contextWindowTokens: 10 })).value.version).toBe(2);
    const end = { id: made.subjectId, expectedVersion: 2 };
    expect((await models.archive(author, call('archiveModel'), end)).value.version).toBe(3);
  });

  test('a provider is reviewed without its credential, which goes alone and at once', async () => {
    await rule('provider');
    const { providers } = management.services;
    const credential = new Redacted('sk-1');
    const edit = (version: number, change: object) =>
      providers.update(author, why('updateProvider'), {
        id: catalog.provider.id,
        expectedVersion: version,
        ...change,
      });
    const baseUrl = 'https://elsewhere.example.com/v1';
    expect(await faultPathsOf(() => edit(1, { baseUrl, credential }))).toEqual(['credential']);
    expect((await edit(1, { credential })).value.version).toBe(2);
    expect((await edit(2, { credential: new Redacted('sk-2') })).value.version).toBe(3);
    const generations = async () =>
      (await providers.listCredentials(author, [catalog.provider.id])).get(catalog.provider.id);
    expect(await generations()).toMatchObject({ generation: 3, previousGeneration: 2 });
    const made = await reviewed(() => edit(3, { baseUrl, dataTerms: ['no_training'] }));
    expect(JSON.stringify([made.base, made.proposal])).not.toContain('sk-');
    await approve(made);
    expect(await providers.find(author, catalog.provider.id)).toMatchObject({ baseUrl });
    expect(await generations()).toMatchObject({ generation: 3, previousGeneration: null });
    expect((await reviewed(() => edit(4, { dataTerms: [] }))).kind).toBe('provider');
  });

  test('a target is disabled at once; to enable it, and to name another model there, waits', async () => {
    await rule('target');
    catalog = { ...catalog, target: (await editTarget({ enabled: false })).value };
    const made = await reviewed(() => editTarget({ enabled: true }));
    expect((await reviewed(() => editTarget({ providerModel: 'other' }))).kind).toBe('target');
    await approve(made);
    expect(await targetNow()).toMatchObject({ enabled: true, prices: catalog.target.prices });
  });

  test('prices are reviewed apart, and begin when they are applied', async () => {
    await rule('price');
    const prices = [
      { input: 1n, output: 2n, tiers: [{ inputTokensAbove: 9, input: 3n, output: 4n }] },
    ];
    expect((await editTarget({ name: freshName('target') })).value.version).toBe(2);
    catalog = { ...catalog, target: (await targetNow()) ?? catalog.target };
    expect(await faultPathsOf(() => editTarget({ prices, enabled: false }))).toEqual(['prices']);
    const made = await reviewed(() => editTarget({ prices }));
    expect(made).toMatchObject({ kind: 'price', subjectId: catalog.target.id });
    const decision = { id: made.id, digest: made.digest, comment: null };
    const { changeRequests } = management.services;
    await changeRequests.approve(at(later, reviewer), call('approveChange'), decision);
    expect((await targetNow())?.prices.at(-1)).toMatchObject({ effectiveFrom: later, input: 1n });
  });

  test('a price is rebased over other changes of its target, and never taken back', async () => {
    await rule('price');
    const { changePreparation, targets } = management.services;
    const made = await reviewed(() => editTarget({ prices: [{ input: 3n, output: 4n }] }));
    await editTarget({ providerModel: 'other' });
    expect((await failureOf(() => approve(made))).code).toBe('VERSION_CONFLICT');
    const rebase = (id: string) =>
      changePreparation.rebase(at(soon, author), call('rebaseChange'), id);
    const { value } = await rebase(made.id);
    expect(value).toMatchObject({ state: 'in_review', round: 2, proposal: made.proposal });
    const rival = await reviewed(() =>
      targets.update(at(soon, author), why('updateTarget'), {
        id: catalog.target.id,
        expectedVersion: value.baseVersion,
        prices: [{ input: 5n, output: 6n }],
      }),
    );
    expect(await approve(value, at(soon, reviewer))).toMatchObject({ state: 'applied' });
    expect((await targetNow())?.prices.at(-1)).toMatchObject({ input: 3n });
    expect((await failureOf(() => approve(rival))).code).toBe('VERSION_CONFLICT');
    expect(await faultPathsOf(() => rebase(rival.id))).toEqual(['prices']);
    const undo = { id: made.id, reason: 'Too dear.' };
    const rollback = () => changePreparation.requestRollback(author, call('requestRollback'), undo);
    expect((await failureOf(rollback)).message).toContain('What calls were charged stays');
  });

  test('a planned price that would be taken away and has begun meanwhile holds the request back', async () => {
    const next = { effectiveFrom: later, input: 5n, output: 5n };
    catalog = { ...catalog, target: (await editTarget({ prices: [next] })).value };
    await rule('price');
    const far = { ...next, effectiveFrom: new Date(later.getTime() * 2) };
    const made = await reviewed(() => editTarget({ prices: [far] }));
    const decision = { id: made.id, digest: made.digest, comment: null };
    const { changeRequests } = management.services;
    const late = at(new Date(later.getTime() + 1), reviewer);
    const failure = await failureOf(() => changeRequests.approve(late, call('x'), decision));
    expect(failure.message).toContain('has begun');
  });

  test('prices of the list wait, a request for each target, and are repeated by their key', async () => {
    const { target } = await createCatalog(management, {
      provider: { baseUrl: 'https://api.openai.com/v1' },
      target: { providerModel: 'gpt-4o', prices: [{ input: 1n, output: 2n }] },
    });
    const { priceProposals, targets } = management.services;
    const filter = { targetIds: [target.id], outcomes: ['change'] } as const;
    const [found] = (await priceProposals.list(at(soon, author), filter)).rows;
    await rule('price');
    const accepted = [{ targetId: target.id, digest: found?.digest ?? '' }];
    const named = { ...why('acceptProposedPrices'), input: { accepted }, idempotencyKey: 'once' };
    const { value } = await priceProposals.accept(at(soon, author), named, accepted);
    expect(value).toMatchObject({ targets: [], changeRequests: [{ kind: 'price' }] });
    expect((await priceProposals.accept(at(soon, author), named, accepted)).value).toEqual(value);
    const [made] = value.changeRequests;
    if (made === undefined) throw new Error('nothing was proposed');
    await approve(made, at(later, reviewer));
    const now = await targets.find(author, target.id);
    expect(now?.prices.at(-1)).toMatchObject({ input: 2_500_000_000n });
  });

  test('a new target needs what the rules of targets and of prices demand, then as now', async () => {
    const prices = await rule('price', null, 2);
    const { targets } = management.services;
    const draft = targetDraft({ providerId: catalog.provider.id, modelId: catalog.model.id });
    const made = await reviewed(() => targets.create(author, why('createTarget'), draft));
    expect(made).toMatchObject({ kind: 'target', demand: { quorum: 2 } });
    await management.query('UPDATE approval_rule SET quorum = 0 WHERE id = $1', [prices.id]);
    expect(await approve(made)).toMatchObject({ state: 'in_review' });
    expect(await approve(made, management.admin)).toMatchObject({ state: 'applied' });
    expect(await targets.find(author, made.subjectId)).toMatchObject({ name: draft.name });
  });

  test('is not touched by people of a tenant, who see nothing of it', async () => {
    await rule('model');
    const { models, changeRequests, approvalRules } = management.services;
    const create = (by: Operation) => models.create(by, why('createModel'), modelDraft());
    expect((await failureOf(() => create(owner))).code).toBe('PERMISSION_DENIED');
    const made = await reviewed(() => create(author));
    for (const by of [owner, own.reviewer, other.reviewer]) {
      expect((await failureOf(() => approve(made, by))).code).toBe('NOT_FOUND');
      expect(await changeRequests.find(by, made.id)).toBeUndefined();
      expect(await approvalRules.list(by, null)).toEqual([]);
    }
    const scope = { kind: 'tenant', tenantId: own.tenant.id } as const;
    const forge = (tenantId: string | null) =>
      management.storage.transaction(scope, owner.actor, (stores) =>
        stores.changeRequests.insert({ ...made, tenantId, id: randomUUID() }),
      );
    await expect(forge(null)).rejects.toThrow(/row-level security/);
    await expect(forge(own.tenant.id)).rejects.toThrow(/change_request_tenant_id_check/);
    const edit = { id: own.model.id, expectedVersion: 1, name: freshName('m') };
    const into = () => models.update(owner, why('updateModel', made.id), edit);
    expect((await failureOf(into)).code).toBe('PERMISSION_DENIED');
    const draft = { tenantId: null, kind: 'model', quorum: 1, roles: [] } as const;
    const ofTenant = () => approvalRules.create(owner, call('createApprovalRule'), draft);
    expect((await failureOf(ofTenant)).code).toBe('PERMISSION_DENIED');
    expect(await faultPathsOf(() => rule('model', own.tenant.id))).toEqual(['tenantId']);
    expect(await faultPathsOf(() => rule('grant', null))).toEqual(['tenantId']);
    expect(await faultPathsOf(() => rule('model'))).toEqual(['kind']);
  });
});
