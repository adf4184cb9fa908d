import { fromGlobalId, parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import { positionOf } from '../../domain/prompt/inspection.ts';
import {
  type Attachment,
  type PromptPolicy,
  type PromptRule,
  plainKind,
  takeSettings,
} from '../../domain/prompt-policy.ts';
import type { Changed } from '../../services/mutation.ts';
import { toConnection, toOrder, toPageRequest } from '../connection.ts';
import type {
  PromptPolicyAttachmentInput,
  PromptRuleInput,
  Resolvers,
} from '../generated/resolver-types.ts';
import { given, toEdit, toReference, toReviewTerms } from '../input.ts';
import { withEditProblems, withProblems, withQuota, withReview } from '../problems.ts';
import { toException } from '../prompt/exception-input.ts';
import { toFalsePositiveReport } from '../prompt/false-positive-input.ts';
import { toInspectionQuestion } from '../prompt/inspection-input.ts';
import { loadRequired } from '../required.ts';

const changed = ({ value, revision }: Changed<PromptPolicy>) => ({
  __typename: 'PromptPolicyChanged' as const,
  promptPolicy: value,
  revision: revision ?? 0n,
});

export const promptPolicyResolvers: Pick<
  Resolvers,
  | 'Query'
  | 'Mutation'
  | 'PromptPolicy'
  | 'PromptPolicyAttachment'
  | 'PromptRule'
  | 'PromptRuleException'
  | 'PromptInspection'
  | 'InspectedFinding'
  | 'InspectedRange'
  | 'InspectedRule'
  | 'DetectorSettings'
  | 'WordList'
  | 'SizeLimits'
> = {
  Query: {
    promptPolicies: async (_root, args, { services, operation }) => {
      const { tenantId, includeArchived, filter: narrowing, orderBy, ...page } = args;
      const filter = {
        ...given(narrowing ?? {}),
        tenantId: tenantId ? fromGlobalId('tenant', tenantId) : undefined,
        includeArchived: includeArchived ?? false,
      };
      const wish = { filter, order: toOrder(orderBy) };
      return toConnection(await services.promptPolicies.list(operation, wish, toPageRequest(page)));
    },
    promptPolicy: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('prompt-policy', id);
      return key === undefined ? null : loaders.promptPolicy.load(key);
    },
    inspect: (_root, { input }, { services, operation }) => {
      const rules = input.rules ? toRules(input.rules) : undefined;
      const question = toInspectionQuestion(input, rules, operation.now);
      return services.promptPolicies.inspect(operation, question);
    },
  },
  Mutation: {
    reportFalsePositive: (_root, { input: { idempotencyKey, ...input } }, context) =>
      withEditProblems(() =>
        withQuota(async () => {
          const { services, operation } = context;
          const call = { name: 'reportFalsePositive', input, idempotencyKey };
          const report = toFalsePositiveReport(input, operation.now);
          const { value } = await services.promptPolicies.report(operation, call, report);
          return { __typename: 'ChangeRequestChanged' as const, changeRequest: value };
        }),
      ),
    createPromptPolicy: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withProblems(() =>
        withQuota(async () => {
          const call = { name: 'createPromptPolicy', input, idempotencyKey };
          const tenantId = fromGlobalId('tenant', input.tenantId);
          const draft = { name: input.name, tenantId, rules: toRules(input.rules) };
          return changed(await services.promptPolicies.create(operation, call, draft));
        }),
      ),
    updatePromptPolicy: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withReview(async () => {
        const review = toReviewTerms(input);
        const call = { name: 'updatePromptPolicy', input, idempotencyKey, review };
        const rules = input.rules ? toRules(input.rules) : undefined;
        const appliesTo = toAttachment(input.appliesTo);
        const { id, expectedVersion, name } = toEdit('prompt-policy', input);
        const edit = { id, expectedVersion, name, rules, appliesTo };
        return changed(await services.promptPolicies.update(operation, call, edit));
      }),
    archivePromptPolicy: (
      _root,
      { input: { idempotencyKey, ...input } },
      { services, operation },
    ) =>
      withEditProblems(async () => {
        const call = { name: 'archivePromptPolicy', input, idempotencyKey };
        const edit = toEdit('prompt-policy', input);
        return changed(await services.promptPolicies.archive(operation, call, edit));
      }),
  },
  PromptPolicy: {
    id: ({ id }) => toGlobalId('prompt-policy', id),
    tenant: ({ tenantId }, _args, { loaders }) => loadRequired(loaders.tenant, tenantId),
  },
  PromptPolicyAttachment: {
    applications: ({ applicationIds }, _args, { loaders }) =>
      Promise.all(applicationIds.map((id) => loadRequired(loaders.application, id))),
  },
  PromptRule: {
    rerouteTo: ({ rerouteRouteId }, _args, { loaders }) =>
      rerouteRouteId === undefined ? null : loaders.route.load(rerouteRouteId),
    outsideDetector: ({ outsideDetectorId }, _args, { loaders }) =>
      outsideDetectorId === undefined ? null : loaders.outsideDetector.load(outsideDetectorId),
    onFailure: ({ onFailure }) => onFailure ?? 'closed',
    timeoutMs: ({ timeoutMs }) => timeoutMs ?? null,
    kinds: ({ kinds }) => kinds ?? [],
    settings: ({ settings }) => settings ?? null,
    direction: ({ direction }) => direction ?? 'input',
    parts: ({ parts }) => parts ?? [],
    minCount: ({ minCount }) => minCount ?? 1,
    minScore: ({ minScore }) => minScore ?? null,
    mode: ({ mode }) => mode ?? 'enforce',
    restore: ({ restore }) => restore ?? false,
    message: ({ message }) => message ?? null,
    contact: ({ contact }) => contact ?? null,
    exceptions: ({ exceptions }) => exceptions ?? [],
  },
  PromptInspection: {
    rerouteTo: ({ routeId }, _args, { loaders }) =>
      routeId === undefined ? null : loaders.route.load(routeId),
  },
  InspectedFinding: {
    kind: ({ kind }) => plainKind(kind),
    monitored: ({ monitored }) => monitored ?? false,
    ranges: ({ seen }) => seen,
  },
  InspectedRange: {
    text: ({ place }) => positionOf(place),
  },
  InspectedRule: {
    ran: ({ notRun }) => notRun === undefined,
  },
  PromptRuleException: {
    applications: ({ applicationIds = [] }, _args, { loaders }) =>
      Promise.all(applicationIds.map((id) => loadRequired(loaders.application, id))),
    kinds: ({ kinds }) => kinds ?? [],
    parts: ({ parts }) => parts ?? [],
    owner: async ({ ownerId }, _args, { operation, loaders }) =>
      operation.may('principal:read') ? loaders.principal.load(ownerId) : null,
    expiresAt: ({ expiresAtMs }) => new Date(expiresAtMs),
    expired: ({ expiresAtMs }, _args, { operation }) => expiresAtMs <= operation.now.getTime(),
    requestId: ({ requestId }) => requestId ?? null,
  },
  DetectorSettings: {
    wordLists: ({ wordLists }) => wordLists ?? [],
    patterns: ({ patterns }) => patterns ?? [],
    hostSuffixes: ({ hostSuffixes }) => hostSuffixes ?? [],
    languages: ({ languages }) => languages ?? [],
    limits: ({ limits }) => limits ?? null,
  },
  WordList: { partsOfWords: ({ partsOfWords }) => partsOfWords ?? false },
  SizeLimits: {
    textCharsMax: ({ textCharsMax }) => textCharsMax ?? null,
    callCharsMax: ({ callCharsMax }) => callCharsMax ?? null,
    messagesMax: ({ messagesMax }) => messagesMax ?? null,
    nestingMax: ({ nestingMax }) => nestingMax ?? null,
    repeatsMax: ({ repeatsMax }) => repeatsMax ?? null,
  },
};

