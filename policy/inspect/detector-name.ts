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
