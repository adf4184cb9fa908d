import { expect, test } from '@jest/globals';
import {
  type AssemblyResult,
  UpdateAssembly,
} from '../../../data-plane/config/stream/update-assembly.ts';
import type { Update__Output } from '../../../proto/generated/gatehouse/config/v1/Update.ts';
import { rawResource } from '../../support/configuration.ts';

const route = (id: string) => rawResource('route', id, 'a', Buffer.from(id));

function part(number: number, over: Partial<Update__Output> = {}): Update__Output {
  return {
    nonce: '7',
    from: { epoch: '0', revision: '0' },
    to: { epoch: '1', revision: '9' },
    part: number,
    parts: 3,
    upserts: [route(`${number}`)],
    removals: [{ kind: 'route', id: `old-${number}` }],
    digest: Buffer.alloc(32),
    oldestCommitUnixMs: '5',
    full: true,
    ...over,
  };
}

const idsOf = (result: AssemblyResult) =>
  result.kind === 'whole' ? [...result.update.upserts].map(({ id }) => id) : [];

test('nothing comes out before the last part, and then all of it', () => {
  const assembly = new UpdateAssembly();
  expect(assembly.add(part(1)).kind).toBe('incomplete');
  expect(assembly.add(part(2)).kind).toBe('incomplete');
  const whole = assembly.add(part(3));
  expect(idsOf(whole)).toEqual(['1', '2', '3']);
  expect(whole).toMatchObject({
    kind: 'whole',
    update: {
      nonce: '7',
      to: { epoch: 1n, revision: 9n },
      removals: [{ id: 'old-1' }, { id: 'old-2' }, { id: 'old-3' }],
    },
  });
  expect(assembly.add(part(1)).kind).toBe('incomplete');
});

test.each<[string, readonly Update__Output[]]>([
  ['a part is missing', [part(1), part(3)]],
  ['a part comes twice', [part(1), part(1)]],
  ['the first part is not the first', [part(2)]],
  ['parts of two updates are mixed', [part(1), part(2, { nonce: '8' })]],
  ['the count of parts changes', [part(1), part(2, { parts: 2 })]],
  ['there are no parts', [part(1, { parts: 0 })]],
  ['there are too many parts', [part(1, { parts: 5_000 })]],
  [
    'a body is too large',
    [part(1, { upserts: [{ ...route('x'), body: Buffer.alloc(1_048_577) }] })],
  ],
  ['a name is too long', [part(1, { removals: [], upserts: [route('x'.repeat(65))] })]],
])('it is a fault when %s, and the next update starts anew', (_, parts) => {
  const assembly = new UpdateAssembly();
  const results = parts.map((one) => assembly.add(one).kind);
  expect(results.at(-1)).toBe('fault');
  expect(assembly.add(part(1, { parts: 1 })).kind).toBe('whole');
});

test('a message is not kept in memory by a resource that came in it', () => {
  const message = Buffer.alloc(1_000_000);
  const body = message.subarray(10, 20);
  const assembly = new UpdateAssembly();
  const result = assembly.add(part(1, { parts: 1, upserts: [{ ...route('x'), body }] }));
  const [kept] = result.kind === 'whole' ? [...result.update.upserts].map((one) => one.body) : [];
  expect(kept?.buffer).not.toBe(message.buffer);
});
