import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import {
  REFUSALS_PER_SECOND,
  RefusalLog,
} from '../../../control-plane/services/audit/refusal-log.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { eventually } from '../../support/eventually.ts';
import { call, type Management, openManagement } from '../../support/management.ts';
import { mutate } from '../../support/mutate.ts';

/*
 * Goal: whoever tries what he may not is in the log, with what he tried and without what he typed, and cannot fill the log or
 * slow anything down by trying.
 */

const SECRET = 'sk-very-secret';
const REFUSAL = {
  mutation: 'createTenant',
  asked: {},
  code: 'PERMISSION_DENIED',
  message: 'No.',
} as const;

let management: Management;
beforeAll(async () => {
  management = await openManagement();
}, 60_000);
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});

interface Row {
  readonly action: string;
  readonly object: string;
  readonly chain: string;
  readonly reason: string | null;
  readonly authenticated_by: string;
  readonly changes: Readonly<Record<string, readonly [null, unknown]>>;
}

/** What is in the log of a principal. */
const rowsOf = ({ principal }: Operation) =>
  management.query<Row>(
    `SELECT action, object, chain, reason, authenticated_by, changes FROM audit_event
      WHERE actor = $1 ORDER BY id`,
    [principal.name],
  );
const attempt = (operation: Operation, name: string, input: object) =>
  mutate({ ...management, operation }, name, { input, selection: '' });

describe('a refused mutation', () => {
  test('is in the log of its caller, with what was asked and no text', async () => {
    const viewer = await management.operation(['viewer']);
    const id = toGlobalId('provider', randomUUID());
    const answer = await attempt(viewer, 'updateProvider', {
      id,
      expectedVersion: 3,
      credential: SECRET,
      name: SECRET,
    });
    expect(answer).toMatchObject({ __typename: 'PermissionDenied' });
    await management.services.audit.close();
    const rows = await rowsOf(viewer);
    expect(rows).toEqual([
      {
        action: 'mutation.refuse',
        object: 'mutation/updateProvider',
        chain: 'platform',
        authenticated_by: 'access_token',
        reason: expect.stringContaining('provider:write'),
        changes: {
          code: [null, 'PERMISSION_DENIED'],
          permission: [null, 'provider:write'],
          principal: [null, `human/${viewer.principal.id}`],
          asked: [
            null,
            {
              dropPreviousCredential: false,
              id: Buffer.from(id, 'base64url').toString().replace(':', '/'),
              expectedVersion: 3,
              credential: '(given)',
              name: '(given)',
            },
          ],
        },
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain(SECRET);
  });

  test('on a row of another tenant is in the own chain, and ids that are none are not repeated', async () => {
    const { services, admin } = management;
    const tenants = await Promise.all(
      ['own', 'foreign'].map((name) => services.tenants.create(admin, call('createTenant'), name)),
    );
    const [own = '', foreign = ''] = tenants.map(({ value }) => value.id);
    const member = await management.operation(['platform-admin'], { tenantId: own });
    const victim = await management.operation(['viewer'], { tenantId: foreign });
    const foreignId = toGlobalId('principal', victim.principal.id);
    await attempt(member, 'archivePrincipal', { id: foreignId, expectedVersion: 1 });
    await attempt(member, 'archivePrincipal', { id: SECRET, expectedVersion: 1 });
    await management.services.audit.close();
    expect(await rowsOf(member)).toMatchObject([
      { chain: own, changes: { code: [null, 'NOT_FOUND'] } },
      { chain: own, changes: { asked: [null, { id: '(no id)' }] } },
    ]);
    expect(
      await management.query(
        `SELECT FROM audit_event WHERE chain = $1 AND action = 'mutation.refuse'`,
        [foreign],
      ),
    ).toEqual([]);
  });

  test('by a wrong input is there for what governs, and a mistake elsewhere is not', async () => {
    const admin = await management.operation(['platform-admin']);
    const self = { id: toGlobalId('principal', admin.principal.id), expectedVersion: 1 };
    const roles = { ...self, roles: [] };
    expect(await attempt(admin, 'updatePrincipal', roles)).toMatchObject({
      __typename: 'ValidationFailed',
    });
    await attempt(admin, 'createTenant', { name: '' });
    await management.services.audit.close();
    expect(await rowsOf(admin)).toMatchObject([
      {
        object: 'mutation/updatePrincipal',
        reason: null,
        changes: { code: [null, 'VALIDATION_FAILED'], paths: [null, ['roles']] },
      },
    ]);
  });

  test('is answered while its chain is locked, and written afterwards', async () => {
    const viewer = await management.operation(['viewer']);
    const blocker = new pg.Client({ connectionString: management.url });
    await blocker.connect();
    try {
      await blocker.query(`BEGIN; SELECT FROM audit_head WHERE chain = 'platform' FOR UPDATE`);
      const answer = await attempt(viewer, 'createTenant', { name: 'mine' });
      expect(answer).toMatchObject({ __typename: 'PermissionDenied' });
      expect(await rowsOf(viewer)).toEqual([]);
    } finally {
      await blocker.end();
    }
    await management.services.audit.close();
    expect(await rowsOf(viewer)).toMatchObject([{ action: 'mutation.refuse' }]);
  });
});

describe('many refusals', () => {
  test('of a principal are written ten a second, and the others are one number', async () => {
    const viewer = await management.operation(['viewer']);
    const other = await management.operation(['viewer']);
    const outcomes = { written: 0, left_out: 0 };
    const log = new RefusalLog(management.storage, (outcome, count) => {
      outcomes[outcome] += count;
    });
    for (let n = 0; n < 500; n += 1) log.note(viewer, REFUSAL, 1_000);
    log.note(other, REFUSAL, 1_000);
    for (let n = 0; n < 15; n += 1) log.note(viewer, REFUSAL, 2_000);
    await log.close();
    const rows = await rowsOf(viewer);
    expect(rows.filter(({ action }) => action === 'mutation.refuse')).toHaveLength(
      2 * REFUSALS_PER_SECOND,
    );
    expect(rows.at(-1)).toMatchObject({
      action: 'mutation.refuse-more',
      object: `principal/${viewer.principal.id}`,
      changes: { notWritten: [null, 495] },
    });
    expect(await rowsOf(other)).toHaveLength(1);
    expect(outcomes).toEqual({ written: 21, left_out: 495 });
  });

  test('that the database does not take are counted, and the number is written when it does', async () => {
    const viewer = await management.operation(['viewer']);
    const log = new RefusalLog(management.storage, () => {});
    await management.query(
      `ALTER TABLE audit_event ADD CONSTRAINT none CHECK (action <> 'mutation.refuse') NOT VALID`,
    );
    try {
      for (let n = 0; n < 3; n += 1) log.note(viewer, REFUSAL, 1_000);
      await log.flush();
      await eventually(async () => {
        await log.flush();
        expect(await rowsOf(viewer)).toMatchObject([{ changes: { notWritten: [null, 3] } }]);
      });
    } finally {
      await management.query('ALTER TABLE audit_event DROP CONSTRAINT none');
      await log.close();
    }
  });
});
