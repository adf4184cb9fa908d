import { z } from 'zod';
import { accountScopes } from '../../policy/account-part/account.ts';
import { budgetPeriods } from '../../policy/account-part/period.ts';
import { budgetEnforcements, budgetOutages, budgetReservations } from '../../policy/budget.ts';
import { promptParts } from '../../policy/inspect/inspected-text.ts';
import { languageKinds } from '../../policy/inspect/language/language-kind.ts';
import { promptDirections, ruleDetectors, ruleFailures } from '../../policy/inspect/prompt-rule.ts';
import { limitMeasures } from '../../policy/limit.ts';
import {
  armStrategies,
  dataClasses,
  dataTerms,
  environments,
  fallbackClasses,
  rolloutStages,
  routingStrategies,
} from '../../policy/resource.ts';
import {
  type AnySpec,
  DOCUMENT_VERSION,
  documentKinds,
  type PlanKind,
  planKinds,
} from '../domain/plan/document.ts';

const ITEMS_MAX = 1_000;
const moment = z.iso.datetime({ offset: true, message: 'Write a moment as 2030-01-31T00:00:00Z.' });
/** In decimal: no number of JSON holds all of them. */
const nanoUsd = z
  .string()
  .regex(/^\d{1,19}$/, { message: 'Write nano-USD in digits: "5000000000".' });
const name = z.string();
const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).max(ITEMS_MAX);

const constraints = z.strictObject({
  regions: listOf(z.string()).optional(),
  dataTerms: listOf(z.enum(dataTerms)).optional(),
});

const choice = z.strictObject({
  strategy: z.enum(routingStrategies),
  within: z.enum(armStrategies).optional(),
  stickyBy: z.string().optional(),
  regions: listOf(z.string()).optional(),
  typicalOutputTokens: z.int().optional(),
});

const ramp = z.strictObject({
  from: name,
  to: name,
  stickyBy: z.string().optional(),
  steps: listOf(z.strictObject({ at: moment, sharePermille: z.int() })),
  bounds: z
    .strictObject({
      windowMs: z.int().default(60_000),
      attemptsMin: z.int().default(20),
      failurePermilleMax: z.int().default(50),
      firstTokenMsMax: z.int().optional(),
      firstTokenPercentMax: z.int().optional(),
      totalMsMax: z.int().optional(),
      totalPercentMax: z.int().optional(),
    })
    .prefault({}),
});

const rule = z.strictObject({
  name,
  when: z.string().optional(),
  require: z.string().optional(),
  choice: choice.optional(),
  constraints: constraints.optional(),
  split: listOf(z.strictObject({ target: name, weight: z.int(), tier: z.int().optional() })),
  fallbacks: listOf(name).optional(),
  fallbacksByClass: listOf(
    z.strictObject({ on: listOf(z.enum(fallbackClasses)), targets: listOf(name) }),
  ).optional(),
  hedge: z
    .strictObject({
      afterPercentile: z.int().default(95),
      floorMs: z.int().default(100),
      extraCallsPercentMax: z.int().default(5),
    })
    .optional(),
  ramp: ramp.optional(),
  shadow: z
    .strictObject({ target: name, samplePermille: z.int(), hourlyCostMaxNanoUsd: z.int() })
    .optional(),
});

const exception = z.strictObject({
  name,
  applications: listOf(name).optional(),
  kinds: listOf(z.string()).optional(),
  parts: listOf(z.enum(promptParts)).optional(),
  reason: z.string(),
  owner: z.string(),
  expiresAt: moment,
  requestId: z.uuid().optional(),
});

const detectorSettings = z.strictObject({
  wordLists: listOf(
    z.strictObject({
      name: z.string(),
      words: listOf(z.string()),
      partsOfWords: z.boolean().optional(),
    }),
  ).optional(),
  patterns: listOf(z.strictObject({ name: z.string(), pattern: z.string() })).optional(),
  hostSuffixes: listOf(z.string()).optional(),
  languages: listOf(z.enum(languageKinds)).optional(),
  limits: z
    .strictObject({
      textCharsMax: z.int().optional(),
      callCharsMax: z.int().optional(),
      messagesMax: z.int().optional(),
      nestingMax: z.int().optional(),
      repeatsMax: z.int().optional(),
    })
    .optional(),
});

