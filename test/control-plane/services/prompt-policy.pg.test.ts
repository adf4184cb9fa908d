import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Route } from '../../../control-plane/domain/route.ts';
import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import type { Attachment } from '../../../policy/prompt-part/attachment.ts';
import {
  createCatalog,
  createTenancy,
  freshName,
  routeDraft,
  ruleTo,
  type Tenancy,
} from '../../support/catalog.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { call, type Management, openManagement } from '../../support/management.ts';

let management: Management;
let tenancy: Tenancy;
let targetId: string;
beforeAll(async () => {
  management = await openManagement();
  tenancy = await createTenancy(management);
  targetId = (await createCatalog(management)).target.id;
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

const rerouteTo = (rerouteRouteId: string): PromptRule => ({
  name: 'move',
  detector: 'secret',
  action: 'reroute',
  rerouteRouteId,
});
const block: PromptRule = {
  name: 'stop',
  detector: 'secret',
  action: 'block',
  rerouteRouteId: undefined,
};
const createRoute = async (tenantId: string): Promise<Route> => {
  const { services, admin } = management;
  const draft = routeDraft(tenantId, [ruleTo(targetId)]);
  return (await services.routes.create(admin, call('createRoute'), draft)).value;
};
const createPolicy = async (rules: readonly PromptRule[]) => {
  const { services, admin } = management;
  const draft = { tenantId: tenancy.tenant.id, name: freshName('policy'), rules };
  const policies = services.promptPolicies;
  return (await policies.create(admin, call('createPromptPolicy'), draft)).value;
};

describe('prompt policies', () => {
  test('are stored with their rules as they were given', async () => {
    const route = await createRoute(tenancy.tenant.id);
    const policy = await createPolicy([block, rerouteTo(route.id)]);
    const { services, admin } = management;
    expect(await services.promptPolicies.find(admin, policy.id)).toEqual(policy);
    expect(policy.rules).toEqual([block, rerouteTo(route.id)]);
    const [row] = await management.query('SELECT rules FROM prompt_policy WHERE id = $1', [
      policy.id,
    ]);
    expect(row).toMatchObject({ rules: [{ rerouteRouteId: null }, { rerouteRouteId: route.id }] });
  });

  test('keep what a rule is about and says, and nothing where that is as usual', async () => {
    const told: PromptRule = {
      ...block,
      name: 'told',
      kinds: ['npm_token', 'jwt', 'jwt'],
      parts: ['tool_result', 'user', 'user'],
      minCount: 2,
      mode: 'monitor',
      message: 'Keys belong into the vault.',
      contact: 'security@example.com',
    };
    const plain = {
      ...block,
      kinds: [],
      parts: [],
      direction: 'input',
      minCount: 1,
      mode: 'enforce',
    } as const;
    const lent: PromptRule = { ...block, name: 'lent', action: 'redact', restore: true };
    const back: PromptRule = { ...block, name: 'back', direction: 'output' };
    const seen: PromptRule = { ...block, name: 'seen', action: 'flag' };
    const policy = await createPolicy([told, plain, seen, lent, back]);
    const { services, admin } = management;
    const stored = await services.promptPolicies.find(admin, policy.id);
    expect(stored).toEqual(policy);
    expect(policy.rules).toEqual([
      { ...told, kinds: ['jwt', 'npm_token'], parts: ['user', 'tool_result'] },
      block,
      seen,
      lent,
      back,
    ]);
    const [row] = await management.query('SELECT rules FROM prompt_policy WHERE id = $1', [
      policy.id,
    ]);
    expect(Object.keys(row?.['rules'][1])).toEqual([
      'name',
      'action',
      'detector',
      'rerouteRouteId',
    ]);
    expect(await faultPathsOf(() => createPolicy([{ ...block, kinds: ['haircut'] }]))).toEqual([
      'rules.0.kinds',
    ]);
  });

  test('keep what a detector looks for in one order, and say what is wrong in the order given', async () => {
    const configured = (words: readonly string[], more: Partial<PromptRule> = {}): PromptRule => ({
      ...block,
      detector: 'denied_words',
      settings: { wordLists: [{ name: 'codes', words, partsOfWords: false }], patterns: [] },
      ...more,
    });
    const policy = await createPolicy([configured(['heron', 'falcon', 'heron'])]);
    const { services, admin } = management;
    expect(await services.promptPolicies.find(admin, policy.id)).toEqual(policy);
    expect(policy.rules).toEqual([
      configured([], { settings: { wordLists: [{ name: 'codes', words: ['falcon', 'heron'] }] } }),
    ]);
    const wrong = [
      configured(['ok', 'x', 'fine']),
      { ...block, settings: configured(['a']).settings },
    ];
    expect(await faultPathsOf(() => createPolicy(wrong as PromptRule[]))).toEqual([
      'rules.1.name',
      'rules.0.settings.wordLists.0.words.1',
      'rules.1.settings.wordLists',
    ]);
  });

  test('apply by themselves to what is of their tenant, and are not archived while they do', async () => {
    const { services, admin } = management;
    const policy = await createPolicy([block]);
    const other = await createTenancy(management);
    const attach = (expectedVersion: number, appliesTo: Attachment | null) =>
      services.promptPolicies.update(admin, call('updatePromptPolicy'), {
        ...{ id: policy.id, expectedVersion, appliesTo },
      });
    const to = (applicationIds: readonly string[]) => ({
      everywhere: false,
      applicationIds,
      workloads: [],
    });
    expect(await faultPathsOf(() => attach(1, to([other.application.id])))).toEqual([
      'appliesTo.applicationIds.0',
    ]);
    const own = await attach(1, to([tenancy.application.id]));
    expect(own.value.appliesTo).toEqual(to([tenancy.application.id]));
    const edit = { id: policy.id, expectedVersion: 2 };
    const archive = () => services.promptPolicies.archive(admin, call('archivePromptPolicy'), edit);
    expect(await faultPathsOf(archive)).toEqual(['id']);
    await attach(2, null);
    const gone = { ...edit, expectedVersion: 3 };
    await services.promptPolicies.archive(admin, call('archivePromptPolicy'), gone);
  });

  test('reroute within their tenant, to a route that is in use', async () => {
    const { services, admin } = management;
    const path = ['rules.0.rerouteRouteId'];
    const other = await createTenancy(management);
    const foreign = await createRoute(other.tenant.id);
    expect(await faultPathsOf(() => createPolicy([rerouteTo(foreign.id)]))).toEqual(path);
    const archived = await createRoute(tenancy.tenant.id);
    const edit = { id: archived.id, expectedVersion: 1 };
    await services.routes.archive(admin, call('archiveRoute'), edit);
    expect(await faultPathsOf(() => createPolicy([rerouteTo(archived.id)]))).toEqual(path);
    const policy = await createPolicy([block]);
    const update = () =>
      services.promptPolicies.update(admin, call('updatePromptPolicy'), {
        id: policy.id,
        expectedVersion: 1,
        rules: [rerouteTo(archived.id)],
      });
    expect(await faultPathsOf(update)).toEqual(path);
  });

  test('reroute to no route that is archived at the same moment', async () => {
    const { services, admin } = management;
    for (let round = 0; round < 5; round += 1) {
      const route = await createRoute(tenancy.tenant.id);
      const edit = { id: route.id, expectedVersion: 1 };
      const results = await Promise.allSettled([
        createPolicy([rerouteTo(route.id)]),
        services.routes.archive(admin, call('archiveRoute'), edit),
      ]);
      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    }
  });

  test('are a security reviewer’s to write, not a developer’s', async () => {
    const { services } = management;
    const { id: tenantId } = tenancy.tenant;
    const draft = { tenantId, name: freshName('policy'), rules: [block] };
    const reviewer = await management.operation(['security-reviewer'], { tenantId });
    const developer = await management.operation(['developer'], { tenantId });
    const create = call('createPromptPolicy');
    const failure = await failureOf(() => services.promptPolicies.create(developer, create, draft));
    expect(failure).toMatchObject({ code: 'PERMISSION_DENIED', permission: 'prompt-policy:write' });
    const made = await services.promptPolicies.create(reviewer, create, draft);
    expect(made.revision).toBeGreaterThan(0n);
  });

  test('are listed for their tenant only', async () => {
    const { services, admin } = management;
    const policy = await createPolicy([block]);
    const other = await createTenancy(management);
    const page = { first: 200, after: undefined };
    const idsOf = async (tenantId: string) => {
      const filter = { tenantId, includeArchived: false };
      const { rows } = await services.promptPolicies.list(admin, { filter }, page);
      return rows.map(({ id }) => id);
    };
    expect(await idsOf(tenancy.tenant.id)).toContain(policy.id);
    expect(await idsOf(other.tenant.id)).toEqual([]);
  });
});
