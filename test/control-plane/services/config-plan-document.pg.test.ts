import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ConfigPlan, contentDigest } from '../../../control-plane/domain/config-plan.ts';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import { ReviewRequired } from '../../../control-plane/services/review/review-required.ts';
import { createCatalog } from '../../support/catalog.ts';
import { faultPathsOf } from '../../support/failure.ts';
import { createGrant } from '../../support/grant.ts';
import { call, type Management, openManagement } from '../../support/management.ts';
import { changesOf, PlanningHouse } from './config-plan-house.ts';

/*
 * Goal: what documents say is what there is: the export of a tenant plans to nothing.
 * Method: every field of every kind is in the documents of docs/plan-and-apply.md.
 */
let management: Management;
beforeAll(async () => {
  management = await openManagement(6);
});
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});

describe('documents and what there is', () => {
  const page = readFileSync(
    fileURLToPath(new URL('../../../docs/plan-and-apply.md', import.meta.url)),
    'utf8',
  );
  const [, examples = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];

  test('the documents of the page can be applied, and the export of what they made plans to nothing', async () => {
    const own = await PlanningHouse.open(management);
    const { services, admin } = management;
    const model = { name: 'large', capabilities: ['chat', 'tools'] } as const;
    const first = await createCatalog(management, {
      model,
      provider: { dataTerms: ['no_training'] },
      target: { name: 'large-eu' },
    });
    for (const [name, region] of [
      ['large-eu-2', null],
      ['large-us', 'us'],
    ] as const) {
      const {
        id: _id,
        version: _version,
        createdAt: _made,
        updatedAt: _updated,
        ...rest
      } = first.target;
      const { archivedAt: _archived, ...draft } = rest;
      await services.targets.create(admin, call('createTarget'), { ...draft, name, region });
    }
    const documents = examples
      .replaceAll('acme', own.approval.tenant.name)
      .replace('<id of a principal>', toGlobalId('principal', own.author.principal.id));
    const request = await own.apply(await own.plan(documents)).catch((thrown: unknown) => thrown);
    if (!(request instanceof ReviewRequired)) throw request;
    const { id, digest } = request.changeRequest;
    const said = { id, digest, comment: null };
    const { reviewer } = own.approval;
    const decided = await services.changeRequests.approve(reviewer, call('approveChange'), said);
    expect(decided.value.state).toBe('applied');
    expect(changesOf(await own.plan(documents))).toEqual([]);
    const nobody = documents.replace(/owner: \S+/, 'owner: nobody');
    expect(await faultPathsOf(() => own.plan(nobody))).toEqual([
      'documents.3.spec.rules.1.exceptions.0.owner',
    ]);
    await createGrant(management, own.approval, { workloads: ['by-hand'] });
    await createGrant(management, own.approval, { workloads: ['by-hand-too'] });
    const exported = await services.configPlans.export(own.author, own.approval.tenant.id);
    expect(exported.documentCount).toBe(11);
    const plan = await own.plan(exported.documents, { prune: true });
    expect(changesOf(plan)).toEqual([]);
    expect(plan.actions.filter(({ isDrifted }) => isDrifted)).toEqual([]);
    expect(await own.apply(plan)).toMatchObject({
      revision: undefined,
      value: { adoptedCount: 3 },
    });
  });

  test('a thousand resources are one revision, in a number of statements that does not grow with each', async () => {
    const own = await PlanningHouse.open(management);
    const documents = (count: number) =>
      own.write(...Array.from({ length: count }, (_, at) => own.application(`many-${at}`)));
    const statementsOf = async (plan: ConfigPlan) => {
      const before = management.statementCount();
      const { revision } = await own.apply(plan);
      expect(revision).toBeDefined();
      return management.statementCount() - before;
    };
    const few = await statementsOf(await own.plan(documents(10)));
    const plan = await own.plan(documents(400));
    const { owner, prune, adopt, actions } = plan;
    expect(plan.digest).toBe(contentDigest({ owner, prune, adopt, actions }));
    const many = await statementsOf(plan);
    expect(many).toBeLessThan(few + 10);
  });
});
