import { ALPHANUMERIC, BASE64_SIGN, DIGIT, LOWER, TOKEN, UPPER } from '../character.ts';
import type { SecretKind, SecretTrigger } from '../secret-kind.ts';
import { createTokenTrigger, type TokenShape } from './token-shape.ts';

type Row = readonly [
  kind: SecretKind,
  prefixes: readonly string[],
  alphabet: number,
  lengthMin: number,
  lengthMax: number,
  pairOffset?: number,
];

/**
 * Shapes as their issuers document them or as public scanners know them (secretlint 12, gitleaks
 * 8).
 */
const rows: readonly Row[] = [
  // Ids of permanent and of temporary keys. AKIAIOSFODNN7EXAMPLE is found: see countSecrets.
  ['aws_access_key', ['AKIA', 'ASIA'], UPPER | DIGIT, 16, 16, 1],
  ['github_token', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], ALPHANUMERIC, 36, 255],
  ['github_token', ['github_pat_'], TOKEN, 82, 82],
  ['gitlab_token', ['glpat-', 'gldt-', 'glrt-', 'glptt-', 'glft-', 'glcbt-'], TOKEN, 20, 128],
  ['npm_token', ['npm_'], ALPHANUMERIC, 36, 36],
  ['huggingface_token', ['hf_'], ALPHANUMERIC, 34, 40],
  ['stripe_key', ['sk_live_', 'rk_live_', 'sk_test_', 'rk_test_'], ALPHANUMERIC, 24, 255, 1],
  ['stripe_key', ['whsec_'], ALPHANUMERIC, 32, 64],
  ['google_api_key', ['AIza'], TOKEN, 35, 35, 1],
  ['google_oauth_secret', ['GOCSPX-'], TOKEN, 28, 28],
  ['groq_key', ['gsk_'], ALPHANUMERIC, 52, 52],
  ['shopify_token', ['shpat_', 'shpca_', 'shppa_', 'shpss_'], ALPHANUMERIC, 32, 64],
  ['linear_key', ['lin_api_'], ALPHANUMERIC, 32, 128],
  ['vault_token', ['hvs.', 'hvb.', 'hvr.'], TOKEN, 90, 300],
  ['docker_token', ['dckr_pat_'], TOKEN, 27, 27],
  ['digitalocean_token', ['dop_v1_'], LOWER | DIGIT, 64, 64],
  ['pypi_token', ['pypi-AgE'], TOKEN, 50, 512, 3],
  ['twilio_key', ['SK'], LOWER | DIGIT, 32, 32, 0],
  ['databricks_token', ['dapi'], LOWER | DIGIT, 32, 34, 2],
  ['atlassian_token', ['ATATT3'], TOKEN | BASE64_SIGN, 50, 250],
  ['postman_key', ['PMAK-'], TOKEN, 59, 59],
  ['grafana_token', ['glsa_'], TOKEN, 41, 41],
  ['grafana_token', ['glc_'], TOKEN | BASE64_SIGN, 40, 400],
  ['sentry_token', ['sntrys_', 'sntryu_'], TOKEN | BASE64_SIGN, 40, 400],
  ['xai_key', ['xai-'], ALPHANUMERIC, 70, 90, 0],
  ['perplexity_key', ['pplx-'], ALPHANUMERIC, 40, 60, 1],
  ['replicate_token', ['r8_'], ALPHANUMERIC, 37, 37],
  ['supabase_key', ['sbp_', 'sb_secret_'], TOKEN, 30, 60],
  ['figma_token', ['figd_'], TOKEN, 40, 60],
  ['age_key', ['AGE-SECRET-KEY-1'], UPPER | DIGIT, 58, 58, 3],
  // 43 characters of the key and 6 of its checksum.
  ['gatehouse_key', ['gth_sk_'], ALPHANUMERIC, 49, 49],
];

/** Tokens that a prefix and the form of what follows tell apart from anything else. */
export const knownTokenTriggers: readonly SecretTrigger[] = rows
  .flatMap(toShapes)
  .map(createTokenTrigger);

function toShapes([kind, prefixes, alphabet, lengthMin, lengthMax, offset]: Row): TokenShape[] {
  return prefixes.map((prefix) => {
    const pairOffset = offset ?? prefix.length - 2;
    return { kind, prefix, alphabet, lengthMin, lengthMax, pairOffset };
  });
}
