import { createPublicKey, verify } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { encodePlace } from '../../../control-plane/domain/audit/chain.ts';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import { AuditHeadSigning } from '../../../control-plane/jobs/audit-head-signing.ts';
import { createMetrics } from '../../../control-plane/telemetry/metrics.ts';
import { ask } from '../../support/ask.ts';
import { call, type Management, managementNow, openManagement } from '../../support/management.ts';

/*
 * Goal: whatever somebody with all rights on the database does to the log, a verification says which entry and what is wrong.
 * Method: a superuser edits the rows of a tenant with seven entries; each test begins with a tenant of its own.
 */

let management: Management;
let directory: string;
let headsFile: string;
let signing: AuditHeadSigning;
beforeAll(async () => {
  management = await openManagement();
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-heads-'));
  headsFile = join(directory, 'heads.ndjson');
  signing = new AuditHeadSigning({
    storage: management.storage,
    logger: pino({ level: 'silent' }),
    metrics: createMetrics(),
    signer: management.secrets.auditSigner,
    headsFile,
  });
}, 60_000);
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

let tenantId: string;
let tenantCount = 0;
beforeEach(async () => {
  const { services, admin } = management;
  tenantCount += 1;
  const made = await services.tenants.create(admin, call('createTenant'), `tenant-${tenantCount}`);
  tenantId = made.value.id;
  for (let n = 1; n <= 6; n += 1) await appendOne(n);
});

const appendOne = (n: number) =>
  management.services.applications.create(management.admin, call('createApplication'), {
    tenantId,
    name: `app-${n}`,
    team: 'team',
    environment: 'production',
    dataClass: 'internal',
    rolloutStage: 'governed',
  });
const edit = (sql: string, ...more: unknown[]) => management.query(sql, [tenantId, ...more]);
const find = async (heads: object[] = [], operation = management.admin) => {
  const { auditVerification } = await ask(
    { ...management, operation },
    `query ($tenantId: ID!, $heads: [KnownAuditHead!]) { auditVerification(tenantId: $tenantId, heads: $heads) {
      checkedCount checkedThrough next faults { kind sequence eventId message } newestSignedHead { sequence } } }`,
    { tenantId: toGlobalId('tenant', tenantId), heads },
  );
  return auditVerification as {
    readonly faults: readonly { kind: string; sequence: string; message: string }[];
  };
};
const kinds = async (heads: object[] = []) =>
  (await find(heads)).faults.map(({ kind, sequence }) => `${kind} ${sequence}`);
const linesOf = async () =>
  (await readFile(headsFile, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ chain }) => chain === tenantId);
/** Computes the hashes of a chain anew, as somebody would who has read how they are made. */
const rewrite = async () => {
  await management.query(
    `DO $$ DECLARE entry audit_event; last bytea := ''; BEGIN
      FOR entry IN SELECT * FROM audit_event WHERE chain = '${tenantId}' ORDER BY sequence LOOP
        UPDATE audit_event SET previous_hash = last, hash = sha256(last || convert_to(jsonb_build_array(chain, sequence,
          extract(epoch FROM at), actor, authenticated_by, action, object, changes, reason, revision)::text, 'UTF8'))
          WHERE id = entry.id RETURNING hash INTO last;
      END LOOP;
      UPDATE audit_head SET hash = last, sequence = (SELECT max(sequence) FROM audit_event
        WHERE chain = '${tenantId}') WHERE chain = '${tenantId}';
    END $$`,
  );
};

