import type { Application } from '../../../policy/resource.ts';
import { tokenPlace } from '../../../policy/token/token-issuer.ts';
import type { Domain } from '../resource-store.ts';
import type { ReadyTokenIssuer, Snapshot, VerifiedToken } from '../snapshot.ts';
import type { TokenIssuerWithKeys } from './read-token-issuer.ts';

/** Beside the applications of its tenant. */
export function makeReady(
  { issuer, keys }: TokenIssuerWithKeys,
  applications: Iterable<Application>,
): ReadyTokenIssuer {
  return {
    place: tokenPlace(issuer.issuer, issuer.audience),
    issuer,
    keys: new Map(keys.map((key) => [key.keyId, key])),
    applicationIds:
      issuer.applicationClaim === undefined
        ? undefined
        : new Map(Array.from(applications, ({ name, id }) => [name, id])),
  };
}

/** Whether all that a token rests on is there: its issuer, the key that verified it, the application that it leads to. */
export function honours(
  snapshot: Pick<Snapshot, 'tokenIssuers' | 'applications'>,
  { issuer: { place, issuer, keys }, keyId, applicationName = '', key }: VerifiedToken,
): boolean {
  const current = snapshot.tokenIssuers.get(place);
  if (current === undefined || current.issuer.id !== issuer.id) return false;
  const { applicationIds } = current;
  const applicationId =
    applicationIds === undefined
      ? current.issuer.applicationId
      : applicationIds.get(applicationName);
  return (
    current.keys.get(keyId)?.thumbprint === keys.get(keyId)?.thumbprint &&
    applicationId === key.applicationId &&
    snapshot.applications.has(applicationId)
  );
}

/**
 * Those that are still there among what was received, without the applications that are not; the same map when all of it is.
 * One that names its application itself goes with it: see `configuration/source.ts` of the control plane.
 */
export function keepHonoured(
  tokenIssuers: ReadonlyMap<string, ReadyTokenIssuer>,
  received: Domain,
): ReadonlyMap<string, ReadyTokenIssuer> {
  let isWhole = true;
  const kept = new Map<string, ReadyTokenIssuer>();
  for (const [place, ready] of tokenIssuers) {
    const applicationIds = keepReceived(ready.applicationIds, received);
    const isHere = received.has(`token_issuer/${ready.issuer.id}`);
    const isSame = isHere && applicationIds?.size === ready.applicationIds?.size;
    isWhole &&= isSame;
    if (isHere) kept.set(place, isSame ? ready : { ...ready, applicationIds });
  }
  return isWhole ? tokenIssuers : kept;
}

function keepReceived(
  applicationIds: ReadonlyMap<string, string> | undefined,
  received: Domain,
): ReadonlyMap<string, string> | undefined {
  if (applicationIds === undefined) return undefined;
  return new Map([...applicationIds].filter(([, id]) => received.has(`application/${id}`)));
}
