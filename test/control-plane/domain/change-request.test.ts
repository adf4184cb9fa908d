import { describe, expect, test } from '@jest/globals';
import {
  advance,
  type ChangeRequest,
  type ChangeRequestDraft,
  createChangeRequest,
  digestOf,
  editChangeRequest,
  type ReviewedContent,
  requireDigest,
} from '../../../control-plane/domain/change-request.ts';
import { revokeGrant } from '../../../control-plane/domain/grant.ts';
import { createPrincipal, type PrincipalKind } from '../../../control-plane/domain/principal.ts';
import { applyProposal } from '../../../control-plane/domain/review/grant-proposal.ts';
import { demandOf } from '../../../control-plane/domain/review/quorum.ts';
import {
  createReview,
  requireRequester,
  requireReviewer,
} from '../../../control-plane/domain/review/review.ts';
import { standingSentence } from '../../../control-plane/domain/review/standing.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';

const now = new Date('2030-01-01T00:00:00Z');
const later = new Date('2030-06-01T00:00:00Z');

type Draft = ChangeRequestDraft<'grant'>;
const draft = (change: Partial<Draft> = {}): Draft => ({
  kind: 'grant',
  base: null,
  demand: demandOf({ quorum: 1, roles: [] }),
  risk: null,
  authors: ['asker'],
  isDraft: false,
  rollbackOfId: null,
  tenantId: 'tenant',
  subjectId: 'grant',
  baseVersion: 0,
  proposal: { applicationId: 'app', modelId: 'model', workloads: ['chat'], notAfter: null },
  reason: 'The help desk needs it.',
  requestedBy: 'asker',
  ...change,
});
const request = (change: Partial<Draft> = {}): ChangeRequest<'grant'> =>
  createChangeRequest('request', draft(change), now);
const principal = (id: string, kind: PrincipalKind = 'human') =>
  createPrincipal(
    id,
    { tenantId: null, kind, name: id, email: null, roles: ['platform-admin'] },
    now,
  );

describe('the digest', () => {
  const content: ReviewedContent<'grant'> = {
    kind: 'grant',
    subjectId: 'grant',
    baseVersion: 3,
    tenantId: 'tenant',
    proposal: { applicationId: null, modelId: 'model', workloads: ['a', 'b'], notAfter: later },
  };

  test('is the same on every machine and release', () => {
    expect(digestOf(content)).toBe(
      '57e8c043bf6496d836c9bf4ab3a9851501a1e6c2526888ed74d07a3914e870e3',
    );
  });

  test('does not depend on the order in which fields are written, nor on fields beside', () => {
    const { proposal, ...rest } = content;
    const { notAfter, workloads, modelId, applicationId } = proposal;
    const shuffled = {
      proposal: { notAfter, workloads, modelId, applicationId, beside: 1 },
      ...rest,
      reason: 'not reviewed',
    };
    expect(digestOf(shuffled)).toBe(digestOf(content));
  });

  test('is what it was before there were conditions, where there are none', () => {
    const proposal = { ...content.proposal, dataClasses: [], environments: [], regions: undefined };
    expect(digestOf({ ...content, proposal })).toBe(digestOf(content));
  });

  test.each<[string, ReviewedContent]>([
    ['subject', { ...content, subjectId: 'other' }],
    ['base version', { ...content, baseVersion: 4 }],
    ['tenant', { ...content, tenantId: 'other' }],
    ['application', { ...content, proposal: { ...content.proposal, applicationId: 'app' } }],
    ['model', { ...content, proposal: { ...content.proposal, modelId: 'other' } }],
    ['workloads', { ...content, proposal: { ...content.proposal, workloads: ['a'] } }],
    ['end', { ...content, proposal: { ...content.proposal, notAfter: null } }],
    ['data classes', { ...content, proposal: { ...content.proposal, dataClasses: ['public'] } }],
    ['environments', { ...content, proposal: { ...content.proposal, environments: ['staging'] } }],
    ['regions', { ...content, proposal: { ...content.proposal, regions: ['eu'] } }],
  ])('changes with the %s', (_field, other) => {
    expect(digestOf(other)).not.toBe(digestOf(content));
  });
});

