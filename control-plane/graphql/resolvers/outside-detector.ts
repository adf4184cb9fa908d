import { fromGlobalId, parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import type { OutsideDetector, OutsideJudge } from '../../domain/outside-detector.ts';
import { Redacted } from '../../domain/redacted.ts';
import type { Changed } from '../../services/mutation.ts';
import { toConnection, toOrder, toPageRequest } from '../connection.ts';
import type { OutsideJudgeInput, Resolvers } from '../generated/resolver-types.ts';
import { given, toEdit, toReference } from '../input.ts';
import { withEditProblems, withProblems } from '../problems.ts';
import { loadRequired } from '../required.ts';

const changed = ({ value, revision }: Changed<OutsideDetector>) => ({
  __typename: 'OutsideDetectorChanged' as const,
  outsideDetector: value,
  revision: revision ?? 0n,
});

/** Hides it at the door; null (remove) and undefined (leave) stay what they are. */
const redact = (credential: string | null | undefined) =>
  typeof credential === 'string' ? new Redacted(credential) : credential;

const defaults = { timeoutMs: 1_000, batchSize: 32, address: '' };

function toJudge(input: OutsideJudgeInput | null | undefined): OutsideJudge | null {
  if (!input) return null;
  const { routeId, instruction, callsPerMinuteMax, outputTokensMax } = input;
  return {
    routeId: toReference('route', routeId, 'judge.routeId'),
    instruction,
    callsPerMinuteMax: callsPerMinuteMax ?? 60,
    outputTokensMax: outputTokensMax ?? 512,
  };
}

export const outsideDetectorResolvers: Pick<
  Resolvers,
  'Query' | 'Mutation' | 'OutsideDetector' | 'OutsideJudge'
> = {
  Query: {
    outsideDetectors: async (_root, args, { services, operation }) => {
      const { tenantId, includeArchived, filter: narrowing, orderBy, ...page } = args;
      const filter = {
        ...given(narrowing ?? {}),
        tenantId: tenantId ? fromGlobalId('tenant', tenantId) : undefined,
        includeArchived: includeArchived ?? false,
      };
      const wish = { filter, order: toOrder(orderBy) };
      const { outsideDetectors } = services;
      return toConnection(await outsideDetectors.list(operation, wish, toPageRequest(page)));
    },
    outsideDetector: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('outside-detector', id);
      return key === undefined ? null : loaders.outsideDetector.load(key);
    },
  },
  Mutation: {
    createOutsideDetector: (_root, args, { services, operation }) =>
      withProblems(async () => {
        const { idempotencyKey, credential, ...input } = args.input;
        const call = { name: 'createOutsideDetector', input, idempotencyKey };
        const { judge, ...rest } = given(input);
        const draft = {
          ...defaults,
          ...rest,
          judge: toJudge(judge),
          tenantId: fromGlobalId('tenant', input.tenantId),
          credential: redact(credential),
        };
        return changed(await services.outsideDetectors.create(operation, call, draft));
      }),
    updateOutsideDetector: (_root, args, { services, operation }) =>
      withEditProblems(async () => {
        const { idempotencyKey, credential, ...input } = args.input;
        const call = { name: 'updateOutsideDetector', input, idempotencyKey };
        const edit = { ...toEdit('outside-detector', input), credential: redact(credential) };
        return changed(await services.outsideDetectors.update(operation, call, edit));
      }),
    archiveOutsideDetector: (
      _root,
      { input: { idempotencyKey, ...input } },
      { services, operation },
    ) =>
      withEditProblems(async () => {
        const call = { name: 'archiveOutsideDetector', input, idempotencyKey };
        const edit = toEdit('outside-detector', input);
        return changed(await services.outsideDetectors.archive(operation, call, edit));
      }),
  },
  OutsideDetector: {
    id: ({ id }) => toGlobalId('outside-detector', id),
    tenant: ({ tenantId }, _args, { loaders }) => loadRequired(loaders.tenant, tenantId),
    kinds: ({ kinds }) => [...kinds],
    address: ({ address }) => address || null,
    judge: ({ judge }) => judge ?? null,
    hasCredential: ({ id }, _args, { loaders }) => loaders.hasDetectorCredential.load(id),
  },
  OutsideJudge: {
    route: ({ routeId }, _args, { loaders }) => loaders.route.load(routeId),
  },
};
