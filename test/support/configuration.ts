import { createHmac } from 'node:crypto';
import type { OpenSecret } from '../../control-plane/config-stream/node-secrets.ts';
import type { Secrets } from '../../proto/generated/gatehouse/config/v1/Secrets.ts';
import type { Update } from '../../proto/generated/gatehouse/config/v1/Update.ts';
import {
  encodeResource,
  type ResourceBody,
  type ResourceKind,
  resourceVersion,
} from '../../proto/resource.ts';
import { seal } from '../../proto/sealed-box.ts';
import { ViewDigest } from '../../proto/view-digest.ts';

/** A resource as the control plane sends it. */
export interface TestResource {
  readonly kind: string;
  readonly id: string;
  readonly tenantId: string;
  readonly version: Buffer;
  readonly body: Buffer;
}

/** The pepper under which the keys of tests are hashed. */
export const testPepper = { id: 'pepper-1', secret: Buffer.alloc(32, 7) } as const;
export const testCredential = 'sk-provider-credential';

/** Encodes a resource canonically. */
export function resource<Kind extends ResourceKind>(
  kind: Kind,
  { id, tenantId = '' }: { readonly id: string; readonly tenantId?: string },
  body: ResourceBody[Kind],
): TestResource {
  const bytes = encodeResource(kind, body);
  return { kind, id, tenantId, body: bytes, version: resourceVersion(bytes) };
}

/** A resource whose body is whatever the bytes are. */
export function rawResource(
  kind: string,
  id: string,
  tenantId: string,
  body: Buffer,
): TestResource {
  return { kind, id, tenantId, body, version: resourceVersion(body) };
}

/** What every tenant shares: one provider, one model, one target with a price. */
export function sharedResources(baseUrl = 'http://127.0.0.1:9/v1'): readonly TestResource[] {
  return [
    resource(
      'provider',
      { id: 'provider-1' },
      {
        name: 'demo',
        kind: 'openai',
        baseUrl,
        region: 'local',
        dataTerms: ['no_training'],
      },
    ),
    resource(
      'model',
      { id: 'model-1' },
      {
        name: 'gpt-test',
        capabilities: ['chat', 'tools'],
        contextWindowTokens: 8_000,
        outputTokensMax: 1_000,
      },
    ),
    resource(
      'target',
      { id: 'target-1' },
      {
        name: 'demo/gpt-test',
        providerId: 'provider-1',
        modelId: 'model-1',
        providerModel: 'gpt-test',
        enabled: true,
        prices: [{ effectiveFromUnixMs: 1, input: 1_000_000, output: 2_000_000 }],
      },
    ),
  ];
}

/** The key of a tenant of {@link tenantResources}. */
export function keyOf(tenantId: string): string {
  return `gth_sk_${tenantId}`;
}

/** Hash of a key under {@link testPepper}. */
export function hashOf(key: string): Buffer {
  return createHmac('sha256', testPepper.secret).update(key).digest();
}

/** One tenant with an application, a key, a grant and a route named `assistant`. */
export function tenantResources(
  tenantId: string,
  options: { readonly when?: string; readonly suspended?: boolean } = {},
): readonly TestResource[] {
  const own = (noun: string) => ({ id: `${noun}-${tenantId}`, tenantId });
  const { when = '', suspended = false } = options;
  return [
    resource('tenant', { id: tenantId, tenantId }, { name: tenantId, suspended }),
    resource('application', own('application'), {
      tenantId,
      name: 'tool',
      team: 'platform',
      environment: 'production',
      dataClass: 'internal',
      rolloutStage: 'governed',
    }),
    resource('api_key', own('key'), {
      tenantId,
      applicationId: `application-${tenantId}`,
      name: 'first',
      hash: hashOf(keyOf(tenantId)),
      pepperId: testPepper.id,
      workloads: ['chat'],
      feature: 'search',
    }),
    resource('grant', own('grant'), { tenantId, modelId: 'model-1' }),
    resource('route', own('route'), {
      tenantId,
      name: 'assistant',
      operation: 'chat',
      rules: [{ name: 'all', when, split: [{ targetId: 'target-1', weight: 1 }] }],
      firstTokenTimeoutMs: 5_000,
      totalTimeoutMs: 30_000,
    }),
  ];
}

/** Digest of a set of resources. */
export function digestOf(resources: Iterable<TestResource>): Buffer {
  const digest = new ViewDigest();
  for (const one of resources) digest.toggle(one);
  return digest.value();
}

/** An update that replaces everything, in so many parts. */
export function fullUpdate(
  resources: readonly TestResource[],
  to: { readonly epoch?: number; readonly revision: number; readonly nonce?: number },
  parts = 1,
): readonly Update[] {
  const size = Math.ceil(resources.length / parts);
  return Array.from({ length: parts }, (_, index) => ({
    nonce: to.nonce ?? 1,
    from: { epoch: 0, revision: 0 },
    to: { epoch: to.epoch ?? 1, revision: to.revision },
    part: index + 1,
    parts,
    upserts: resources.slice(index * size, (index + 1) * size),
    digest: digestOf(resources),
    oldestCommitUnixMs: Date.now(),
    full: true,
  }));
}

/** The step between two sets, from one revision of epoch 1 to another. */
export function deltaUpdate(
  before: { readonly revision: number; readonly resources: readonly TestResource[] },
  after: { readonly revision: number; readonly resources: readonly TestResource[] },
  nonce = 2,
): Update {
  const known = new Set(before.resources.map(nameOf));
  const kept = new Set(after.resources.map(({ kind, id }) => `${kind}/${id}`));
  return {
    nonce,
    from: { epoch: 1, revision: before.revision },
    to: { epoch: 1, revision: after.revision },
    part: 1,
    parts: 1,
    upserts: after.resources.filter((one) => !known.has(nameOf(one))),
    removals: before.resources.filter(({ kind, id }) => !kept.has(`${kind}/${id}`)),
    digest: digestOf(after.resources),
    full: false,
  };
}

/** The pepper, and the generations of the provider's credential from 1 on, in the clear. */
export function openSecrets(
  credentials: readonly string[] = [testCredential],
): readonly (OpenSecret & { readonly plaintext: Buffer })[] {
  const pepper = { name: `api_key_pepper/${testPepper.id}`, plaintext: testPepper.secret };
  return [
    { ...pepper, generation: 1n },
    ...credentials.map((credential, index) => ({
      name: 'provider_credential/provider-1',
      generation: BigInt(index + 1),
      plaintext: Buffer.from(credential),
    })),
  ];
}

/** The same, sealed to a node. */
export function sealedSecrets(publicKey: Uint8Array, credentials?: readonly string[]): Secrets {
  return sealSecrets(publicKey, openSecrets(credentials));
}

/** Seals secrets to a node. */
export function sealSecrets(
  publicKey: Uint8Array,
  secrets: ReturnType<typeof openSecrets>,
): Secrets {
  return {
    secrets: secrets.map(({ name, generation, plaintext }) => ({
      name,
      generation: generation.toString(),
      sealed: seal(plaintext, publicKey, name),
    })),
  };
}

function nameOf({ kind, id, version }: TestResource): string {
  return `${kind}/${id}/${version.toString('hex')}`;
}
