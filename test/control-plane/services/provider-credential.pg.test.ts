import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PREVIOUS_CREDENTIAL_MS } from '../../../control-plane/domain/provider.ts';
import { Redacted } from '../../../control-plane/domain/redacted.ts';
import { Envelope } from '../../../control-plane/secrets/envelope.ts';
import type { ProviderEdit } from '../../../control-plane/services/provider.ts';
import { call, type Management, managementNow, openManagement } from '../../support/management.ts';

/**
 * Goal: a replacement leaves nodes something to fall back to, for as long as it is said and no longer.
 * Method: the service on a real database, whose sealed rows are opened with the master key.
 */
describe('a credential that is replaced', () => {
  let management: Management;
  let providerCount = 0;
  let id = '';
  let version = 0;
  beforeAll(async () => {
    management = await openManagement();
  });
  afterAll(async () => {
    await management[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    providerCount += 1;
    const { value } = await management.services.providers.create(
      management.admin,
      call('createProvider'),
      {
        name: `rotated-${providerCount}`,
        kind: 'openai',
        baseUrl: 'https://api.example.com/v1',
        region: 'us',
        dataTerms: [],
        credential: new Redacted('sk-1'),
      },
    );
    id = value.id;
    version = 1;
  });

  const edit = async (change: Omit<ProviderEdit, 'id' | 'expectedVersion'>) => {
    const { services, admin } = management;
    const expectedVersion = version;
    version += 1;
    const input = { id, expectedVersion, ...change };
    return services.providers.update(admin, call('updateProvider'), input);
  };
  const rotate = (credential: string, more: Partial<ProviderEdit> = {}) =>
    edit({ credential: new Redacted(credential), ...more });
  /** Both generations in the clear, the newer one first; empty when there is none. */
  const held = async () => {
    const [row] = await management.query<Record<string, Buffer | null>>(
      'SELECT sealed, previous_sealed FROM provider_credential WHERE provider_id = $1',
      [id],
    );
    const name = `provider_credential/${id}`;
    return Object.values(row ?? {}).flatMap((sealed) =>
      sealed === null ? [] : management.secrets.envelope.open(sealed, name).toString(),
    );
  };
  const facts = async () => {
    const { services, admin } = management;
    return (await services.providers.listCredentials(admin, [id])).get(id);
  };
  const lastAudited = async () => {
    const [row] = await management.query<{ changes: Record<string, unknown> }>(
      'SELECT changes FROM audit_event WHERE object = $1 ORDER BY id DESC LIMIT 1',
      [`provider/${id}`],
    );
    return row?.changes;
  };
  const seal = (by: Envelope) => by.seal(Buffer.from('sk-1'), `provider_credential/${id}`);

  test('stays beside the new one for an hour, and the facts say so', async () => {
    expect(await facts()).toMatchObject({ generation: 1, previousGeneration: null });
    await rotate('sk-2');
    expect(await held()).toEqual(['sk-2', 'sk-1']);
    expect(await facts()).toEqual({
      generation: 2,
      createdAt: managementNow,
      previousGeneration: 1,
      previousUntil: new Date(managementNow.getTime() + PREVIOUS_CREDENTIAL_MS),
      fault: null,
    });
  });

  test('goes when the new one is replaced too', async () => {
    await rotate('sk-2');
    await edit({ region: 'eu' });
    await rotate('sk-3');
    expect(await held()).toEqual(['sk-3', 'sk-2']);
    expect(await facts()).toMatchObject({ generation: 4, previousGeneration: 2 });
  });

  test('goes at once with the removal of the credential, and with the provider', async () => {
    await rotate('sk-2');
    await edit({ credential: null });
    expect(await held()).toEqual([]);
    await rotate('sk-3');
    expect(await held()).toEqual(['sk-3']);
    await rotate('sk-4');
    const { services, admin } = management;
    const archived = { id, expectedVersion: version };
    await services.providers.archive(admin, call('archiveProvider'), archived);
    expect(await held()).toEqual([]);
  });

  test('goes at once when it is said to be dropped, then or later', async () => {
    await rotate('sk-2', { dropPreviousCredential: true });
    expect(await held()).toEqual(['sk-2']);
    await rotate('sk-3');
    const { revision } = await edit({ dropPreviousCredential: true });
    expect(await held()).toEqual(['sk-3']);
    expect(await lastAudited()).toEqual({ previousCredential: [null, 'removed'] });
    const kinds = await management.query<{ kind: string }>(
      'SELECT kind FROM config_change WHERE revision = $1',
      [String(revision)],
    );
    expect(kinds).toContainEqual({ kind: 'provider_credential' });
    await edit({ dropPreviousCredential: true });
    expect(await lastAudited()).toEqual({});
  });

  test('does not follow the provider to another address', async () => {
    await rotate('sk-2');
    await edit({ baseUrl: 'https://eu.example.com/v1' });
    expect(await held()).toEqual(['sk-2']);
    await rotate('sk-3', { baseUrl: 'https://api.example.org/v1' });
    expect(await held()).toEqual(['sk-3']);
  });

  test('shows a fault when the master key cannot open a generation', async () => {
    await rotate('sk-2');
    const store = (column: string, sealed: Buffer) =>
      management.query(`UPDATE provider_credential SET ${column} = $2 WHERE provider_id = $1`, [
        id,
        sealed,
      ]);
    await store('previous_sealed', seal(new Envelope(randomBytes(32))));
    expect(await facts()).toMatchObject({ fault: 'unknown_key' });
    await store('previous_sealed', seal(management.secrets.envelope));
    expect(await facts()).toMatchObject({ fault: null });
    await store('sealed', seal(management.secrets.envelope).fill(0, 40));
    expect(await facts()).toMatchObject({ fault: 'damaged' });
  });
});
