import type { SecretCounts } from './secret.ts';

export type FindingCounts = SecretCounts;
