import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { resealSecrets } from '../../control-plane/jobs/reseal-secrets.ts';
import { TenantPurge } from '../../control-plane/jobs/tenant-purge.ts';
import { Envelope } from '../../control-plane/secrets/envelope.ts';
import type { Changed } from '../../control-plane/services/mutation.ts';
import { ReviewRequired } from '../../control-plane/services/review/review-required.ts';
import { PLATFORM } from '../../control-plane/storage/storage.ts';
import { createMetrics } from '../../control-plane/telemetry/metrics.ts';
import { PlanningHouse } from '../control-plane/services/config-plan-house.ts';
import { createSeededDraw } from '../policy/sample.ts';
import { freshName } from '../support/catalog.ts';
import { CrashStage } from '../support/crash-stage.ts';
import { createKeys } from '../support/family.ts';
import { sized } from '../support/form.ts';
import { createApproval, requestGrant } from '../support/grant.ts';
import { call, type Management } from '../support/management.ts';
import { announceSeed } from '../support/seed.ts';

/** Crashes of each change, the first of them while the answer to its COMMIT is on the way. */
const ROUNDS = sized(2, 12);
const JOB_ROUNDS = sized(1, 8);
const PLANNED = 300;
const TEST_MS = sized(60_000, 240_000);

/** A change that a caller may repeat, and what is seen of it in the database: FROM clauses that count its rows and its entry in the log. */
interface Deed {
  act(): Promise<Changed<unknown>>;
  readonly rows: string;
  readonly rowCount: number;
  readonly entry: string;
}

/**
 * Goal: Postgres may die in the middle of anything: it is made whole, with one revision and one audit entry, or not at all, and
 * whoever repeats the call hears the one answer. Method: a cluster of its own that is killed at moments drawn by a seed, and before
 * an answer that a relay keeps back.
 */
