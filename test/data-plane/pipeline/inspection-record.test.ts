import { expect, test } from '@jest/globals';
import { listRuleOutcomes } from '../../../control-plane/domain/decision.ts';
import { readDecision } from '../../../control-plane/usage-ingest/record.ts';
import { HmacFingerprinter } from '../../../data-plane/config/fingerprinter.ts';
import type { ChatRequest, InferenceRequest } from '../../../data-plane/inference.ts';
import { describeCoverage } from '../../../data-plane/pipeline/prompt/coverage.ts';
import { encodeDecision } from '../../../data-plane/usage/encode-record.ts';
import { FRAME_BYTES_MAX } from '../../../data-plane/usage/frame.ts';
import { ProtoWriter } from '../../../data-plane/usage/proto-writer.ts';
import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import type { RuleOutcome } from '../../../policy/prompt-part/rule-outcome.ts';
import type { PromptPolicy } from '../../../policy/resource.ts';
import { usageContract } from '../../../proto/contract/usage.ts';
import { testPepper } from '../../support/configuration.ts';
import { answer, chatBody, doneEvent, stream, textEvent } from '../../support/faulty-provider.ts';
import { makeCall } from './call-fixture.ts';
import { blocking, blockingRule, guarded, secret } from './prompt-policy-fixture.ts';
import { useSoleProvider } from './provider-fixture.ts';
import { chatRequest, tenant } from './snapshot-fixture.ts';

/*
 * Goal: the decision says of each rule whether it ran, on what, and where it found something, whatever callers send; never what.
 * Method: calls through the stages of a node; the record goes through the encoding of the node and the reading of the control plane.
 */

const sole = useSoleProvider();
const mail = 'anna@corp.com';
const watching: PromptRule = {
  ...blockingRule,
  name: 'mails',
  detector: 'personal_data',
  action: 'flag',
};

interface Recorded {
  readonly change?: Partial<ChatRequest> | { readonly request: InferenceRequest };
  readonly policies?: readonly PromptPolicy[];
}

/** What the control plane keeps of one call, with ids in the form that it takes. */
async function recordOf({ change = {}, policies = [] }: Recorded) {
  const route = { ...guarded, ...('request' in change && { operation: 'embedding' as const }) };
  const gateway = sole.gatewayWith({ routes: [route], promptPolicies: policies });
  const request = 'request' in change ? change.request : { ...chatRequest, ...change };
  const sink = await makeCall(gateway, request);
  const decision = gateway.records[0]?.decision;
  const id = '018f0000-0000-7000-8000-000000000001';
  const owner = { tenantId: id, applicationId: id, apiKeyId: id, routeId: '', candidates: [] };
  const writer = new ProtoWriter();
  encodeDecision(writer, { ...decision, ...owner, attempts: [] });
  expect(writer.view().length).toBeLessThan(FRAME_BYTES_MAX / 4);
  const [wire] = usageContract.ReportRequest.deserialize(writer.view()).decisions;
  const read = readDecision(wire, new Date(Number(decision?.atUnixMs)));
  if (read === undefined) throw new Error('the control plane refuses the record');
  return { sink, facts: read.facts, rules: listRuleOutcomes(read.facts) };
}

const said = (text: string): Pick<ChatRequest, 'messages'> => ({
  messages: [
    { role: 'system', content: 'be kind' },
    { role: 'user', content: text },
  ],
});
const policyOf = (...rules: readonly PromptRule[]): PromptPolicy => ({ ...blocking, rules });
const { name: policy } = blocking;
const input = { policy, direction: 'input', reason: null };

test('a rule that ran says what it has read, one that had nothing to read does not say that it passed', async () => {
  const rules = [
    watching,
    { ...watching, name: 'asked', parts: ['user'] as const },
    { ...blockingRule, name: 'files', parts: ['file'] as const },
  ];
  const { rules: told, facts } = await recordOf({
    change: said('hello'),
    policies: [policyOf(...rules)],
  });
  const personal = { ...input, detector: 'personal_data', state: 'ran' };
  expect(told).toEqual([
    { ...personal, rule: 'mails', texts: 2, characters: 12 },
    { ...personal, rule: 'asked', texts: 1, characters: 5 },
    {
      ...{ ...input, rule: 'files', detector: 'secret', state: 'skipped', reason: 'no_such_part' },
      ...{ texts: 0, characters: 0 },
    },
  ]);
  expect(facts.findings).toEqual([]);
  expect(JSON.stringify(facts.coverage).length).toBeLessThan(300);
});

test('nothing is said of rules where no policy judges', async () => {
  const gateway = sole.gatewayWith({});
  await makeCall(gateway, chatRequest);
  expect(gateway.records[0]?.decision).toMatchObject({ coverage: [], findings: [] });
});

test('rules about lists of tokens are skipped, and the reply of a call that is blocked is never reached', async () => {
  const request: InferenceRequest = {
    ...{ operation: 'embedding', dialect: 'openai-embeddings', model: 'fast' },
    ...{ inputs: [[1, 2]], bare: false, dimensions: undefined, extra: {} },
  };
  const policies = [policyOf({ ...blockingRule, direction: 'both' })];
  const unread = await recordOf({ change: { request }, policies });
  const nothing = { state: 'skipped', texts: 0, characters: 0 };
  expect(unread.rules).toMatchObject([
    { direction: 'input', ...nothing, reason: 'token_lists' },
    { direction: 'output', ...nothing, reason: 'not_reached' },
  ]);
  const blocked = await recordOf({ change: said(secret), policies });
  expect(blocked.rules).toMatchObject([
    { direction: 'input', state: 'ran', texts: 2 },
    { direction: 'output', ...nothing, reason: 'blocked_before' },
  ]);
});

