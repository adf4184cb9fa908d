import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { invalidInput } from '../../../control-plane/domain/errors.ts';
import {
  checkConditions,
  GRANT_WORKLOADS_MAX,
  type GrantConditions,
  isTightening,
} from '../../../control-plane/domain/grant.ts';
import { findGrant } from '../../../policy/authorise.ts';
import {
  type DataClass,
  dataClasses,
  type Environment,
  environments,
} from '../../../policy/resource.ts';
import { faultPathsOf } from '../../support/failure.ts';

const nowMs = Date.parse('2030-01-01T00:00:00Z');
const now = new Date(nowMs);
const until = (ms: number) => new Date(nowMs + ms);
const conditions = (
  workloads: readonly string[],
  notAfter: Date | null = null,
): GrantConditions => ({ workloads, notAfter });

describe('conditions of a grant', () => {
  test.each<[string, GrantConditions, readonly string[]]>([
    ['name workloads as keys do', conditions(['Chat Bot']), ['workloads.0']],
    ['name a workload once', conditions(['chat', 'chat']), ['workloads']],
    [
      'are bounded',
      conditions(Array.from({ length: GRANT_WORKLOADS_MAX + 1 }, (_, index) => `w${index}`)),
      ['workloads'],
    ],
    ['name regions as providers do', { ...conditions([]), regions: ['The Moon'] }, ['regions.0']],
    ['name a region once', { ...conditions([]), regions: ['eu', 'eu'] }, ['regions']],
    [
      'name a data class and an environment once',
      {
        ...conditions([]),
        dataClasses: ['public', 'public'],
        environments: ['staging', 'staging'],
      },
      ['dataClasses', 'environments'],
    ],
    ['end in the future', conditions([], now), ['notAfter']],
    ['end in a year that can be written', conditions([], new Date(8.64e15)), ['notAfter']],
  ])('%s', async (_rule, broken, paths) => {
    const work = () => {
      throw invalidInput(checkConditions(broken, now));
    };
    expect(await faultPathsOf(work)).toEqual(paths);
  });

  test('hold for every workload without an end', () => {
    expect(checkConditions(conditions([]), now)).toEqual([]);
    expect(checkConditions(conditions(['chat'], until(1)), now)).toEqual([]);
  });
});

describe('a change of conditions', () => {
  test.each<[string, boolean, GrantConditions, GrantConditions]>([
    ['to the same', true, conditions(['a'], until(5)), conditions(['a'], until(5))],
    ['from every workload to some', true, conditions([]), conditions(['a'])],
    ['from every workload to every', true, conditions([]), conditions([])],
    ['from some workloads to every', false, conditions(['a']), conditions([])],
    ['to fewer workloads', true, conditions(['a', 'b']), conditions(['b'])],
    ['to other workloads', false, conditions(['a']), conditions(['b'])],
    ['to more workloads', false, conditions(['a']), conditions(['a', 'b'])],
    ['to an end', true, conditions([]), conditions([], until(5))],
    ['to an earlier end', true, conditions([], until(5)), conditions([], until(4))],
    ['to a later end', false, conditions([], until(5)), conditions([], until(6))],
    ['to no end', false, conditions([], until(5)), conditions([])],
    ['from every region to one', true, conditions([]), { ...conditions([]), regions: ['eu'] }],
    ['from one region to every', false, { ...conditions([]), regions: ['eu'] }, conditions([])],
    ['to fewer workloads for longer', false, conditions(['a', 'b'], until(5)), conditions(['a'])],
  ])('%s counts as a tightening: %s', (_change, expected, from, to) => {
    expect(isTightening(from, to)).toBe(expected);
  });

  const workload = fc.constantFrom('a', 'b', 'c');
  const dataClass = fc.constantFrom<DataClass>('public', 'internal');
  const environment = fc.constantFrom<Environment>('staging', 'production');
  const anyConditions: fc.Arbitrary<GrantConditions> = fc.record({
    workloads: fc.uniqueArray(workload, { maxLength: 2 }),
    dataClasses: fc.uniqueArray(dataClass, { maxLength: 2 }),
    environments: fc.uniqueArray(environment, { maxLength: 2 }),
    regions: fc.uniqueArray(fc.constantFrom('eu', 'us'), { maxLength: 2 }),
    notAfter: fc.option(fc.integer({ min: 1, max: 6 }).map(until), { nil: null }),
  });
  const question = fc.record({
    application: fc.record({
      id: fc.constantFrom('mine', 'other'),
      dataClass: fc.constantFrom<DataClass>('public', 'internal', 'restricted'),
      environment: fc.constantFrom<Environment>('staging', 'production', 'development'),
    }),
    region: fc.constantFrom('eu', 'us', ''),
    modelId: fc.constantFrom('model', 'another'),
    workload: fc.constantFrom('a', 'b', 'c', 'unheard-of'),
    nowMs: fc.integer({ min: 0, max: 7 }).map((ms) => nowMs + ms),
  });
  const grantOf = ({ notAfter, ...lists }: GrantConditions, applicationId: string | undefined) => ({
    id: 'grant',
    tenantId: 'tenant',
    applicationId,
    modelId: 'model',
    ...lists,
    notAfterMs: notAfter?.getTime(),
  });
  const applicationOf = fc.option(fc.constant('mine'), { nil: undefined });

  test('that counts as a tightening never allows a call that was refused before', () => {
    fc.assert(
      fc.property(
        anyConditions,
        anyConditions,
        applicationOf,
        fc.array(question, { minLength: 20, maxLength: 20 }),
        (from, to, applicationId, questions) => {
          fc.pre(isTightening(from, to));
          for (const call of questions) {
            const isAllowed = findGrant([grantOf(to, applicationId)], call) !== undefined;
            const wasAllowed = findGrant([grantOf(from, applicationId)], call) !== undefined;
            expect(isAllowed && !wasAllowed).toBe(false);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('that does not count as one allows some call that was refused before', () => {
    const calls = ['a', 'b', 'c', 'unheard-of'].flatMap((name) =>
      dataClasses.flatMap((ofData) =>
        environments.flatMap((ofEnvironment) =>
          ['eu', 'us', ''].flatMap((region) =>
            [0, 1, 2, 3, 4, 5, 6, 7].map((ms) => ({
              application: { id: 'mine', dataClass: ofData, environment: ofEnvironment },
              region,
              modelId: 'model',
              workload: name,
              nowMs: nowMs + ms,
            })),
          ),
        ),
      ),
    );
    fc.assert(
      fc.property(anyConditions, anyConditions, (from, to) => {
        fc.pre(!isTightening(from, to));
        const isLooser = calls.some(
          (call) =>
            findGrant([grantOf(to, 'mine')], call) !== undefined &&
            findGrant([grantOf(from, 'mine')], call) === undefined,
        );
        expect(isLooser).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