describe('a verification', () => {
  test('finds nothing wrong with a chain that was left alone', async () => {
    expect(await find()).toEqual({
      checkedCount: 7,
      checkedThrough: '7',
      next: null,
      faults: [],
      newestSignedHead: null,
    });
    const own = await management.operation(['security-reviewer'], { tenantId });
    expect(await find([], own)).toMatchObject({ faults: [] });
  });

  test.each(['actor', 'action', 'object', 'authenticated_by', 'reason'])(
    'finds another %s',
    async (column) => {
      await edit(
        `UPDATE audit_event SET ${column} = 'nobody' WHERE chain = $1::text AND sequence = 4`,
      );
      const { faults } = await find();
      expect(faults).toMatchObject([{ kind: 'CHANGED', sequence: '4' }]);
      expect(faults[0]?.message).toContain('Entry 4');
    },
  );

  test('finds a row that was changed and hashed anew, at the one that follows it', async () => {
    await edit(`UPDATE audit_event SET actor = 'nobody', hash = sha256(previous_hash || convert_to(
      jsonb_build_array(chain, sequence, extract(epoch FROM at), 'nobody', authenticated_by, action,
        object, changes, reason, revision)::text, 'UTF8')) WHERE chain = $1::text AND sequence = 4`);
    expect(await kinds()).toEqual(['REORDERED 5']);
  });

  test('finds an entry that was hidden from its tenant', async () => {
    await edit(`UPDATE audit_event SET tenant_id = NULL WHERE chain = $1::text AND sequence = 4`);
    expect(await kinds()).toEqual(['CHANGED 4']);
    const own = await management.operation(['security-reviewer'], { tenantId });
    expect(await find([], own)).toMatchObject({ faults: [{ kind: 'REMOVED', sequence: '4' }] });
  });

  test('finds what was removed, at the beginning and in between', async () => {
    await edit(`DELETE FROM audit_event WHERE chain = $1::text AND sequence IN (1, 4, 5)`);
    expect(await kinds()).toEqual(['REMOVED 1', 'REMOVED 4']);
  });

  test('finds two that changed places', async () => {
    await edit(
      `UPDATE audit_event SET sequence = -sequence WHERE chain = $1::text AND sequence IN (4, 5)`,
    );
    await edit(
      `UPDATE audit_event SET sequence = 9 + sequence WHERE chain = $1::text AND sequence < 0`,
    );
    expect(await kinds()).toEqual(['REORDERED 4', 'REORDERED 5', 'REORDERED 6']);
  });

  test('finds a tail that was cut, and a head that was taken away', async () => {
    await edit(`DELETE FROM audit_event WHERE chain = $1::text AND sequence > 5`);
    expect(await kinds()).toEqual(['TAIL_CUT 6']);
    await edit(`DELETE FROM audit_head WHERE chain = $1::text`);
    expect(await kinds()).toEqual(['REWRITTEN 5']);
  });

  test('goes on where an earlier one ended, page after page', async () => {
    const hashes = await edit(
      'SELECT hash FROM audit_event WHERE chain = $1::text ORDER BY sequence',
    );
    const hash = Buffer.from(hashes[2]?.['hash'] ?? '').toString('hex');
    const from = (place: string, of = tenantId) =>
      management.services.audit.verify(management.admin, {
        tenantId,
        after: encodePlace(of, { sequence: 3n, hash: place }),
        heads: [],
      });
    expect(await from(hash)).toMatchObject({ checkedCount: 4, checkedThrough: 7n, faults: [] });
    expect(await from('0'.repeat(64))).toMatchObject({ faults: [{ sequence: 4n }] });
    await expect(from(hash, 'platform')).rejects.toThrow('another verification');
    await edit(
      `SELECT append_audit($1, 'someone', 'test', 'a.b', 'a/b', '{}', NULL, NULL) FROM generate_series(1, 600)`,
    );
    await edit('DELETE FROM audit_event WHERE chain = $1::text AND sequence = 501');
    expect(await kinds()).toEqual(['REMOVED 501']);
  });

  test('is refused to who may not read that chain', async () => {
    const { value } = await management.services.tenants.create(
      management.admin,
      call('createTenant'),
      `other-${tenantCount}`,
    );
    const stranger = await management.operation(['security-reviewer'], { tenantId: value.id });
    await expect(find([], stranger)).rejects.toThrow('audit:read');
    await expect(find([{ sequence: '1', hash: 'short' }])).rejects.toThrow('64 hexadecimal');
  });
});

