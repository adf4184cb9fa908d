import { encodeResponse } from '../../control-plane/config-stream/push/encoded-response.ts';
import type { Update } from '../../proto/generated/gatehouse/config/v1/Update.ts';
import {
  fullUpdate,
  hashOf,
  keyOf,
  rawResource,
  resource,
  type TestResource,
} from './configuration.ts';

/** Whose answers a message may change until it is undone: content that makes sense is content. */
export type Reach = 'nobody' | 'tenant-a' | 'everybody';

/** What a message is made from. */
export interface Ground {
  /** In [0, 1). */
  readonly draw: () => number;
  /** Valid: the shared ones and tenants `a` and `b`. */
  readonly resources: readonly TestResource[];
  /** The next position. */
  readonly to: { readonly epoch: number; readonly revision: number; readonly nonce: number };
}

/** Makes messages of a stream, encoded, as no control plane sends them. */
export interface SpoiltMessage {
  readonly reach: Reach;
  readonly frames: (ground: Ground) => readonly Buffer[];
}

type Content = (ground: Ground) => readonly TestResource[];
type Words = Record<string, unknown>;

/** A whole number below the bound. */
export const upTo = ({ draw }: Ground, bound: number): number => Math.floor(draw() * bound);
/** Any of them; undefined when there is none. */
export const oneOf = <Item>({ draw }: Ground, items: readonly Item[]): Item | undefined =>
  items[Math.floor(draw() * items.length)];

/** The next position with this content, in one part. */
export function updateOf({ to }: Ground, resources: readonly TestResource[]): Update {
  const [update = {}] = fullUpdate(resources, to);
  return update;
}

/** A valid update of this content. */
export function content(reach: Reach, make: Content): SpoiltMessage {
  return {
    reach,
    frames: (ground) => [encodeResponse({ update: updateOf(ground, make(ground)) })],
  };
}

/** Updates that must not be taken: whoever takes one has no tenant `b` any more. */
export function envelope(change: (ground: Ground) => readonly Update[]): SpoiltMessage {
  return {
    reach: 'nobody',
    frames: (ground) => {
      const whole = updateOf(
        ground,
        ground.resources.filter(({ tenantId }) => tenantId !== 'b'),
      );
      return change(ground).map((update) => encodeResponse({ update: { ...whole, ...update } }));
    },
  };
}

/** The encoded valid update, spoilt. */
export function bytes(
  reach: Reach,
  spoil: (whole: Buffer, ground: Ground) => Buffer,
): SpoiltMessage {
  return {
    reach,
    frames: (ground) => [
      spoil(encodeResponse({ update: updateOf(ground, ground.resources) }), ground),
    ],
  };
}

/** The body of one of these resources, spoilt; its version and the digest are right. */
export function body(reach: Reach, isVictim: (one: TestResource) => boolean): SpoiltMessage {
  return content(reach, (ground) => {
    const victim = oneOf(ground, ground.resources.filter(isVictim));
    if (victim === undefined) return ground.resources;
    const { kind, id, tenantId } = victim;
    const spoilt = scatter(victim.body, ground);
    const cut = ground.draw() < 0.2 ? spoilt.subarray(0, upTo(ground, spoilt.length)) : spoilt;
    return replaced(ground.resources, rawResource(kind, id, tenantId, cut));
  });
}

/** The same resource of tenant `a`, with other words in it. */
export function words(
  kind: 'route' | 'api_key' | 'grant',
  change: (ground: Ground) => Words,
): SpoiltMessage {
  return content('tenant-a', (ground) => {
    const known = { ...BODIES[kind], ...change(ground) };
    return replaced(ground.resources, resource(kind, { id: ID_OF[kind], tenantId: 'a' }, known));
  });
}

const ID_OF = { route: 'route-a', api_key: 'key-a', grant: 'grant-a' } as const;
/** As tenant `a` has them at the start. */
export const BODIES = {
  route: {
    tenantId: 'a',
    name: 'assistant',
    operation: 'chat',
    rules: [{ name: 'all', split: [{ targetId: 'target-1', weight: 1 }] }],
    firstTokenTimeoutMs: 5_000,
    totalTimeoutMs: 30_000,
  },
  api_key: {
    tenantId: 'a',
    applicationId: 'application-a',
    name: 'first',
    hash: hashOf(keyOf('a')),
    pepperId: 'pepper-1',
    workloads: ['chat'],
  },
  grant: { tenantId: 'a', modelId: 'model-1' },
};

/** With this one in the place of the one of its name. */
export function replaced(
  resources: readonly TestResource[],
  next: TestResource,
): readonly TestResource[] {
  const others = resources.filter(({ kind, id }) => kind !== next.kind || id !== next.id);
  return [...others, next];
}

/** Up to eight bytes are others. */
export function scatter(whole: Buffer, ground: Ground): Buffer {
  const spoilt = Buffer.from(whole);
  for (let count = 1 + upTo(ground, 8); count > 0 && spoilt.length > 0; count -= 1)
    spoilt[upTo(ground, spoilt.length)] = upTo(ground, 256);
  return spoilt;
}
