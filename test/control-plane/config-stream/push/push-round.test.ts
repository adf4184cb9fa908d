import { expect, test } from '@jest/globals';
import { PushRounds } from '../../../../control-plane/config-stream/push/push-round.ts';

function play() {
  const seen: [string, number][] = [];
  const clock = { wallMs: 0 };
  const rounds = new PushRounds(
    (share, elapsedMs) => seen.push([share, elapsedMs]),
    () => clock.wallMs,
  );
  return { rounds, seen, clock };
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);

test('the first round begins at once, the next 100 ms later at the earliest', () => {
  const { rounds } = play();
  expect(rounds.delayMs(5_000)).toBe(0);
  rounds.begin({ to: 1, nowMs: 5_000, commitMs: 0, expected: ['a'] });
  rounds.sent('a');
  rounds.answered('a', 5_010);
  expect(rounds.delayMs(5_020)).toBe(80);
});

test('a round waits for twice the time that nine of ten took, but for a second at most', () => {
  const { rounds } = play();
  const nodes = names(10);
  rounds.begin({ to: 1, nowMs: 0, commitMs: 0, expected: nodes });
  for (const node of nodes) rounds.sent(node);
  for (const node of nodes.slice(0, 8)) rounds.answered(node, 200);
  expect(rounds.delayMs(300)).toBe(700);
  rounds.answered('n8', 200);
  expect(rounds.delayMs(300)).toBe(100);
});

test('a node that never answers holds up nobody for longer than one round', () => {
  const { rounds } = play();
  rounds.begin({ to: 1, nowMs: 0, commitMs: 0, expected: ['stuck'] });
  rounds.sent('stuck');
  expect(rounds.delayMs(100)).toBe(900);
  rounds.begin({ to: 2, nowMs: 1_000, commitMs: 0, expected: ['stuck', 'b'] });
  rounds.sent('b');
  rounds.answered('b', 1_020);
  expect(rounds.delayMs(1_100)).toBe(0);
});

test('convergence is seen at nine of ten and at the last', () => {
  const { rounds, seen, clock } = play();
  const nodes = names(10);
  rounds.begin({ to: 7, nowMs: 0, commitMs: 1_000, expected: nodes });
  clock.wallMs = 1_050;
  for (const node of nodes.slice(0, 9)) rounds.enforced(node, 7);
  expect(seen).toEqual([['p90', 50]]);
  clock.wallMs = 1_400;
  rounds.enforced('n9', 6);
  expect(seen).toHaveLength(1);
  rounds.enforced('n9', 8);
  expect(seen).toEqual([
    ['p90', 50],
    ['all', 400],
  ]);
});

test('who has left is not waited for', () => {
  const { rounds, seen } = play();
  rounds.begin({ to: 1, nowMs: 0, commitMs: 0, expected: ['a', 'b'] });
  for (const node of ['a', 'b']) rounds.sent(node);
  rounds.left('b', 10);
  rounds.answered('a', 20);
  rounds.enforced('a', 1);
  expect(seen.at(-1)?.[0]).toBe('all');
  expect(rounds.delayMs(100)).toBe(0);
});
