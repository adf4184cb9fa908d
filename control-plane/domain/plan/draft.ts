import type { Fault } from '../errors.ts';
import type { GrantProposal } from '../grant.ts';
import { parseGlobalId } from '../ids.ts';
import type { RuleException } from '../prompt/rule-exception.ts';
import type { PromptPolicyDraft } from '../prompt-policy.ts';
import type { RouteDraft, RoutingConstraints, RoutingRamp, RoutingRule } from '../route.ts';
import type {
  AttachmentSpec,
  ConstraintsSpec,
  GrantSpec,
  PromptPolicySpec,
  RampSpec,
  RouteSpec,
  RuleExceptionSpec,
  RuleSpec,
} from './document.ts';
import {
  type BudgetSpec,
  type LimitSpec,
  type PlannedBudget,
  type PlannedLimit,
  readBudgetSpec,
  readLimitSpec,
  type SpendReferences,
} from './spend.ts';

/** Finds what a document names. Undefined when there is none; the caller is told by a fault. */
export interface References {
  target(name: string): string | undefined;
  model(name: string): string | undefined;
  application(name: string): string | undefined;
  promptPolicy(name: string): string | undefined;
  route(name: string): string | undefined;
  outsideDetector(name: string): string | undefined;
}

/** What stands in an id's place where there is a fault, so that the rest can be looked at too. */
const NOWHERE = '';

/** Turns what documents say into what rows hold. Faults of names gather; after one of them nothing of it is of use. */
export class DraftReader {
  readonly faults: Fault[] = [];
  readonly #references: References;

  constructor(references: References) {
    this.#references = references;
  }

  grant(spec: GrantSpec): GrantProposal {
    const { application, model, workloads = [], notAfter, ...place } = spec;
    return {
      applicationId:
        application === undefined ? null : this.#find('application', application, 'application'),
      modelId: this.#find('model', model, 'model'),
      workloads,
      ...place,
      notAfter: notAfter === undefined ? null : new Date(notAfter),
    };
  }

