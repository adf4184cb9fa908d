/** What looks at texts. */
export type DetectorName = (typeof detectorNames)[number];
export const detectorNames = ['secret', 'personal_data', 'prompt_injection'] as const;
/** From the strictest on. */
export type PromptAction = 'block' | 'reroute' | 'redact' | 'flag';
/** Whether what a rule decides is done, or only recorded. */
export type PromptRuleMode = 'enforce' | 'monitor';

/** What is absent holds as its comment says: rules of before have none of it. */
export interface PromptRule {
  readonly name: string;
  readonly detector: DetectorName;
  readonly action: PromptAction;
  /** Set exactly when the action is reroute. */
  readonly rerouteRouteId: string | undefined;
  /** Kinds of the detector's that the rule is about; absent means all of them. */
  readonly kinds?: readonly string[] | undefined;
  /** Fewest findings of its kinds in a call for the rule to hold; absent means 1. */
  readonly minCount?: number | undefined;
  /** Absent means enforce. */
  readonly mode?: PromptRuleMode | undefined;
  /** What a caller whom it refuses is told besides; absent means nothing. */
  readonly message?: string | undefined;
  /** Whom that caller may ask: a name, an address or a page. Absent means the owner of the policy. */
  readonly contact?: string | undefined;
}
