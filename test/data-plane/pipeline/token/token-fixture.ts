import type { Snapshot } from '../../../../data-plane/config/snapshot.ts';
import { TokenDesk, type TokenOutcome } from '../../../../data-plane/pipeline/token/token-desk.ts';
import {
  sharedResources,
  type TestResource,
  tenantResources,
} from '../../../support/configuration.ts';
import { createSigner, makeToken, tokenIssuerResource } from '../../../support/token.ts';
import { built, receive } from '../../config/snapshot-fixture.ts';

export const NOW_MS = 1_800_000_000_000;
export const NOW_S = NOW_MS / 1_000;
export const rsa = createSigner('RS256');
export const pss = createSigner('PS256');
export const ec = createSigner('ES256');
export const ed = createSigner('EdDSA');
export const signers = [rsa, pss, ec, ed];

export const tenants = [...sharedResources(), ...tenantResources('a'), ...tenantResources('b')];
export const issuer = tokenIssuerResource('a', signers);
export const snapshotWith = (...more: readonly TestResource[]): Snapshot =>
  built(receive([...tenants, ...more])).snapshot;
export const standard = snapshotWith(issuer);

export type Claims = Readonly<Record<string, unknown>>;
export const token = (claims: Claims = {}, header: Claims = {}, signer = rsa): string =>
  makeToken(signer, claims, { header, nowMs: NOW_MS });

/** The last outcome that operators see. */
export function judge(text: string, snapshot = standard, nowMs = NOW_MS): TokenOutcome | undefined {
  let seen: TokenOutcome | undefined;
  new TokenDesk((outcome) => {
    seen = outcome;
  }).find(snapshot, text, nowMs);
  return seen;
}