test('a rule about replies ran when the reply was looked at, on all of its texts', async () => {
  const policies = [policyOf({ ...blockingRule, direction: 'output' }, watching)];
  const { rules: told, sink } = await recordOf({ change: said('hello'), policies });
  expect(sink.calls).toEqual(['answer']);
  expect(told).toMatchObject([
    { rule: 'mails', direction: 'input', state: 'ran', texts: 2 },
    {
      rule: 'no secrets',
      direction: 'output',
      state: 'ran',
      reason: null,
      texts: 1,
      characters: 'Hello there'.length,
    },
  ]);
});

test('a request that cannot be read leaves rules that failed', async () => {
  let isRead = false;
  const messages = Object.defineProperty([], 'entries', {
    value: () => {
      if (isRead) return [].values();
      isRead = true;
      throw new Error('unreadable');
    },
  });
  const { rules, sink } = await recordOf({ change: { messages }, policies: [blocking] });
  expect(sink.error?.code).toBe('policy_error');
  expect(rules).toMatchObject([{ state: 'failed', reason: 'threw', texts: 0 }]);
});

test('of a rule that did not run it is kept how much it was given, also where that is as much as others have read', () => {
  const outcome = { policy, rule: 'own', detector: 'secret', direction: 'input' } as const;
  const all = { texts: 2, characters: 12 };
  const late: RuleOutcome = { ...outcome, state: 'timed_out', reason: 'not_reached', ...all };
  const ran: RuleOutcome = { ...outcome, state: 'ran', reason: undefined, ...all };
  const { coverage } = describeCoverage({
    ruleOutcomes: [ran, late],
    error: undefined,
    guard: undefined,
  });
  expect(coverage).toMatchObject([
    { ...all, rules: [{ texts: 0 }, { state: 'timed_out', ...all }] },
  ]);
});

test('a finding says where it stands by part, place and offsets, and which values are the same', async () => {
  const { facts } = await recordOf({
    change: {
      messages: [
        { role: 'system', content: `ask ${mail}` },
        { role: 'user', content: `${mail.toUpperCase()} or eve@corp.com` },
      ],
    },
    policies: [policyOf(watching)],
  });
  const [finding] = facts.findings;
  expect(finding).toMatchObject({
    kind: 'email',
    count: 3,
    parts: [
      { part: 'system', count: 1 },
      { part: 'user', count: 2 },
    ],
    places: [
      { place: 'messages.0', part: 'system', start: 4, end: 4 + mail.length },
      { place: 'messages.1', part: 'user', start: 0, end: mail.length },
      { place: 'messages.1', part: 'user', start: mail.length + 4 },
    ],
  });
  const [first, same, other] = finding?.places ?? [];
  expect(first?.fingerprint).toMatch(/^[0-9a-f]{32}$/);
  expect(same?.fingerprint).toBe(first?.fingerprint);
  expect(other?.fingerprint).not.toBe(first?.fingerprint);
  const nameOf = new HmacFingerprinter(testPepper.secret).forTenant(tenant.id);
  expect(first?.fingerprint).toBe(nameOf?.('email', mail));
  expect(JSON.stringify(facts).toLowerCase()).not.toContain('corp.com');
});

test('a value in a reply has the fingerprint that it has in what was sent, streamed or whole', async () => {
  const rule: PromptRule = { ...watching, direction: 'both' };
  const ask = async (stream: boolean) => {
    const { facts } = await recordOf({
      change: { ...said(mail), stream },
      policies: [policyOf(rule)],
    });
    return facts.findings.flatMap(({ places = [] }) => places);
  };
  sole.provider.behave(answer(chatBody.replace('Hello there', `Ask ${mail}.`)));
  const whole = await ask(false);
  sole.provider.behave(stream([textEvent('Ask anna@'), textEvent('corp.com.'), doneEvent]));
  for (const places of [whole, await ask(true)]) {
    const [sent, said] = places;
    expect(sent?.fingerprint).toMatch(/^[0-9a-f]{32}$/);
    const where = { place: 'choices.0', part: 'assistant', start: 4, end: 4 + mail.length };
    expect(said).toEqual({ ...where, fingerprint: sent?.fingerprint });
  }
});

test('no request and no number of policies makes a record that the control plane refuses', async () => {
  const kinds = `${mail} 4111 1111 1111 1111 DE89 3704 0044 0532 0130 ${secret} 10.1.2.3`;
  const rules = Array.from({ length: 32 }, (_, at): PromptRule => {
    const detector = at % 2 === 0 ? 'personal_data' : 'secret';
    return { ...watching, detector, name: `rule ${at}`, mode: at < 16 ? 'monitor' : 'enforce' };
  });
  const policies = Array.from({ length: 8 }, (_, at) => ({
    ...blocking,
    id: at === 0 ? blocking.id : `p${at}`,
    name: `policy ${at} ${'x'.repeat(40)}`,
    rules,
    appliesTo: { everywhere: true, applicationIds: [], workloads: [] },
  }));
  const { facts, rules: told } = await recordOf({
    change: said(`${kinds} `.repeat(200)),
    policies,
  });
  expect(facts.findings).toHaveLength(100);
  // Those that something follows from are kept first.
  expect(facts.findings.every(({ monitored }) => monitored === undefined)).toBe(true);
  expect(facts.findingsLeftOut).toBeGreaterThan(100);
  expect(facts.findings.flatMap(({ places }) => places ?? [])).toHaveLength(64);
  expect(Math.max(...facts.findings.map(({ places = [] }) => places.length))).toBe(16);
  expect([told?.length, facts.rulesLeftOut]).toEqual([200, 56]);
});
