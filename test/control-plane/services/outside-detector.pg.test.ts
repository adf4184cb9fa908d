import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type {
  DetectorCredentialChange,
  OutsideDetectorDraft,
  OutsideJudge,
} from '../../../control-plane/domain/outside-detector.ts';
import { Redacted } from '../../../control-plane/domain/redacted.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { createTenancy, routeDraft, ruleTo, type Tenancy } from '../../support/catalog.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { type Approval, createApproval } from '../../support/grant.ts';
import { call, type Management, openManagement } from '../../support/management.ts';
import { createOutsideDetector, outsideDetectorDraft } from '../../support/outside-detector.ts';

/** Goal: a tenant registers detectors of its own and of nobody else, and what policies were reviewed with stays. */
let management: Management;
let own: Tenancy;
let other: Tenancy;
beforeAll(async () => {
  management = await openManagement();
  own = await createTenancy(management);
  other = await createTenancy(management);
});
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});

type Draft = Partial<OutsideDetectorDraft & DetectorCredentialChange>;
const create = (change: Draft = {}, operation: Operation = management.admin) =>
  management.services.outsideDetectors.create(operation, call('createOutsideDetector'), {
    ...outsideDetectorDraft(own),
    ...change,
  });
const createPolicy = (outsideDetectorId: string) =>
  management.services.promptPolicies.create(management.admin, call('createPromptPolicy'), {
    tenantId: own.tenant.id,
    name: `asks-${outsideDetectorId.slice(0, 8)}`,
    rules: [
      {
        name: 'ask',
        detector: 'outside',
        outsideDetectorId,
        action: 'block',
        rerouteRouteId: undefined,
      },
    ],
  });
const credentialOf = (id: string) =>
  management.query<{ generation: string; sealed: Buffer }>(
    'SELECT generation, sealed FROM outside_detector_credential WHERE outside_detector_id = $1',
    [id],
  );

test.each<[string, Draft]>([
  ['name', { name: 'No' }],
  ['address', { address: 'detector.example.com' }],
  ['address', { address: 'ftp://detector.example.com' }],
  ['address', { address: 'http://detector.example.com/inspect' }],
  ['address', { address: 'https://me:secret@detector.example.com' }],
  ['address', { address: 'https://detector.example.com/inspect?key=1' }],
  ['address', { protocol: 'grpc', address: 'https://detector.example.com/inspect' }],
  ['address', { address: `https://detector.example.com/${'x'.repeat(500)}` }],
  ['kinds', { kinds: [] }],
  ['kinds', { kinds: Array.from({ length: 33 }, (_, at) => `kind${at}`) }],
  ['kinds', { kinds: ['insult', 'Threat'] }],
  ['kinds', { kinds: ['insult', 'insult'] }],
  ['timeoutMs', { timeoutMs: 9 }],
  ['timeoutMs', { timeoutMs: 10_001 }],
  ['batchSize', { batchSize: 0 }],
  ['batchSize', { batchSize: 129 }],
  ['credential', { credential: new Redacted('with blank') }],
  ['credential', { credential: new Redacted('line\nbreak') }],
])('%s is refused where it makes no sense: %j', async (path, change) => {
  const [found] = await faultPathsOf(() => create(change));
  expect(found?.split('.')[0]).toBe(path);
});

test('plain http goes to hosts that are inside, gRPC without a path', async () => {
  for (const change of [
    { address: 'http://10.0.0.7:8080/inspect' },
    { address: 'http://moderation:8080' },
    { protocol: 'grpc', address: 'https://detector.example.com:8443' },
  ] as const)
    expect((await create(change)).value.address).toBe(change.address);
});

describe('a judge', () => {
  const judge = {
    routeId: '',
    instruction: 'Find insults.',
    callsPerMinuteMax: 60,
    outputTokensMax: 512,
  };
  const createRoute = async ({ tenant, target }: Approval) => {
    const { services, admin } = management;
    const draft = routeDraft(tenant.id, [ruleTo(target.id)]);
    return (await services.routes.create(admin, call('createRoute'), draft)).value.id;
  };
  const judgeAt = (change: Draft & { readonly asks?: Partial<OutsideJudge> }) => {
    const { asks, ...rest } = change;
    return create({ protocol: 'judge', address: '', judge: { ...judge, ...asks }, ...rest });
  };

  test('has a route for chats of its tenant, and no address', async () => {
    const house = await createApproval(management);
    const { id: tenantId } = house.tenant;
    const routeId = await createRoute(house);
    const { value } = await judgeAt({ tenantId, asks: { routeId } });
    expect(value).toMatchObject({ address: '', judge: { ...judge, routeId } });
    for (const [where, wrong] of [
      [own.tenant.id, routeId],
      [tenantId, value.id],
    ] as const) {
      const work = () => judgeAt({ tenantId: where, asks: { routeId: wrong } });
      expect(await faultPathsOf(work)).toEqual(['judge.routeId']);
    }
    for (const [path, change] of [
      ['address', { address: 'https://detector.example.com' }],
      ['judge', { judge: null }],
      ['judge', { protocol: 'http', address: 'https://detector.example.com' }],
      ['judge.instruction', { asks: { routeId, instruction: ' ' } }],
      ['judge.instruction', { asks: { routeId, instruction: 'x'.repeat(2_001) } }],
      ['judge.callsPerMinuteMax', { asks: { routeId, callsPerMinuteMax: 0 } }],
      ['judge.outputTokensMax', { asks: { routeId, outputTokensMax: 5_000 } }],
    ] as const)
      expect(await faultPathsOf(() => judgeAt({ tenantId, asks: { routeId }, ...change }))).toEqual(
        [path],
      );
  });
});

