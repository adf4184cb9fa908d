import type { RuleException } from '../prompt-part/rule-exception.ts';
import type { RuleDetector } from './detector-name.ts';
import type { PromptPart } from './inspected-text.ts';
import type { DetectorSettings } from './settings/detector-settings.ts';

export {
  type DetectorName,
  detectorNames,
  type RuleDetector,
  ruleDetectors,
} from './detector-name.ts';

/** From the strictest on. */
export type PromptAction = 'block' | 'reroute' | 'redact' | 'flag';
/** Whether what a rule decides is done, or only recorded. */
export type PromptRuleMode = 'enforce' | 'monitor';

/** Whether a call goes on that a rule could not look at. */
export type RuleFailure = (typeof ruleFailures)[number];
export const ruleFailures = ['open', 'closed'] as const;

/** Whether a rule looks at what is sent, at what comes back, or at both. */
export type PromptDirection = (typeof promptDirections)[number];
export const promptDirections = ['input', 'output', 'both'] as const;

/** What is absent holds as its comment says: rules of before have none of it. */
export interface PromptRule {
  readonly name: string;
  readonly detector: RuleDetector;
  /** Set exactly when the detector is `outside`. */
  readonly outsideDetectorId?: string | undefined;
  readonly action: PromptAction;
  /** Set exactly when the action is reroute. */
  readonly rerouteRouteId: string | undefined;
  /** Kinds of the detector's that the rule is about; absent means all of them. */
  readonly kinds?: readonly string[] | undefined;
  /** What is looked for; only of detectors that need to be told. */
  readonly settings?: DetectorSettings | undefined;
  /** Absent means input. */
  readonly direction?: PromptDirection | undefined;
  /** Parts of what is sent in which it looks; absent means all of them. */
  readonly parts?: readonly PromptPart[] | undefined;
  /** Fewest findings of its kinds in a call for the rule to hold; absent means 1. */
  readonly minCount?: number | undefined;
  /** Lowest score, in hundredths, with which a finding of an outside detector counts; absent means that all do. What has no score counts as 1. */
  readonly minScore?: number | undefined;
  /** What becomes of a call that the detector has not looked at, as it failed or was late; absent means closed: it is refused. */
  readonly onFailure?: RuleFailure | undefined;
  /** How long an outside detector is waited for; absent means as long as the detector says. */
  readonly timeoutMs?: number | undefined;
  /** Absent means enforce. */
  readonly mode?: PromptRuleMode | undefined;
  /** What a caller whom it refuses is told besides; absent means nothing. */
  readonly message?: string | undefined;
  /** Whom that caller may ask: a name, an address or a page. Absent means the owner of the policy. */
  readonly contact?: string | undefined;
  /** What it leaves alone for some time; absent means nothing. A node that does not know of them is stricter. */
  readonly exceptions?: readonly RuleException[] | undefined;
  /** Whether what it takes out of a request is put back in the answer to the caller; absent means no. */
  readonly restore?: true | undefined;
}
