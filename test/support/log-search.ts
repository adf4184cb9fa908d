import { formsOf } from './database-text.ts';
import type { HouseOfProcesses } from './house-process.ts';

/** All that both planes have logged. */
export function readLogs({ node, controlPlane }: HouseOfProcesses): string {
  return `${node.program.output}\n${controlPlane.program.output}`;
}

/** Names of those secrets that stand in what both planes have logged, in any usual form. */
export function findLoggedSecrets(
  house: HouseOfProcesses,
  more: Readonly<Record<string, string>> = {},
): readonly string[] {
  const logs = readLogs(house);
  const secrets: Readonly<Record<string, string | undefined>> = {
    ...house.secrets,
    apiKey: house.apiKey,
    adminToken: house.admin.token,
    reviewerToken: house.reviewer.token,
    firstCredential: 'sk-first-credential',
    secondCredential: 'sk-second-credential',
    ...more,
  };
  return Object.entries(secrets)
    .filter(([, secret]) => formsOf(secret ?? '').some((form) => logs.includes(form)))
    .map(([name]) => name);
}
