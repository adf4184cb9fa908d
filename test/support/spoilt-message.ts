import { encodeResponse } from '../../control-plane/config-stream/push/encoded-response.ts';
import {
  hashOf,
  keyOf,
  rawResource,
  resource,
  type TestResource,
  tenantResources,
} from './configuration.ts';
import {
  BODIES,
  body,
  bytes,
  content,
  envelope,
  type Ground,
  oneOf,
  replaced,
  type SpoiltMessage,
  scatter,
  updateOf,
  upTo,
  words,
} from './spoil.ts';

const ODD_NAMES = ['', '__proto__', 'constructor', 'toString', 'a/b', '\u0000', 'x'.repeat(65)];
const PLANS = ['PLAN_UNSPECIFIED', 'PLAN_UP_TO_DATE', 'PLAN_RESUME', 'PLAN_FULL'] as const;
const ODD_NUMBERS = [0, -1, 1, 2 ** 31, 2 ** 32 - 1, Number.MAX_SAFE_INTEGER] as const;

/** Text of the frame becomes bytes that are no UTF-8, in the same number. */
function unreadable(whole: Buffer, text: string): Buffer {
  const spoilt = Buffer.from(whole);
  for (let at = spoilt.indexOf(text); at >= 0; at = spoilt.indexOf(text, at + 1))
    spoilt.fill(0xff, at, at + text.length);
  return spoilt;
}

function cyclic(): readonly TestResource[] {
  const route = (id: string, name: string, promptPolicyId: string) =>
    resource('route', { id, tenantId: 'a' }, { ...BODIES.route, name, promptPolicyId });
  const policy = (id: string, rerouteRouteId: string) =>
    resource(
      'prompt_policy',
      { id, tenantId: 'a' },
      {
        tenantId: 'a',
        name: id,
        rules: [{ name: 'round', detector: 'secret', action: 'reroute', rerouteRouteId }],
      },
    );
  return [
    route('route-a', 'assistant', 'policy-1'),
    route('route-2', 'other', 'policy-2'),
    policy('policy-1', 'route-2'),
    policy('policy-2', 'route-a'),
  ];
}

const many = (ground: Ground, count: number, name: (index: number) => string) => [
  ...ground.resources,
  ...Array.from({ length: count }, (_, index) =>
    rawResource(name(index), `id-${index}`, 'a', Buffer.from([index & 255])),
  ),
];

