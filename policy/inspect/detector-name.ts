/** What looks at texts. */
export type DetectorName = (typeof detectorNames)[number];
export const detectorNames = [
  'secret',
  'personal_data',
  'prompt_injection',
  'denied_words',
  'pattern',
  'source_code',
  'internal_host',
  'person_name',
  'language',
  'size',
] as const;

/** What a rule may ask: a detector of the gateway's own, or one that runs elsewhere. */
export type RuleDetector = (typeof ruleDetectors)[number];
export const ruleDetectors = [...detectorNames, 'outside'] as const;