  limit(spec: LimitSpec): PlannedLimit {
    return readLimitSpec(spec, this.#spendReferences());
  }

  budget(spec: BudgetSpec): PlannedBudget {
    return readBudgetSpec(spec, this.#spendReferences());
  }

  promptPolicy({
    rules,
    appliesTo,
  }: PromptPolicySpec): Pick<PromptPolicyDraft, 'rules' | 'appliesTo'> {
    return {
      appliesTo: appliesTo === undefined ? null : this.#attachment(appliesTo),
      rules: rules.map(({ route, outsideDetector, exceptions, ...rule }, at) => ({
        ...rule,
        ...(exceptions && { exceptions: this.#exceptions(exceptions, `rules.${at}.exceptions`) }),
        outsideDetectorId:
          outsideDetector === undefined
            ? undefined
            : this.#find('outsideDetector', outsideDetector, `rules.${at}.outsideDetector`),
        rerouteRouteId:
          route === undefined ? undefined : this.#find('route', route, `rules.${at}.route`),
      })),
    };
  }

  route(spec: RouteSpec): Omit<RouteDraft, 'tenantId' | 'name'> {
    const { operation, rules, constraints, promptPolicy } = spec;
    const { connectTimeoutMs, firstTokenTimeoutMs, idleTimeoutMs, totalTimeoutMs } = spec;
    return {
      operation,
      rules: rules.map((rule, at) => this.#rule(rule, `rules.${at}`)),
      constraints: toConstraints(constraints) ?? null,
      promptPolicyId:
        promptPolicy === undefined
          ? null
          : this.#find('promptPolicy', promptPolicy, 'promptPolicy'),
      connectTimeoutMs: connectTimeoutMs ?? null,
      firstTokenTimeoutMs: firstTokenTimeoutMs ?? null,
      idleTimeoutMs: idleTimeoutMs ?? null,
      totalTimeoutMs: totalTimeoutMs ?? null,
    };
  }

  #rule(spec: RuleSpec, path: string): RoutingRule {
    const { name, when = '', require = '', choice, constraints, hedge, ramp, shadow } = spec;
    const { split, fallbacks = [], fallbacksByClass = [] } = spec;
    return {
      name,
      when,
      require,
      choice,
      constraints: toConstraints(constraints),
      split: split.map(({ target, weight, tier }, at) => ({
        targetId: this.#find('target', target, `${path}.split.${at}.target`),
        weight,
        tier,
      })),
      fallbackTargetIds: this.#targets(fallbacks, `${path}.fallbacks`),
      fallbacksByClass: fallbacksByClass.map(({ on, targets }, at) => ({
        on,
        targetIds: this.#targets(targets, `${path}.fallbacksByClass.${at}.targets`),
      })),
      hedge,
      ramp: ramp && this.#ramp(ramp, `${path}.ramp`),
      shadow: shadow && {
        targetId: this.#find('target', shadow.target, `${path}.shadow.target`),
        samplePermille: shadow.samplePermille,
        hourlyNanoUsdMax: shadow.hourlyCostMaxNanoUsd,
      },
    };
  }

  #ramp({ from, to, stickyBy, steps, bounds }: RampSpec, path: string): RoutingRamp {
    return {
      fromTargetId: this.#find('target', from, `${path}.from`),
      toTargetId: this.#find('target', to, `${path}.to`),
      stickyBy,
      steps: steps.map(({ at, sharePermille }) => ({ atMs: Date.parse(at), sharePermille })),
      bounds,
    };
  }

  #exceptions(specs: readonly RuleExceptionSpec[], path: string): readonly RuleException[] {
    return specs.map(({ applications, owner, expiresAt, ...exception }, at) => ({
      ...exception,
      applicationIds: applications?.map((name, position) =>
        this.#find('application', name, `${path}.${at}.applications.${position}`),
      ),
      // Of whoever is not there, judging the policy tells.
      ownerId: parseGlobalId('principal', owner) ?? NOWHERE,
      expiresAtMs: Date.parse(expiresAt),
    }));
  }

  #attachment({ everywhere = false, applications = [], workloads = [] }: AttachmentSpec) {
    const applicationIds = applications.map((name, at) =>
      this.#find('application', name, `appliesTo.applications.${at}`),
    );
    return { everywhere, applicationIds, workloads };
  }

  #targets(names: readonly string[], path: string): readonly string[] {
    return names.map((name, at) => this.#find('target', name, `${path}.${at}`));
  }

  #spendReferences(): SpendReferences {
    const find = (noun: keyof References) => (name: string, path: string) =>
      this.#find(noun, name, path);
    return { application: find('application'), route: find('route'), model: find('model') };
  }

  #find(noun: keyof References, name: string, path: string): string {
    const id = this.#references[noun](name);
    if (id !== undefined) return id;
    const word = noun.replace(/[A-Z]/, (letter) => ` ${letter.toLowerCase()}`);
    const where = noun === 'target' || noun === 'model' ? '' : ' of the tenant';
    const message = `There is no ${word} "${name}"${where}, or it is archived, or you may not see it.`;
    this.faults.push({ path, message });
    return NOWHERE;
  }
}

/** Path of a fault of a row -> path in the spec of its document. */
export function toSpecPath(path: string): string {
  return path
    .replace(/\bfallbackTargetIds\b/, 'fallbacks')
    .replace(/\b(target|application|route|model)Ids\b/, '$1s')
    .replace(/\bfromTargetId\b/, 'from')
    .replace(/\btoTargetId\b/, 'to')
    .replace(/\b(?:hourlyNanoUsdMax|hourlyCostMax)\b/, 'hourlyCostMaxNanoUsd')
    .replace(/\bmonthlySpend\b/, 'monthlySpendNanoUsd')
    .replace(/\brerouteRouteId\b/, 'route')
    .replace(/\b(target|promptPolicy|application|model|owner|outsideDetector)Id\b/, '$1');
}

function toConstraints(spec: ConstraintsSpec | undefined): RoutingConstraints | undefined {
  return spec && { regions: spec.regions ?? [], dataTerms: spec.dataTerms ?? [] };
}
