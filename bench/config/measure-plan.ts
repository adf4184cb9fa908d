import { z } from 'zod';
import { GraphqlClient } from '../../deploy/local/demo/graphql-client.ts';
import type { ConfigHouse } from './config-house.ts';
import { type Sheet, stallFigure } from './figure.ts';
import type { BenchSize } from './size.ts';

const applicationCount = 400;
const policyCount = 100;
const routeCount = 500;
/** Source: issue of governance. */
const applyMsMax = 5_000;

const planned = z.looseObject({ plan: z.object({ id: z.string(), digest: z.string() }) });
const applied = z.looseObject({ revision: z.string() });

/** What a thousand resources cost as documents: to plan, and to apply as one revision; new ones first, then an edit of each. */
export async function measurePlan(
  house: ConfigHouse,
  sheet: Sheet,
  size: BenchSize,
): Promise<void> {
  await house.growTo(size.tenantsSmall);
  const controlPlane = await house.startControlPlane();
  await house.awaitReady(controlPlane);
  const client = new GraphqlClient(
    `http://127.0.0.1:${controlPlane.graphqlPort}/graphql`,
    house.home.secrets.bootstrapToken,
    house.closing.signal,
  );
  const resourceCount = applicationCount + policyCount + routeCount;
  for (const [what, weight] of [
    ['new', 1],
    ['edited', 2],
  ] as const) {
    await controlPlane.process.rest();
    await controlPlane.process.ask();
    const about = `${resourceCount} ${what} resources`;
    const plan = await time(() => planAll(client, weight));
    const { plan: made } = plan.value;
    const apply = await time(async () =>
      applied.parse(
        await client.mutate(
          'applyPlan',
          { planId: made.id, expectedDigest: made.digest },
          '... on PlanApplied { revision }',
        ),
      ),
    );
    const held = await controlPlane.process.ask();
    if (Number(apply.value.revision) !== (await house.readHead()))
      throw new Error('the plan is not the newest revision');
    sheet.add(
      { about: `plan of ${about}`, value: plan.tookMs, unit: 'ms' },
      {
        about: `apply of ${about}, one revision`,
        value: apply.tookMs,
        unit: 'ms',
        aim: applyMsMax,
      },
      stallFigure('longest stall of the control plane meanwhile', held),
    );
  }
  await controlPlane.process.stop();
}

async function planAll(client: GraphqlClient, weight: number) {
  const input = { documents: writeAll(weight), owner: 'bench' };
  return planned.parse(
    await client.mutate('planConfig', input, '... on ConfigPlanned { plan { id digest } }'),
  );
}

function writeAll(weight: number): string {
  const document = (kind: string, name: string, spec: string) =>
    `apiVersion: gatehouse/v1\nkind: ${kind}\nmetadata: {name: ${name}, tenant: tenant-0}\nspec: ${spec}\n`;
  const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);
  const team = `{team: team-${weight}, environment: production, dataClass: internal, rolloutStage: pilot}`;
  const rules = `{rules: [{name: keys-${weight}, detector: secret, action: block}]}`;
  const split = `[{target: target-0, weight: ${weight}}, {target: target-1, weight: 1}]`;
  return [
    ...numbers(applicationCount).map((n) => document('Application', `app-${n}`, team)),
    ...numbers(policyCount).map((n) => document('PromptPolicy', `policy-${n}`, rules)),
    ...numbers(routeCount).map((n) =>
      document(
        'Route',
        `route-${n}`,
        `{operation: chat, promptPolicy: policy-${n % policyCount}, rules: [{name: all, split: ${split}}]}`,
      ),
    ),
  ].join('---\n');
}

async function time<Value>(work: () => Promise<Value>) {
  const startedAtMs = performance.now();
  const value = await work();
  return { value, tookMs: performance.now() - startedAtMs };
}
