/** What the detector of names finds. */
export type NameKind = (typeof nameKinds)[number];
export const nameKinds = ['person_name'] as const;