/** Null stays null, which takes it away; absent stays absent, which leaves it. */
function toAttachment(
  input: PromptPolicyAttachmentInput | null | undefined,
): Attachment | null | undefined {
  if (!input) return input;
  const { everywhere, applicationIds, workloads } = input;
  return {
    everywhere: everywhere ?? false,
    applicationIds: (applicationIds ?? []).map((id, position) =>
      toReference('application', id, `appliesTo.applicationIds.${position}`),
    ),
    workloads: workloads ?? [],
  };
}

function toRules(inputs: readonly PromptRuleInput[]): readonly PromptRule[] {
  return inputs.map(
    (
      {
        rerouteRouteId,
        kinds,
        settings,
        direction,
        parts,
        minCount,
        minScore,
        mode,
        restore,
        message,
        contact,
        exceptions,
        outsideDetectorId,
        onFailure,
        timeoutMs,
        ...rule
      },
      position,
    ) => ({
      ...rule,
      exceptions: exceptions?.map((one, at) =>
        toException(one, `rules.${position}.exceptions.${at}`),
      ),
      ...toAsking(
        { outsideDetectorId, onFailure, timeoutMs },
        `rules.${position}.outsideDetectorId`,
      ),
      rerouteRouteId: rerouteRouteId
        ? toReference('route', rerouteRouteId, `rules.${position}.rerouteRouteId`)
        : undefined,
      kinds: kinds ?? undefined,
      settings: settings ? takeSettings(settings) : undefined,
      direction: direction ?? undefined,
      parts: parts ?? undefined,
      minCount: minCount ?? undefined,
      minScore: minScore ?? undefined,
      mode: mode ?? undefined,
      restore: restore || undefined,
      message: message ?? undefined,
      contact: contact ?? undefined,
    }),
  );
}

function toAsking(
  { outsideDetectorId, onFailure, timeoutMs }: AskingInput,
  path: string,
): Pick<PromptRule, 'outsideDetectorId' | 'onFailure' | 'timeoutMs'> {
  return {
    outsideDetectorId: outsideDetectorId
      ? toReference('outside-detector', outsideDetectorId, path)
      : undefined,
    onFailure: onFailure ?? undefined,
    timeoutMs: timeoutMs ?? undefined,
  };
}

type AskingInput = {
  readonly [Field in 'outsideDetectorId' | 'onFailure' | 'timeoutMs']:
    | PromptRuleInput[Field]
    | undefined;
};