describe('a credential', () => {
  test('goes in sealed, is numbered by the version, and goes with the detector', async () => {
    const { services, admin } = management;
    const { value } = await create({ credential: new Redacted('first-secret') });
    const [first] = await credentialOf(value.id);
    expect(first?.generation).toBe('1');
    expect(first?.sealed.toString('latin1')).not.toContain('first-secret');
    const edit = { id: value.id, expectedVersion: 1, credential: new Redacted('second-secret') };
    await services.outsideDetectors.update(admin, call('updateOutsideDetector'), edit);
    expect((await credentialOf(value.id)).map(({ generation }) => generation)).toEqual(['2']);
    const holders = await services.outsideDetectors.listCredentialHolders(admin, [value.id]);
    expect([...holders]).toEqual([value.id]);
    const [log] = await management.query<{ text: string }>(
      `SELECT string_agg(changes::text, ' ') AS text FROM audit_event WHERE object = $1`,
      [`outside-detector/${value.id}`],
    );
    expect(log?.text).toContain('replaced');
    expect(log?.text).not.toContain('secret');
    const end = { id: value.id, expectedVersion: 2 };
    await services.outsideDetectors.archive(admin, call('archiveOutsideDetector'), end);
    expect(await credentialOf(value.id)).toEqual([]);
  });

  test('is another input of a repeated call, and can be taken away', async () => {
    const { services, admin } = management;
    const draft = { ...outsideDetectorDraft(own), credential: new Redacted('one') };
    const repeated = { ...call('createOutsideDetector'), idempotencyKey: 'detector-1' };
    const { value } = await services.outsideDetectors.create(admin, repeated, draft);
    const again = { ...draft, credential: new Redacted('two') };
    expect(
      await failureOf(() => services.outsideDetectors.create(admin, repeated, again)),
    ).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    const edit = { id: value.id, expectedVersion: 1, credential: null };
    await services.outsideDetectors.update(admin, call('updateOutsideDetector'), edit);
    expect(await credentialOf(value.id)).toEqual([]);
  });
});

test('a tenant has at most twenty', async () => {
  const tenancy = await createTenancy(management);
  for (let count = 0; count < 20; count += 1) await createOutsideDetector(management, tenancy);
  expect(await failureOf(() => createOutsideDetector(management, tenancy))).toMatchObject({
    faults: [{ path: 'name', message: expect.stringContaining('20') }],
  });
});

test('a policy asks detectors of its tenant, which are not archived under it', async () => {
  const { services, admin } = management;
  const mine = await createOutsideDetector(management, own);
  const theirs = await createOutsideDetector(management, other);
  expect(await faultPathsOf(() => createPolicy(theirs.id))).toEqual(['rules.0.outsideDetectorId']);
  const { value: policy } = await createPolicy(mine.id);
  const end = { id: mine.id, expectedVersion: 1 };
  const archive = () =>
    services.outsideDetectors.archive(admin, call('archiveOutsideDetector'), end);
  expect(await failureOf(archive)).toMatchObject({
    faults: [{ path: 'id', message: expect.stringContaining(policy.name) }],
  });
  await services.promptPolicies.archive(admin, call('archivePromptPolicy'), {
    id: policy.id,
    expectedVersion: 1,
  });
  await archive();
  expect(await faultPathsOf(() => createPolicy(mine.id))).toEqual(['rules.0.outsideDetectorId']);
});

test('an owner makes and sees those of his tenant only; a developer makes none', async () => {
  const { services } = management;
  const owner = await management.operation(['owner'], { tenantId: own.tenant.id });
  const developer = await management.operation(['developer'], { tenantId: own.tenant.id });
  const foreign = await createOutsideDetector(management, other);
  expect((await create({}, owner)).value.tenantId).toBe(own.tenant.id);
  expect(await services.outsideDetectors.find(owner, foreign.id)).toBeUndefined();
  expect((await services.outsideDetectors.listCredentialHolders(owner, [foreign.id])).size).toBe(0);
  expect(await failureOf(() => create({ tenantId: other.tenant.id }, owner))).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(await failureOf(() => create({}, developer))).toMatchObject({ code: 'PERMISSION_DENIED' });
});