describe('apply-outage', () => {
  const draw = createSeededDraw(announceSeed('apply-outage'));
  let stage: CrashStage;
  let management: Management;
  let house: PlanningHouse;
  beforeAll(async () => {
    stage = await CrashStage.open();
    management = stage.management;
    house = await PlanningHouse.open(management);
  }, 90_000);
  afterAll(async () => {
    await stage?.[Symbol.asyncDispose]();
  });

  async function stateOf({ rows, entry }: Deed) {
    return {
      rows: await stage.count(rows),
      entries: await stage.count(entry),
      head: await stage.readHead(),
    };
  }

  /** Crashes the change at its moments, each time with a change of its own. */
  async function expectWhole(prepare: () => Promise<Deed>): Promise<void> {
    const first = await prepare();
    const length = await stage.lengthOf(() => first.act());
    for (let round = 0; round < ROUNDS; round += 1) {
      const deed = await prepare();
      const moment = round === 0 ? 'answer' : 1 + Math.floor(draw() * length);
      const head = await stage.readHead();
      const [none, whole] = [
        { rows: 0, entries: 0, head },
        { rows: deed.rowCount, entries: 1, head: head + 1 },
      ];
      const told = await stage.crashAt(moment, deed.act);
      const left = await stateOf(deed);
      const isMade = left.head !== head;
      expect([moment, left]).toEqual([moment, isMade ? whole : none]);
      if (told !== undefined || moment === 'answer')
        expect([moment, isMade]).toEqual([moment, true]);
      const again = await deed.act();
      expect(again).toMatchObject({ repeated: isMade, revision: BigInt(head + 1) });
      expect(await stateOf(deed)).toEqual(whole);
      expect(await deed.act()).toEqual({ ...again, repeated: true });
    }
    expect(await stage.count(`pg_stat_activity WHERE state LIKE 'idle in transaction%'`)).toBe(0);
  }

  const entryOf = (action: string, object: string) =>
    `audit_event WHERE action = '${action}' AND object = '${object}'`;

  test(
    'applyPlan of hundreds of resources',
    () =>
      expectWhole(async () => {
        // Of a tenant of its own, which may have so many.
        const fresh = await PlanningHouse.open(management);
        const name = freshName('planned');
        const names = Array.from({ length: PLANNED }, (_, at) => `${name}-${at}`);
        const plan = await fresh.plan(fresh.write(...names.map((one) => fresh.application(one))));
        const key = freshName('key');
        return {
          act: () => fresh.apply(plan, { key }),
          rows: `application WHERE name LIKE '${name}-%'`,
          rowCount: PLANNED,
          entry: entryOf('config-plan.apply', `config-plan/${plan.id}`),
        };
      }),
    TEST_MS,
  );

  test(
    'applyChange of a reviewed plan',
    () =>
      expectWhole(async () => {
        const name = freshName('reviewed');
        const documents = house.write(
          house.application(name),
          house.route(name),
          house.grant(name, { application: name, workloads: [name] }),
        );
        const { services } = management;
        const outcome: unknown = await house
          .apply(await house.plan(documents))
          .catch((thrown: unknown) => thrown);
        if (!(outcome instanceof ReviewRequired)) throw outcome;
        const { id, digest } = outcome.changeRequest;
        const approval = { id, digest, comment: null, isApplied: false };
        const { reviewer } = house.approval;
        await services.changeRequests.approve(reviewer, call('approveChange'), approval);
        const named = call('applyChange', { id }, freshName('key'));
        return {
          act: () => services.changeRequests.apply(house.author, named, id),
          rows: `(SELECT name FROM application UNION ALL SELECT name FROM route
            UNION ALL SELECT workloads[1] FROM model_grant) AS made WHERE name = '${name}'`,
          rowCount: 3,
          entry: entryOf('change-request.apply', `change-request/${id}`),
        };
      }),
    TEST_MS,
  );

  test(
    'applyEmergency',
    () =>
      expectWhole(async () => {
        const { services, admin } = management;
        // Of a tenant of its own, in which nobody has broken the glass too often.
        const { id } = await requestGrant(management, await createApproval(management), {
          workloads: [freshName('workload')],
        });
        const order = { id, reason: 'Callers are down.', incidentId: 'INC-7' };
        const named = call('applyEmergency', order, freshName('key'));
        return {
          act: () => services.emergencyChanges.apply(admin, named, order),
          rows: `model_grant WHERE change_request_id = '${id}'`,
          rowCount: 1,
          entry: entryOf('change-request.apply-emergency', `change-request/${id}`),
        };
      }),
    TEST_MS,
  );

  test(
    'rotateApiKey, whose secret is shown once or never',
    () =>
      expectWhole(async () => {
        const { services, admin } = management;
        const [id = ''] = await createKeys(management, house.approval, 1);
        const order = { id, expectedVersion: 1, overlapSeconds: 60, notAfter: undefined };
        const named = call('rotateApiKey', order, freshName('key'));
        return {
          act: async () => {
            const { secret: _shown, ...changed } = await services.apiKeys.rotate(
              admin,
              named,
              order,
            );
            return changed;
          },
          rows: `api_key WHERE replaces_id = '${id}'`,
          rowCount: 1,
          entry: entryOf('api-key.rotate', `api-key/${id}`),
        };
      }),
    TEST_MS,
  );

  test(
    'the purge of a tenant, which is gone on with',
    async () => {
      const { services, admin, storage } = management;
      const logger = pino({ level: 'silent' });
      const job = new TenantPurge({ storage, logger, metrics: createMetrics() });
      let length = 0;
      for (let round = 0; round <= JOB_ROUNDS; round += 1) {
        const doomed = await createApproval(management);
        const { id, name } = doomed.tenant;
        await createKeys(management, doomed, 12);
        const order = { id, expectedVersion: 1, reason: 'Left.', confirmName: name };
        await services.tenants.delete(admin, call('deleteTenant'), order);
        await management.query('UPDATE tenant SET purge_after = now() WHERE id = $1', [id]);
        const head = await stage.readHead();
        const purge = () => job.purge(4);
        if (round === 0) length = await stage.lengthOf(purge);
        else {
          await stage.crashAt(1 + Math.floor(draw() * length), purge);
          await purge();
        }
        const left = ['tenant WHERE id', 'application WHERE tenant_id', 'api_key WHERE tenant_id'];
        for (const one of left)
          expect([one, await stage.count(`${one} = '${id}'`)]).toEqual([one, 0]);
        for (const action of ['tenant.purge', 'tenant.purged'])
          expect(await stage.count(entryOf(action, `tenant/${id}`))).toBe(1);
        const since = `(SELECT DISTINCT revision FROM config_change WHERE revision > ${head}) AS made`;
        expect(await stage.count(since)).toBe((await stage.readHead()) - head);
      }
    },
    TEST_MS,
  );

  test(
    'the change of the master key, which is begun again',
    async () => {
      const { storage, query } = management;
      const logger = pino({ level: 'silent' });
      const first = createHash('sha256').update(management.url).digest();
      const list = () => storage.read(PLATFORM, ({ sealedValues }) => sealedValues.list());
      const read = async (envelope: Envelope) =>
        (await list()).map(({ name, sealed }) => [
          name,
          envelope.open(sealed, name).toString('hex'),
        ]);
      const before = await read(new Envelope(first));
      let length = 0;
      let key: Buffer = first;
      for (let round = 0; round <= JOB_ROUNDS; round += 1) {
        // What comes later in this file finds the key that it knows.
        const next = round === JOB_ROUNDS ? first : randomBytes(32);
        const resealed = `audit_event WHERE action = 'secret.reseal'`;
        const entries = await stage.count(resealed);
        const envelope = new Envelope(next, key);
        const reseal = () => resealSecrets({ storage, logger, envelope });
        if (round === 0) length = await stage.lengthOf(reseal);
        else {
          await stage.crashAt(1 + Math.floor(draw() * length), reseal);
          // The replica that died had its turn; its time is over.
          await query('UPDATE lease SET expires_at = clock_timestamp()');
          await reseal();
        }
        expect(await read(new Envelope(next))).toEqual(before);
        expect(await stage.count(resealed)).toBe(entries + before.length);
        key = next;
      }
    },
    TEST_MS,
  );
});
