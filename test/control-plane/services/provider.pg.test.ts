import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type {
  CredentialChange,
  ProviderChange,
  ProviderDraft,
} from '../../../control-plane/domain/provider.ts';
import { Redacted } from '../../../control-plane/domain/redacted.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { formsOf, readWholeDatabase } from '../../support/database-text.ts';
import { call, type Management, openManagement } from '../../support/management.ts';
import { raceBehind } from '../../support/race.ts';

let management: Management;
beforeAll(async () => {
  management = await openManagement();
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

let providerCount = 0;
function draft(credential?: string): ProviderDraft & CredentialChange {
  providerCount += 1;
  return {
    name: `provider-${providerCount}`,
    kind: 'openai',
    baseUrl: 'https://api.example.com/v1',
    region: 'us',
    dataTerms: ['no_training'],
    credential: credential === undefined ? undefined : new Redacted(credential),
  };
}
const create = (operation: Operation, credential?: string) =>
  management.services.providers.create(operation, call('createProvider'), draft(credential));
const update = (
  operation: Operation,
  id: string,
  change: ProviderChange & CredentialChange,
  expectedVersion = 1,
) =>
  management.services.providers.update(operation, call('updateProvider'), {
    id,
    expectedVersion,
    ...change,
  });
const archive = (operation: Operation, id: string, expectedVersion = 1) =>
  management.services.providers.archive(operation, call('archiveProvider'), {
    id,
    expectedVersion,
  });

async function readCredential(id: string) {
  const [row] = await management.query<{ generation: string; sealed: Buffer }>(
    'SELECT generation, sealed FROM provider_credential WHERE provider_id = $1',
    [id],
  );
  if (row === undefined) return undefined;
  const name = `provider_credential/${id}`;
  const plain = management.secrets.envelope.open(row.sealed, name).toString();
  return { plain, generation: Number(row.generation) };
}

async function readChanges(id: string) {
  const rows = await management.query<{ action: string; changes: Record<string, unknown> }>(
    'SELECT action, changes FROM audit_event WHERE object = $1 ORDER BY id',
    [`provider/${id}`],
  );
  return rows.map(({ action, changes }) => [action, changes['credential']]);
}

async function addTarget(providerId: string): Promise<string> {
  const [modelId, targetId] = [randomUUID(), randomUUID()];
  await management.query(
    `INSERT INTO model (id, name, capabilities, version, created_at, updated_at)
      VALUES ($1, gen_random_uuid(), '{chat}', 1, now(), now())`,
    [modelId],
  );
  await management.query(
    `INSERT INTO target (id, name, provider_id, model_id, provider_model, enabled, capabilities,
        prices, version, created_at, updated_at)
      VALUES ($1, 'in-use', $2, $3, 'm', true, '{}', '[]', 1, now(), now())`,
    [targetId, providerId, modelId],
  );
  return targetId;
}

const credentialKept = ['provider.update', undefined];

test('a credential is sealed, replaced by a higher generation, removed, given again', async () => {
  const { value } = await create(management.admin, 'sk-one');
  expect(await readCredential(value.id)).toEqual({ plain: 'sk-one', generation: 1 });
  await update(management.admin, value.id, { credential: new Redacted('sk-two') });
  expect(await readCredential(value.id)).toEqual({ plain: 'sk-two', generation: 2 });
  await update(management.admin, value.id, { region: 'eu' }, 2);
  expect(await readCredential(value.id)).toEqual({ plain: 'sk-two', generation: 2 });
  await update(management.admin, value.id, { credential: null }, 3);
  expect(await readCredential(value.id)).toBeUndefined();
  await update(management.admin, value.id, { credential: new Redacted('sk-three') }, 4);
  expect(await readCredential(value.id)).toEqual({ plain: 'sk-three', generation: 5 });
  expect(await readChanges(value.id)).toEqual([
    ['provider.create', [null, 'replaced']],
    ['provider.update', [null, 'replaced']],
    credentialKept,
    ['provider.update', [null, 'removed']],
    ['provider.update', [null, 'replaced']],
  ]);
});

test('removing a credential that is not there is told to nobody', async () => {
  const { value } = await create(management.admin);
  await update(management.admin, value.id, { credential: null });
  expect(await readChanges(value.id)).toEqual([['provider.create', undefined], credentialKept]);
});

test('a new credential is part of the configuration that nodes get', async () => {
  const { value } = await create(management.admin);
  const { revision } = await update(management.admin, value.id, { credential: new Redacted('k') });
  const rows = await management.query(
    'SELECT kind FROM config_change WHERE revision = $1 ORDER BY kind',
    [String(revision)],
  );
  expect(rows).toEqual([{ kind: 'provider' }, { kind: 'provider_credential' }]);
});

test('a credential is nowhere in the database, and another one is another input', async () => {
  const { providers } = management.services;
  const input = draft();
  const send = (credential: string) =>
    providers.create(management.admin, call('createProvider', { name: input.name }, 'once'), {
      ...input,
      credential: new Redacted(credential),
    });
  const first = await send('sk-very-secret-credential');
  expect(await send('sk-very-secret-credential')).toMatchObject({
    repeated: true,
    value: { id: first.value.id },
  });
  await expect(send('sk-another-credential')).rejects.toMatchObject({
    failure: { code: 'IDEMPOTENCY_KEY_REUSED' },
  });
  const text = await readWholeDatabase(management);
  for (const form of formsOf('sk-very-secret-credential')) expect(text.includes(form)).toBe(false);
});

test('a refused credential leaves nothing and is not repeated', async () => {
  const refused = create(management.admin, 'has a space');
  await expect(refused).rejects.toMatchObject({
    failure: { code: 'VALIDATION_FAILED', faults: [{ path: 'credential' }] },
  });
  await expect(refused).rejects.not.toThrow(/has a space/);
});

test('of two rotations at the same version, exactly one wins, with its credential', async () => {
  const { value } = await create(management.admin, 'sk-0');
  const results = await Promise.allSettled(
    ['sk-1', 'sk-2'].map((text) =>
      update(management.admin, value.id, { credential: new Redacted(text) }),
    ),
  );
  const winner = results.findIndex(({ status }) => status === 'fulfilled');
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(await readCredential(value.id)).toEqual({ plain: `sk-${winner + 1}`, generation: 2 });
});

test('a provider is archived, with its credential, once no target uses it', async () => {
  const { value } = await create(management.admin, 'sk-1');
  const targetId = await addTarget(value.id);
  await expect(archive(management.admin, value.id)).rejects.toMatchObject({
    failure: { code: 'VALIDATION_FAILED', faults: [{ path: 'id' }] },
    message: 'The target in-use uses this provider; archive its targets first.',
  });
  expect(await readCredential(value.id)).toBeDefined();
  await management.query('UPDATE target SET archived_at = now() WHERE id = $1', [targetId]);
  expect((await archive(management.admin, value.id)).value.archivedAt).not.toBeNull();
  expect(await readCredential(value.id)).toBeUndefined();
  await expect(update(management.admin, value.id, {}, 2)).rejects.toMatchObject({
    failure: { code: 'NOT_FOUND' },
  });
});

test.each(['archive', 'target'])(
  'of archiving a provider and adding a target to it at once, one is refused: %s first',
  async (first) => {
    const { services, admin } = management;
    const { value } = await create(admin);
    const model = await services.models.create(admin, call('createModel'), {
      name: `raced-${first}`,
      capabilities: ['chat'],
      contextWindowTokens: null,
      outputTokensMax: null,
    });
    const addRaced = () =>
      services.targets.create(admin, call('createTarget'), {
        name: `raced-${first}`,
        providerId: value.id,
        modelId: model.value.id,
        providerModel: 'raced',
        region: null,
        enabled: true,
        capabilities: [],
        prices: [{ input: 1n, output: 1n }],
      });
    const lock = { sql: 'SELECT FROM provider WHERE id = $1 FOR UPDATE', values: [value.id] };
    const works: (() => Promise<unknown>)[] = [() => archive(admin, value.id), addRaced];
    if (first === 'target') works.reverse();
    const results = await raceBehind(management.url, lock, works);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(results[1]).toMatchObject({ reason: { failure: { code: 'VALIDATION_FAILED' } } });
  },
);

test('only platform administrators change providers, all but finance read them', async () => {
  const { services, admin } = management;
  const { value } = await create(admin, 'sk-1');
  const tenant = await services.tenants.create(admin, call('createTenant'), 'acme');
  const tenantId = tenant.value.id;
  const confined = await management.operation(['platform-admin'], { tenantId });
  const developer = await management.operation(['developer'], { tenantId });
  const denied = { failure: { code: 'PERMISSION_DENIED', permission: 'provider:write' } };
  for (const caller of [confined, developer]) {
    await expect(create(caller, 'sk-2')).rejects.toMatchObject(denied);
    await expect(update(caller, value.id, { region: 'eu' })).rejects.toMatchObject(denied);
    await expect(archive(caller, value.id)).rejects.toMatchObject(denied);
    expect(await services.providers.find(caller, value.id)).toEqual(value);
    const credentials = await services.providers.listCredentials(caller, [value.id]);
    expect(credentials.get(value.id)).toMatchObject({ generation: 1, fault: null });
  }
  const finance = await management.operation(['finance']);
  await expect(services.providers.find(finance, value.id)).rejects.toMatchObject({
    failure: { permission: 'provider:read' },
  });
});

test('names are distinct', async () => {
  const first = await create(management.admin);
  const again = { ...draft(), name: first.value.name };
  await expect(
    management.services.providers.create(management.admin, call('createProvider'), again),
  ).rejects.toMatchObject({ failure: { faults: [{ path: 'name' }] } });
});
