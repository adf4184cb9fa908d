import { expect, test } from '@jest/globals';
import {
  type SimulatedCall,
  type SimulatedWorld,
  simulate,
} from '../../../control-plane/domain/route-simulation.ts';
import { noBudgetFacts } from '../../../policy/fact.ts';
import {
  sampleModel,
  sampleProvider,
  sampleRoute,
  sampleRule,
  sampleTarget,
} from '../../policy/sample.ts';

/*
 * Goal: a simulated call says no more than a call to a node could, so that no condition has more to read here than there.
 * Method: texts one character beyond the bounds of nodes, refused before any condition is asked.
 */

const world: SimulatedWorld = {
  route: sampleRoute([sampleRule({})]),
  catalog: {
    targets: new Map([['a', sampleTarget('a')]]),
    models: new Map([['model-1', sampleModel('model-1')]]),
    providers: new Map([['provider-1', sampleProvider('provider-1')]]),
  },
  tenant: { id: 't', name: 't' } as SimulatedWorld['tenant'],
  application: { id: 'a', name: 'a' } as SimulatedWorld['application'],
  apiKey: undefined,
  isGranted: () => true,
  signals: new Map(),
  draw: 0,
  isRampHalted: false,
};
const call: SimulatedCall = {
  workload: undefined,
  stream: false,
  tools: false,
  vision: false,
  files: false,
  jsonSchema: false,
  reasoning: false,
  inputTokens: 1,
  maxOutputTokens: 0,
  promptPrefix: '',
  promptVerdict: 'clean',
  budget: noBudgetFacts,
  nodeRegion: '',
  at: new Date(0),
  claimed: {},
};

test.each<[string, Partial<SimulatedCall>, string]>([
  ['a claimed value', { claimed: { a: 'x'.repeat(257) } }, 'call.claimed'],
  ['the name of a claimed value', { claimed: { ['x'.repeat(65)]: 'a' } }, 'call.claimed'],
  ['a workload', { workload: 'x'.repeat(129) }, 'call.workload'],
  ['what is left', { budget: { leftNanoUsd: -1, leftPerMille: 7 } }, 'call.budgetLeftNanoUsd'],
  ['a share', { budget: { leftNanoUsd: 7, leftPerMille: 1_001 } }, 'call.budgetLeftPerMille'],
  ['a region', { nodeRegion: 'x'.repeat(129) }, 'call.nodeRegion'],
])('%s that is out of bounds is refused', (_, changes, path) => {
  const asked = () => simulate({ ...call, ...changes }, world);
  expect(asked).toThrow(
    expect.objectContaining({
      failure: expect.objectContaining({ faults: [expect.objectContaining({ path })] }),
    }),
  );
});

test('texts within the bounds are decided on', () => {
  const claimed = { ['x'.repeat(64)]: 'x'.repeat(256) };
  expect(simulate({ ...call, claimed, workload: 'x'.repeat(128) }, world).fault).toBeNull();
});