/** Kind -> what its `spec` may hold: nothing that it does not name, so that a slip of the pen is no silent default. */
const specs: Readonly<Record<PlanKind, z.ZodType<AnySpec>>> = {
  tenant: z.strictObject({}),
  application: z.strictObject({
    team: z.string(),
    environment: z.enum(environments),
    dataClass: z.enum(dataClasses),
    rolloutStage: z.enum(rolloutStages),
  }),
  grant: z.strictObject({
    application: name.optional(),
    model: name,
    workloads: listOf(z.string()).optional(),
    dataClasses: listOf(z.enum(dataClasses)).optional(),
    environments: listOf(z.enum(environments)).optional(),
    regions: listOf(z.string()).optional(),
    monthlySpendNanoUsd: nanoUsd.optional(),
    notAfter: moment.optional(),
  }),
  prompt_policy: z.strictObject({
    rules: listOf(
      z.strictObject({
        name,
        detector: z.enum(ruleDetectors),
        outsideDetector: name.optional(),
        onFailure: z.enum(ruleFailures).optional(),
        timeoutMs: z.int().optional(),
        action: z.enum(['block', 'reroute', 'redact', 'flag']),
        route: name.optional(),
        kinds: listOf(z.string()).optional(),
        settings: detectorSettings.optional(),
        direction: z.enum(promptDirections).optional(),
        parts: listOf(z.enum(promptParts)).optional(),
        minCount: z.int().optional(),
        minScore: z.number().optional(),
        mode: z.enum(['enforce', 'monitor']).optional(),
        restore: z.literal(true).optional(),
        message: z.string().optional(),
        contact: z.string().optional(),
        exceptions: listOf(exception).optional(),
      }),
    ),
    appliesTo: z
      .strictObject({
        everywhere: z.boolean().optional(),
        applications: listOf(name).optional(),
        workloads: listOf(z.string()).optional(),
      })
      .optional(),
  }),
  route: z.strictObject({
    operation: z.enum(['chat', 'embedding']),
    rules: listOf(rule),
    constraints: constraints.optional(),
    promptPolicy: name.optional(),
    connectTimeoutMs: z.int().optional(),
    firstTokenTimeoutMs: z.int().optional(),
    idleTimeoutMs: z.int().optional(),
    totalTimeoutMs: z.int().optional(),
  }),
  limit: z.strictObject({
    application: name.optional(),
    per: z.enum(accountScopes),
    workloads: listOf(z.string()).optional(),
    routes: listOf(name).optional(),
    measure: z.enum(limitMeasures),
    amount: z.int(),
    windowSeconds: z.int().optional(),
    monitor: z.boolean().optional(),
    message: z.string().optional(),
  }),
  budget: z.strictObject({
    application: name.optional(),
    per: z.enum(accountScopes),
    workloads: listOf(z.string()).optional(),
    models: listOf(name).optional(),
    period: z.enum(budgetPeriods),
    amountNanoUsd: nanoUsd,
    enforcement: z.enum(budgetEnforcements),
    reservation: z.enum(budgetReservations).optional(),
    whenUnreachable: z.enum(budgetOutages).optional(),
    message: z.string().optional(),
  }),
};

const version = z.literal(DOCUMENT_VERSION, {
  message: `Every document begins with "apiVersion: ${DOCUMENT_VERSION}".`,
});

/** Kind -> its whole document. */
const documents = new Map(
  planKinds.map((kind) => [
    documentKinds[kind],
    {
      kind,
      schema: z.strictObject({
        apiVersion: version,
        kind: z.string(),
        metadata:
          kind === 'tenant' ? z.strictObject({ name }) : z.strictObject({ name, tenant: name }),
        spec: kind === 'tenant' ? specs[kind].default({}) : specs[kind],
      }),
    },
  ]),
);

/** What documents can be of, for people. */
export const kindWords = [...documents.keys()].join(', ');

/** The kind behind the word of a document, and what it may hold; undefined for an unknown word. */
export function findDocumentSchema(word: unknown) {
  return typeof word === 'string' ? documents.get(word) : undefined;
}
