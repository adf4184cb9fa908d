import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createAuthority, TestCertificates } from '../support/certificates.ts';
import { countConfigStreams, readShownSerial } from '../support/certified-control-plane.ts';
import { eventually } from '../support/eventually.ts';
import { sized } from '../support/form.ts';
import { type NodeProcess, revisionOf } from '../support/house-process.ts';
import { MutationLoad } from '../support/oracle/mutation-load.ts';
import { OracleHouse } from '../support/oracle/oracle-house.ts';

const ROTATIONS = sized(1, 6);
const REVOCATIONS = sized(1, 3);
/** Answers and commits between two steps. */
const PROGRESS = sized(5, 100);
/** The door looks at files and revocations every few seconds, and a node that was turned away dials again after at most 15 s. */
const PATIENCE_MS = 60_000;
const TEST_MS = sized(120_000, 600_000);

async function stateOf({ adminUrl }: NodeProcess): Promise<string> {
  return String(Object(await (await fetch(`${adminUrl}/config`)).json()).state);
}

/**
 * Goal: who may speak to whom changes while traffic and commits go on, and neither notices. Method: both planes as
 * processes with certificates, a load whose every answer is known, and a stream of mutations.
 */
describe('with certificates, under load', () => {
  const certificates = new TestCertificates();
  let stage: OracleHouse;
  let mutations: MutationLoad;
  beforeAll(async () => {
    stage = await OracleHouse.start(certificates);
  }, 90_000);
  afterAll(async () => {
    await stage?.[Symbol.asyncDispose]();
    certificates[Symbol.dispose]();
  });
  afterEach(async () => {
    await mutations?.stop();
    await stage.endLoad();
  });

  const startMutations = (prefix: string) => {
    mutations = new MutationLoad(stage.house.admin, prefix);
  };
  /** Resolves when so many more mutations have succeeded and the node enforces the last of them. */
  const awaitEnforcedCommits = async (node: NodeProcess) => {
    const revision = await mutations.awaitMoreSuccesses(PROGRESS);
    await eventually(
      async () => expect(await revisionOf(node)).toBeGreaterThanOrEqual(revision),
      PATIENCE_MS,
    );
  };

  test(
    'mtls-rotation: authorities come and go, no stream and no answer is lost',
    async () => {
      const { node, controlPlane } = stage.house;
      const load = stage.startLoad();
      startMutations('rotation');
      await awaitEnforcedCommits(node);
      const streamCount = await countConfigStreams(node);
      let { authority } = certificates;
      const rotate = async (draft: object) => {
        const before = await readShownSerial(controlPlane.configAddress);
        certificates.node('node-1', draft);
        certificates.controlPlane(draft);
        await eventually(
          async () => expect(await readShownSerial(controlPlane.configAddress)).not.toBe(before),
          PATIENCE_MS,
        );
      };
      for (let rotation = 0; rotation < ROTATIONS; rotation += 1) {
        const next = createAuthority();
        const both = `${authority.certificate}${next.certificate}`;
        await rotate({ authority, trust: both });
        await rotate({ authority: next, trust: both });
        await rotate({ authority: next, trust: next.certificate });
        authority = next;
        await load.awaitMoreAnswers(PROGRESS);
        await awaitEnforcedCommits(node);
      }
      expect(await countConfigStreams(node)).toBe(streamCount);
      // What is trusted at last is what a new dial needs.
      await stage.house.controlPlane.program.end('SIGTERM');
      controlPlane.start();
      await controlPlane.awaitReady();
      await awaitEnforcedCommits(node);
      await mutations.stop();
      for (const { refusal } of mutations.refused) expect(refusal).toMatch(/fetch failed/);
      await stage.endLoad();
      expect(load.cutCount).toBe(0);
      await stage.awaitEveryAnswerCounted();
    },
    TEST_MS,
  );

  test(
    'identity-revoked: a node loses its stream in time, hears nothing more, and serves what it holds',
    async () => {
      const { admin, node } = stage.house;
      const load = stage.startLoad();
      startMutations('revocation');
      for (let round = 0; round < REVOCATIONS; round += 1) {
        await awaitEnforcedCommits(node);
        const input = { id: 'node-1', reason: 'the machine was stolen' };
        const revoked = await admin.mutate(
          'revokeNode',
          input,
          '... on NodeRevoked { __typename }',
        );
        expect(revoked['__typename']).toBe('NodeRevoked');
        await eventually(
          async () => expect(await stateOf(node)).toBe('SERVING_STALE'),
          PATIENCE_MS,
        );
        const held = await revisionOf(node);
        await mutations.awaitMoreSuccesses(PROGRESS);
        await load.awaitMoreAnswers(PROGRESS);
        expect(await revisionOf(node)).toBe(held);
        await admin.mutate('admitNode', { id: 'node-1' }, '');
        await eventually(async () => expect(await stateOf(node)).toBe('IN_SYNC'), PATIENCE_MS);
      }
      await awaitEnforcedCommits(node);
      await mutations.stop();
      await stage.endLoad();
      expect(load.cutCount).toBe(0);
      await stage.awaitEveryAnswerCounted();
    },
    TEST_MS,
  );
});
