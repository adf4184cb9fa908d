import { expect, test } from '@jest/globals';
import { outsideName } from '../../../policy/inspect/outside/outside-kind.ts';
import { resource, type TestResource } from '../../support/configuration.ts';
import { build, built, good, receive, replaced } from './snapshot-fixture.ts';

/** Goal: a policy asks detectors of its own tenant only, as they were registered, and what is no detector holds its tenant back. */
const outside = (tenantId: string, change: object = {}): TestResource =>
  resource(
    'outside_detector',
    { id: `detector-${tenantId}`, tenantId },
    {
      tenantId,
      name: 'moderation',
      protocol: 'http',
      address: 'https://detector.example.com/inspect',
      kinds: ['insult'],
      timeoutMs: 500,
      batchSize: 8,
      ...change,
    },
  );
const asking = (change: object): TestResource =>
  resource(
    'prompt_policy',
    { id: 'policy-x', tenantId: 'a' },
    {
      tenantId: 'a',
      name: 'x',
      rules: [{ name: 'ask', detector: 'outside', action: 'block', ...change }],
      appliesTo: { everywhere: true, applicationIds: [], workloads: [] },
    },
  );
const both = [...good, outside('a'), outside('b')];

test('a rule finds the detector of its tenant, with what it fails by and how long it waits', () => {
  const rule = asking({ outsideDetectorId: 'detector-a', onFailure: 'open', timeoutMs: 50 });
  const { snapshot, heldBack } = built(receive([...both, rule]));
  expect(heldBack.size).toBe(0);
  const [attached] = snapshot.routes.get('route-a')?.attached ?? [];
  const name = outsideName('detector-a');
  expect(attached?.policy.outside).toEqual([name]);
  expect(attached?.policy.findOutside(name)).toEqual({
    id: 'detector-a',
    tenantId: 'a',
    name: 'moderation',
    protocol: 'http',
    address: 'https://detector.example.com/inspect',
    kinds: ['insult'],
    timeoutMs: 500,
    batchSize: 8,
  });
  expect(attached?.policy.findOutside(outsideName('detector-b'))).toBeUndefined();
  expect(attached?.policy.rules).toMatchObject([{ onFailure: 'open', timeoutMs: 50 }]);
});

test('a change of a detector reaches the policies that ask it', () => {
  const rule = asking({ outsideDetectorId: 'detector-a' });
  const before = built(receive([...both, rule]));
  const next = replaced([...both, rule], outside('a', { timeoutMs: 900 }));
  const { snapshot } = built(receive(next, 2n), before);
  const [attached] = snapshot.routes.get('route-a')?.attached ?? [];
  expect(attached?.policy.findOutside(outsideName('detector-a'))?.timeoutMs).toBe(900);
});

test.each<[string, TestResource]>([
  ['a rule that asks one of another tenant', asking({ outsideDetectorId: 'detector-b' })],
  ['a rule that asks and names none', asking({})],
  [
    'a rule that names one and asks another',
    asking({ detector: 'secret', outsideDetectorId: 'detector-a' }),
  ],
  [
    'a rule that fails in a way that nobody knows',
    asking({ outsideDetectorId: 'detector-a', onFailure: 'maybe' }),
  ],
  ['one without a kind', outside('a', { kinds: [] })],
  ['one with a kind that is none', outside('a', { kinds: ['../x'] })],
  ['one at a file', outside('a', { address: 'file:///etc/passwd' })],
  ['one of another protocol', outside('a', { protocol: 'smtp' })],
  ['one that is never waited for', outside('a', { timeoutMs: 0 })],
  ['one that takes a million texts', outside('a', { batchSize: 1_000_000 })],
  ['one that says that it is of another tenant', outside('a', { tenantId: 'b' })],
])('%s holds back its tenant, and no other', (_, bad) => {
  const before = built(receive(both));
  const next = both.some(({ id }) => id === bad.id) ? replaced(both, bad) : [...both, bad];
  const result = build(receive(next, 2n), before);
  if (result.kind !== 'built') throw new Error('the whole was rejected');
  expect([...result.built.heldBack.keys()]).toEqual(['a']);
});
