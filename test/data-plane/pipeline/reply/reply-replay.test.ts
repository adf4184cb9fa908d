import { expect, test } from '@jest/globals';
import { toReplayedCall } from '../../../../control-plane/domain/impact/recorded-call.ts';
import { readDecision } from '../../../../control-plane/usage-ingest/record.ts';
import { encodeDecision } from '../../../../data-plane/usage/encode-record.ts';
import { ProtoWriter } from '../../../../data-plane/usage/proto-writer.ts';
import type { PromptRule } from '../../../../policy/inspect/prompt-rule.ts';
import { CallReplay } from '../../../../policy/replay/replay-call.ts';
import { createReplayWorld } from '../../../../policy/replay/world.ts';
import { usageContract } from '../../../../proto/contract/usage.ts';
import { textEvent } from '../../../support/faulty-provider.ts';
import { guarded } from '../prompt-policy-fixture.ts';
import { useSoleProvider } from '../provider-fixture.ts';
import {
  apiKey,
  application,
  grant,
  model,
  providersAt,
  targetOf,
  tenant,
} from '../snapshot-fixture.ts';
import {
  askStream,
  askWhole,
  finish,
  key,
  mail,
  noKeys,
  type Outcome,
  under,
  words,
} from './reply-fixture.ts';

/*
 * Goal: what a change request says of replies is what a node makes of them.
 * Method: the same replies through the stages of a node under each set of rules, and through a replay of the record of a node that only
 * watched, or had other rules; records go through the encoding of the node and the reading of the control plane.
 */

const sole = useSoleProvider();
const mails: PromptRule = { ...noKeys, name: 'mails', detector: 'personal_data' };
const watching = [noKeys, mails].map(
  (rule): PromptRule => ({ ...rule, direction: 'both', mode: 'monitor' }),
);
const blocking: PromptRule = { ...noKeys, name: 'stop-keys', action: 'block' };
const expiresAtMs = Date.now() + 60_000;
const excepting = (applicationId: string): PromptRule => ({
  ...blocking,
  exceptions: [
    {
      ...{ name: 'known', reason: 'known', ownerId: 'o1', expiresAtMs },
      applicationIds: [applicationId],
    },
  ],
});

const ruleSets: Readonly<Record<string, readonly PromptRule[]>> = {
  'only watches': watching,
  'takes out keys': [noKeys],
  'takes out both': [noKeys, mails],
  'blocks keys': [mails, blocking],
  'blocks two mails': [{ ...mails, action: 'block', minCount: 2 }],
  'blocks in both directions, and marks': [
    { ...blocking, direction: 'both' },
    { ...mails, action: 'flag' },
  ],
  'excepts this application': [excepting(application.id)],
  'excepts another one': [excepting('a2')],
};
const replies: readonly string[] = [
  words,
  `${words}use ${key} now`,
  `ask ${mail}`,
  `${key} and ${mail}, or bob@corp.com`,
];

/** What a node makes of a reply under these rules. */
async function call(rules: readonly PromptRule[], reply: string, isStream: boolean) {
  return isStream
    ? await askStream(sole, rules, [textEvent(reply), finish()])
    : await askWhole(sole, rules, [{ content: reply }]);
}

/** What a replay makes of the record of a call under these rules. */
function replay({ decision }: Outcome, rules: readonly PromptRule[]) {
  const id = '018f0000-0000-7000-8000-000000000001';
  const owner = { tenantId: id, applicationId: id, apiKeyId: id, routeId: '' };
  const writer = new ProtoWriter();
  encodeDecision(writer, { ...decision, ...owner, candidates: [], attempts: [] });
  const [wire] = usageContract.ReportRequest.deserialize(writer.view()).decisions;
  const read = readDecision(wire, new Date(Number(decision.atUnixMs)));
  const recorded = { key: apiKey, tokenIssuer: undefined, application };
  const replayed = read && toReplayedCall(read, recorded);
  if (replayed === undefined) throw new Error('the record does not say enough');
  const providers = new Map(providersAt(['']).map((one) => [one.id, one]));
  const world = createReplayWorld({
    tenant,
    grants: [grant],
    catalog: {
      providers,
      models: new Map([[model.id, model]]),
      targets: new Map([['x0', targetOf(0)]]),
    },
    routes: [guarded],
    promptPolicies: [under(...rules)],
  });
  const decided = new CallReplay(world).decide(replayed);
  return decided.kind === 'routed'
    ? { error: '', redacts: decided.replyRedacts }
    : { error: decided.kind === 'refused' ? decided.code : 'unknown' };
}

/** The same of what the node did. */
function didOf({ decision }: Outcome) {
  if (decision.errorCode !== '') return { error: decision.errorCode };
  const taken = decision.findings.filter(
    (one: { action: string; monitored: boolean; exception: string }) =>
      one.action === 'redact' && !one.monitored && one.exception === '',
  );
  const redacts: string[] = taken.map(({ kind }: { kind: string }) => kind);
  return { error: '', redacts: [...new Set(redacts)].toSorted() };
}

const cases = Object.keys(ruleSets).flatMap((name) => [
  [name, 'streamed', true] as const,
  [name, 'whole', false] as const,
]);

test.each(cases)(
  'a policy that %s does with a %s reply what a replay says',
  async (name, _, isStream) => {
    const rules = ruleSets[name] ?? [];
    for (const reply of replies) {
      const did = didOf(await call(rules, reply, isStream));
      expect([reply, replay(await call(watching, reply, isStream), rules)]).toEqual([reply, did]);
      expect([reply, replay(await call(rules, reply, isStream), rules)]).toEqual([reply, did]);
    }
  },
);

test('of a reply that nobody has looked at, or that was ended, it is not known what other rules would have found', async () => {
  const [, withKey = ''] = replies;
  const unseen = await call([{ ...noKeys, direction: 'input' }], withKey, true);
  expect(replay(unseen, [noKeys])).toEqual({ error: 'unknown' });
  expect(replay(unseen, [])).toEqual({ error: '', redacts: [] });
  const ended = await call([blocking], withKey, true);
  expect(replay(ended, [noKeys])).toEqual({ error: 'unknown' });
  expect(replay(ended, [mails])).toEqual({ error: 'unknown' });
  expect(replay(ended, [])).toEqual({ error: '', redacts: [] });
});

test('a call that was refused before it had a reply is judged by what was sent', async () => {
  const input: PromptRule = { ...blocking, direction: 'input' };
  const refused = await askStream(sole, [input, mails], [], {
    messages: [{ role: 'user', content: key }],
  });
  expect(refused.decision.errorCode).toBe('prompt_blocked');
  expect(replay(refused, [input, mails])).toEqual({ error: 'prompt_blocked' });
  expect(replay(refused, [{ ...input, mode: 'monitor' }, mails])).toEqual({
    error: '',
    redacts: [],
  });
});
