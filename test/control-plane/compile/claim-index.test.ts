import { expect, test } from '@jest/globals';
import { ClaimIndex } from '../../../control-plane/compile/claim-index.ts';
import { compileResource } from '../../../control-plane/compile/compile-resource.ts';
import { runAtOnce } from '../../../control-plane/compile/pace.ts';
import type { Difference } from '../../../control-plane/compile/view-difference.ts';

const tenant = (id: string, name: string) =>
  [`tenant/${id}`, compileResource('tenant', { id, name, suspended: false })] as const;

test('a name that is handed on in one step belongs to who has it after the step', () => {
  const claims = new ClaimIndex();
  const before = new Map([tenant('a', 'first'), tenant('b', 'second')]);
  runAtOnce(claims.follow(new Map(), before));
  const swapped = new Map([tenant('a', 'second'), tenant('b', 'first')]);
  runAtOnce(claims.follow(before, swapped));
  expect(claims.get('tenant::second')).toBe('tenant/a');
  expect(claims.get('tenant::first')).toBe('tenant/b');
});

test('a name is free once its resource has another, or is gone', () => {
  const claims = new ClaimIndex();
  const before = new Map([tenant('a', 'first'), tenant('b', 'second')]);
  runAtOnce(claims.follow(new Map(), before));
  const after: Difference = new Map([tenant('a', 'renamed'), ['tenant/b', undefined] as const]);
  runAtOnce(claims.follow(before, after));
  expect(claims.get('tenant::first')).toBeUndefined();
  expect(claims.get('tenant::second')).toBeUndefined();
  expect(claims.get('tenant::renamed')).toBe('tenant/a');
});
