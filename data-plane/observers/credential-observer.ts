import type { CredentialChoiceOptions } from '../pipeline/credential-choice.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { NodeMetrics } from '../telemetry/metrics.ts';

/** Counts and tells that a provider refused one generation of its credential and took the other. */
export function createCredentialObserver(
  metrics: NodeMetrics,
  logger: Logger,
): NonNullable<CredentialChoiceOptions['onTurn']> {
  return (providerId, generation) => {
    metrics.credentialTurns.inc({ generation });
    logger.warn(
      { providerId, generation },
      'a provider refused one generation of its credential and took the other',
    );
  };
}