describe('signed heads', () => {
  test('are exported a line each when a chain moved, and can be checked by anybody', async () => {
    await signing.sign(managementNow);
    await signing.sign(managementNow);
    await appendOne(7);
    await signing.sign(managementNow);
    const lines = await linesOf();
    expect(lines.map(({ sequence }) => sequence)).toEqual(['7', '8']);
    expect((await stat(headsFile)).mode & 0o777).toBe(0o600);
    const { auditSigningKeys } = await ask(
      { ...management, operation: management.admin },
      '{ auditSigningKeys { id publicKey } }',
    );
    const [key] = auditSigningKeys as readonly { id: string; publicKey: string }[];
    for (const { chain, sequence, hash, signedAt, keyId, signature } of lines) {
      const text = `gatehouse audit head v1\n${chain}\n${sequence}\n${hash}\n${signedAt}\n`;
      expect(keyId).toBe(key?.id);
      const publicKey = createPublicKey(key?.publicKey ?? '');
      const isSigned = verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'hex'));
      expect(isSigned).toBe(true);
    }
    expect(await find()).toMatchObject({ faults: [], newestSignedHead: { sequence: '8' } });
  });

  test('begin a line of their own, whatever a crash has left of the last one', async () => {
    await signing.sign(managementNow);
    await appendFile(headsFile, '{"chain":"half a li');
    await appendOne(7);
    await signing.sign(managementNow);
    const last = (await readFile(headsFile, 'utf8')).trimEnd().split('\n').at(-1);
    expect(JSON.parse(last ?? '')).toMatchObject({ chain: tenantId, sequence: '8' });
    await rm(headsFile);
  });

  test('find a tail that was cut together with the stored head', async () => {
    await signing.sign(managementNow);
    await edit(`DELETE FROM audit_event WHERE chain = $1::text AND sequence > 5`);
    await rewrite();
    expect(await kinds()).toEqual(['TAIL_CUT 6']);
  });

  test('find a chain that was computed anew', async () => {
    await signing.sign(managementNow);
    await edit(`UPDATE audit_event SET actor = 'nobody' WHERE chain = $1::text AND sequence = 2`);
    await rewrite();
    expect(await kinds()).toEqual(['REWRITTEN 7']);
  });

  test('from the file find both when the database lost its signed heads too', async () => {
    await signing.sign(managementNow);
    const kept = (await linesOf()).map(({ sequence, hash }) => ({ sequence, hash }));
    await edit(`DELETE FROM audit_event WHERE chain = $1::text AND sequence > 5`);
    await rewrite();
    await edit('DELETE FROM signed_audit_head WHERE chain = $1::text');
    expect(await kinds()).toEqual([]);
    expect(await kinds(kept)).toEqual(['TAIL_CUT 6']);
    await appendOne(8);
    await appendOne(9);
    expect(await kinds(kept)).toEqual(['REWRITTEN 7']);
  });

  test('that somebody else has signed are told', async () => {
    await signing.sign(managementNow);
    await edit(
      `UPDATE signed_audit_head SET signature = decode(repeat('00', 64), 'hex') WHERE chain = $1::text`,
    );
    expect(await kinds()).toEqual(['REWRITTEN 7']);
  });

  test('wait for the next run when the file cannot be written', async () => {
    const parts = { storage: management.storage, metrics: createMetrics() };
    const blocked = new AuditHeadSigning({
      ...parts,
      logger: pino({ level: 'silent' }),
      signer: management.secrets.auditSigner,
      headsFile: directory,
    });
    await signing.start()();
    await expect(blocked.sign(managementNow)).rejects.toThrow('EISDIR');
    await blocked.start()();
    await signing.sign(managementNow);
    expect((await linesOf()).map(({ sequence }) => sequence)).toEqual(['7']);
  });
});

describe('the role of services', () => {
  test.each(['audit_event', 'audit_head', 'signed_audit_head'])(
    'changes and removes nothing in %s',
    async (table) => {
      for (const sql of [
        `UPDATE ${table} SET hash = ''`,
        `DELETE FROM ${table}`,
        `TRUNCATE ${table}`,
      ])
        await expect(
          management.query(`DO $$ BEGIN SET LOCAL ROLE gatehouse_app; ${sql}; END $$`),
        ).rejects.toThrow(`permission denied for table ${table}`);
    },
  );
});
