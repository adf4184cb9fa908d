/** What kind of address within a company was found. Names appear in findings and in decision records. */
export type HostKind = (typeof hostKinds)[number];

export const hostKinds = [
  'internal_host',
  'cluster_host',
  'single_label_host',
  'private_address',
  'own_host',
] as const;