describe('a change request', () => {
  test('begins in review, with the digest of its content', () => {
    const made = request();
    expect(made).toMatchObject({ state: 'in_review', version: 1, kind: 'grant' });
    expect(made.digest).toBe(digestOf(made));
  });

  test.each<[string, Partial<Draft>, readonly string[]]>([
    ['says why', { reason: '  ' }, ['reason']],
    ['has no control characters', { reason: 'a\u0000b' }, ['reason']],
    ['is not endless', { reason: 'x'.repeat(2_001) }, ['reason']],
    [
      'asks for conditions that can hold',
      { proposal: { applicationId: null, modelId: 'm', workloads: [], notAfter: now } },
      ['notAfter'],
    ],
  ])('%s', async (_rule, change, paths) => {
    expect(await faultPathsOf(() => request(change))).toEqual(paths);
  });

  test('may give its reason in several lines', () => {
    expect(request({ reason: 'One.\n\tTwo.' }).reason).toBe('One.\n\tTwo.');
  });

  test.each([
    ['asker', 'human', 'You asked for this change yourself'],
    ['robot', 'service', 'A service cannot review'],
  ] as const)('is not reviewed by the %s, a %s', async (id, kind, sentence) => {
    expect(await failureOf(() => requireReviewer(request(), principal(id, kind)))).toMatchObject({
      code: 'PERMISSION_DENIED',
      permission: 'grant:review',
      message: expect.stringContaining(sentence),
    });
  });

  test('is reviewed by another person, and withdrawn by the requester alone', async () => {
    requireReviewer(request(), principal('reviewer'));
    requireRequester(request(), principal('asker'));
    const failure = await failureOf(() => requireRequester(request(), principal('reviewer')));
    expect(failure.code).toBe('PERMISSION_DENIED');
  });

  test('is bound to its digest, and to what is stored under it', async () => {
    const made = request();
    requireDigest(made, made.digest);
    expect(await faultPathsOf(() => requireDigest(made, 'f'.repeat(64)))).toEqual(['digest']);
    const tampered = { ...made, proposal: { ...made.proposal, workloads: [] } };
    expect(await faultPathsOf(() => requireDigest(tampered, made.digest))).toEqual(['digest']);
    expect(await faultPathsOf(() => requireDigest(tampered, digestOf(tampered)))).toEqual([
      'digest',
    ]);
  });

  test.each(['applied', 'rejected', 'withdrawn'] as const)(
    'is decided on once: %s',
    async (state) => {
      const closed = { ...request(), state, version: 2 };
      expect(await failureOf(() => advance(closed, 'approve', later))).toMatchObject({
        code: 'VERSION_CONFLICT',
        currentVersion: 2,
        message: expect.stringContaining(state),
      });
    },
  );

  test('that is edited is in another round, and its editor is one of its authors', async () => {
    const demand = demandOf({ quorum: 1, roles: [] });
    const held = { baseVersion: 0, base: null, demand, risk: null };
    const edit = { ...held, reason: 'Less.', editedBy: ['editor'] };
    const proposal = { ...request().proposal, workloads: [] };
    const edited = editChangeRequest(request(), { ...edit, proposal }, now);
    expect(edited).toMatchObject({ round: 2, version: 2, authors: ['asker', 'editor'], proposal });
    expect(edited.digest).toBe(digestOf(edited));
    const back = { ...edit, proposal: request().proposal };
    expect(editChangeRequest(edited, back, now)).toMatchObject({
      digest: request().digest,
      round: 3,
    });
    expect(await failureOf(() => requireReviewer(edited, principal('editor')))).toMatchObject({
      message: expect.stringContaining('You edited this change yourself'),
    });
  });

  test('is over when its time is', async () => {
    const made = request();
    expect(await failureOf(() => advance(made, 'approve', made.expiresAt))).toMatchObject({
      code: 'VERSION_CONFLICT',
      message: 'This change request is expired already.',
    });
    expect(advance(made, 'expire', made.expiresAt).state).toBe('expired');
  });

  test('tells who can approve', () => {
    expect(standingSentence(request())).toContain('platform-admin or owner or security-reviewer');
  });
});

describe('a review', () => {
  const review = (verdict: 'approved' | 'rejected', comment: string | undefined) =>
    createReview('id', { request: request(), reviewer: principal('r'), verdict, comment }, now);

  test('of an approval may go without a comment', () => {
    expect(review('approved', ' ')).toMatchObject({ comment: null, digest: request().digest });
    expect(review('approved', 'Fine.').comment).toBe('Fine.');
  });

  test('of a rejection says why', async () => {
    expect(review('rejected', 'Too broad.').comment).toBe('Too broad.');
    expect(await faultPathsOf(() => review('rejected', ''))).toEqual(['comment']);
    expect(await faultPathsOf(() => review('rejected', undefined))).toEqual(['comment']);
  });
});

describe('applying a proposal', () => {
  const grant = applyProposal(request(), undefined, now);

  test('makes the grant that was asked for', () => {
    expect(grant).toEqual({
      id: 'grant',
      version: 1,
      createdAt: now,
      updatedAt: now,
      tenantId: 'tenant',
      applicationId: 'app',
      modelId: 'model',
      monthlySpendNanoUsd: null,
      workloads: ['chat'],
      dataClasses: [],
      environments: [],
      regions: [],
      notAfter: null,
      revokedAt: null,
      changeRequestId: 'request',
    });
  });

  test('changes the conditions of the grant that it was made from', () => {
    const proposal = { ...request().proposal, workloads: [] };
    const looser = createChangeRequest('second', draft({ baseVersion: 1, proposal }), now);
    expect(applyProposal(looser, grant, later)).toMatchObject({
      version: 2,
      workloads: [],
      changeRequestId: 'second',
      updatedAt: later,
    });
  });

  test.each([
    ['moved', draft({ baseVersion: 2 }), grant],
    ['was revoked', draft({ baseVersion: 2 }), revokeGrant(grant, now)],
    ['is not there', draft({ baseVersion: 1 }), undefined],
    ['is there already', draft(), grant],
  ] as const)('is refused when the grant %s', async (_why, proposed, current) => {
    const made = createChangeRequest('second', proposed, now);
    const failure = await failureOf(() => applyProposal(made, current, now));
    expect(failure.code).toBe('VERSION_CONFLICT');
  });

  test('is refused when the grant would have ended already', async () => {
    const proposal = { ...request().proposal, notAfter: new Date(now.getTime() + 1) };
    const work = () => applyProposal(request({ proposal }), undefined, later);
    expect(await faultPathsOf(work)).toEqual(['changeRequestId']);
  });
});