/** Every way, by its name. */
export const spoiltMessages: Readonly<Record<string, SpoiltMessage>> = {
  garbage: {
    reach: 'nobody',
    frames: (ground) => [
      Buffer.from(Array.from({ length: upTo(ground, 2_000) }, () => upTo(ground, 256))),
    ],
  },
  nothing: { reach: 'nobody', frames: () => [Buffer.alloc(0)] },
  'bytes changed': bytes('everybody', scatter),
  'bytes cut': bytes('everybody', (whole, ground) => whole.subarray(0, upTo(ground, whole.length))),
  'twice in one frame': bytes('nobody', (whole) => Buffer.concat([whole, whole])),
  'no UTF-8 in a name': bytes('everybody', (whole) => unreadable(whole, 'assistant')),
  'no UTF-8 in an id': bytes('everybody', (whole) => unreadable(whole, 'route-a')),
  'larger than any message': bytes('nobody', (whole) =>
    Buffer.concat([
      whole,
      Buffer.from([0xfa, 0x7f, 0x80, 0x80, 0x80, 0x08]),
      Buffer.alloc(9 << 20),
    ]),
  ),
  'body of a tenant': body('tenant-a', ({ tenantId }) => tenantId === 'a'),
  'body that all share': body('everybody', ({ tenantId }) => tenantId === ''),
  'body of a megabyte': content('nobody', (ground) => [
    ...ground.resources,
    rawResource('route', 'route-large', 'a', Buffer.alloc(1_048_577, 1)),
  ]),
  'wrong version': content('nobody', (ground) => {
    const route = { ...BODIES.route, tenantId: 'b', name: 'another' };
    const fresh = resource('route', { id: 'route-9', tenantId: 'b' }, route);
    return [...ground.resources, { ...fresh, version: Buffer.alloc(1 + upTo(ground, 40), 7) }];
  }),
  'wrong digest': envelope((ground) => [{ digest: Buffer.alloc(upTo(ground, 40), 7) }]),
  'wrong position': envelope((ground) => [
    {
      from: { epoch: oneOf(ground, ODD_NUMBERS) ?? 0, revision: oneOf(ground, ODD_NUMBERS) ?? 0 },
      to: { epoch: oneOf(ground, ODD_NUMBERS) ?? 0, revision: oneOf(ground, ODD_NUMBERS) ?? 0 },
      digest: Buffer.alloc(32),
    },
  ]),
  'step from elsewhere': envelope(({ to }) => [
    { full: false, from: { epoch: 7, revision: 7 }, to },
  ]),
  'wrong part': envelope((ground) => [
    { part: oneOf(ground, [0, 2, 2 ** 32 - 1]) ?? 0, parts: oneOf(ground, [1, 3]) ?? 1 },
  ]),
  'too many parts': envelope((ground) => [{ parts: oneOf(ground, [0, 4_097, 2 ** 32 - 1]) ?? 0 }]),
  'parts of two updates': envelope(({ to }) => [
    { part: 1, parts: 2 },
    { part: 2, parts: 2, nonce: to.nonce + 1 },
  ]),
  'part that never comes': envelope(() => [{ part: 1, parts: 2 }]),
  'unknown kind': content('nobody', (ground) => many(ground, 1, () => 'tomorrow')),
  'odd kind': content('nobody', (ground) => many(ground, 1, () => oneOf(ground, ODD_NAMES) ?? '')),
  'odd id': content('tenant-a', (ground) => [
    ...ground.resources,
    rawResource('grant', oneOf(ground, ODD_NAMES) ?? '', 'a', Buffer.from([1, 2, 3])),
  ]),
  'odd tenant': content('nobody', (ground) => [
    ...ground.resources,
    ...tenantResources(oneOf(ground, ODD_NAMES) || 'odd').filter(({ kind }) => kind === 'tenant'),
  ]),
  'huge count': content('nobody', (ground) => many(ground, 5_000, (index) => `kind-${index}`)),
  'kind of all in a tenant': content('tenant-a', (ground) => [
    ...ground.resources,
    rawResource('provider', 'provider-a', 'a', Buffer.alloc(3)),
  ]),
  'resource twice': {
    reach: 'nobody',
    frames: (ground) => {
      const update = updateOf(ground, ground.resources);
      const upserts = [...ground.resources, ...ground.resources];
      return [encodeResponse({ update: { ...update, upserts } })];
    },
  },
  'resource of another': content('everybody', (ground) => {
    const stolen = ground.resources.find(({ id }) => id === 'route-b');
    return stolen === undefined
      ? ground.resources
      : replaced(ground.resources, { ...stolen, tenantId: 'a' });
  }),
  'key of another': words('api_key', () => ({ hash: hashOf(keyOf('b')) })),
  'removal of what is not there': {
    reach: 'nobody',
    frames: (ground) => {
      const [kind, id] = [oneOf(ground, ODD_NAMES) ?? '', oneOf(ground, ODD_NAMES) ?? ''];
      const update = updateOf(ground, ground.resources);
      return [encodeResponse({ update: { ...update, removals: [{ kind, id }] } })];
    },
  },
  'references in a circle': content('tenant-a', (ground) =>
    cyclic().reduce(replaced, ground.resources),
  ),
  'reference to nothing': words('route', (ground) => ({
    promptPolicyId: oneOf(ground, ['nothing', '__proto__']),
  })),
  'odd weights': words('route', (ground) => ({
    rules: [
      { name: 'all', split: ODD_NUMBERS.map((weight) => ({ targetId: 'target-1', weight })) },
      { name: 'none', split: [] },
      { name: 'one', split: [{ targetId: 'target-1', weight: oneOf(ground, ODD_NUMBERS) ?? 0 }] },
    ],
  })),
  'odd times': words('route', (ground) => ({
    firstTokenTimeoutMs: oneOf(ground, ODD_NUMBERS),
    totalTimeoutMs: oneOf(ground, ODD_NUMBERS),
    timers: {
      connectTimeoutMs: oneOf(ground, ODD_NUMBERS),
      idleTimeoutMs: oneOf(ground, ODD_NUMBERS),
    },
  })),
  'odd condition': words('route', (ground) => ({
    rules: [
      {
        name: 'all',
        when: oneOf(ground, [
          '(',
          '!'.repeat(8_000),
          '1 + "x"',
          '('.repeat(4_000),
          'x'.repeat(9_000),
        ]),
        split: [{ targetId: 'target-1', weight: 1 }],
      },
    ],
  })),
  'odd expiry': words('grant', (ground) => ({
    notAfterUnixMs: oneOf(ground, ['18446744073709551615', '9223372036854775808', '1']),
  })),
  'odd price': content('everybody', (ground) => {
    const price = oneOf(ground, ['18446744073709551615', '9223372036854775807', '-1']) ?? '';
    const prices = [{ effectiveFromUnixMs: price, input: price, output: price }];
    return replaced(
      ground.resources,
      resource('target', { id: 'target-1' }, { name: 'odd', providerId: 'provider-1', prices }),
    );
  }),
  'odd welcome': {
    reach: 'nobody',
    frames: (ground) => [
      encodeResponse({
        welcome: {
          plan: oneOf(ground, PLANS) ?? 'PLAN_FULL',
          schema: oneOf(ground, ODD_NUMBERS) ?? 0,
        },
      }),
    ],
  },
  'odd goaway': {
    reach: 'nobody',
    frames: (ground) => [
      encodeResponse({ goaway: { graceMs: oneOf(ground, [0, 1, 2 ** 32 - 1]) ?? 0 } }),
    ],
  },
  'odd heartbeat': {
    reach: 'nobody',
    frames: (ground) => [
      encodeResponse({
        heartbeat: { head: { epoch: -1, revision: oneOf(ground, ODD_NUMBERS) ?? 0 } },
      }),
    ],
  },
  'secrets that open for nobody': {
    reach: 'nobody',
    frames: (ground) => [
      encodeResponse({
        secrets: {
          secrets: ['api_key_pepper/pepper-1', 'provider_credential/provider-1', ...ODD_NAMES].map(
            (name) => ({
              name,
              generation: 1,
              sealed: Buffer.alloc(upTo(ground, 200), upTo(ground, 256)),
            }),
          ),
        },
      }),
    ],
  },
};
