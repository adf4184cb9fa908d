import { countSecrets, type SecretCounts } from './inspect/secret.ts';
import type { DetectorName, PromptAction, PromptPolicy, PromptRule } from './resource.ts';

/** What a rule found: kinds and counts, never the text. */
export interface PromptFinding {
  readonly rule: string;
  readonly detector: DetectorName;
  /** `aws_access_key`, `private_key`, ... */
  readonly kind: string;
  readonly count: number;
  readonly action: PromptAction;
}

/** What follows from the findings: the strictest action wins (block before reroute). */
export type PromptVerdict =
  | { readonly action: 'allow'; readonly findings: readonly PromptFinding[] }
  | { readonly action: 'block'; readonly rule: string; readonly findings: readonly PromptFinding[] }
  | {
      readonly action: 'reroute';
      readonly rule: string;
      readonly routeId: string;
      readonly findings: readonly PromptFinding[];
    };

/** Judges the texts of one request. */
export interface CompiledPromptPolicy {
  readonly name: string;
  /** Those that look at the texts, each once. */
  readonly detectors: readonly DetectorName[];
  inspect(texts: Iterable<string>): PromptVerdict;
  /** The verdict of `inspect` on texts in which the detectors have found that much. */
  judge(counts: SecretCounts): PromptVerdict;
}

/** Compiles a policy once per snapshot. Each text is inspected alone; all rules are evaluated. */
export function compilePromptPolicy(policy: PromptPolicy): CompiledPromptPolicy {
  const { name, rules } = policy;
  const judgeCounts = (counts: SecretCounts): PromptVerdict =>
    rules.length === 0 || counts.size === 0 ? clean : judge(rules, counts);
  return {
    name,
    detectors: [...new Set(rules.map(({ detector }) => detector))],
    inspect: (texts) => (rules.length === 0 ? clean : judgeCounts(countSecrets(texts))),
    judge: judgeCounts,
  };
}

const clean: PromptVerdict = { action: 'allow', findings: [] };

function judge(rules: readonly PromptRule[], counts: SecretCounts): PromptVerdict {
  const findings = rules.flatMap(({ name, detector, action }) =>
    Array.from(counts, ([kind, count]) => ({ rule: name, detector, kind, count, action })),
  );
  const blocking = rules.find(({ action }) => action === 'block');
  if (blocking !== undefined) return { action: 'block', rule: blocking.name, findings };
  const rerouting = rules.find(({ rerouteRouteId }) => rerouteRouteId !== undefined);
  if (rerouting?.rerouteRouteId === undefined) {
    // A reroute that names no route cannot be honoured: the strict reading keeps the text inside.
    return { action: 'block', rule: rules[0]?.name ?? '', findings };
  }
  return {
    action: 'reroute',
    rule: rerouting.name,
    routeId: rerouting.rerouteRouteId,
    findings,
  };
}
