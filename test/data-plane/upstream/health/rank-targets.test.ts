import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rankTargets, type Standing } from '../../../../data-plane/upstream/health/rank-targets.ts';
import type { OutReason } from '../../../../data-plane/upstream/health/target-state.ts';

/** `a`: well; `a!5`: open until 5; `a~5`: cooling until 5; `a?`: credential refused; `a*`: ramping at a tenth. */
function standingOf(text: string): Standing<string> {
  const [item = '', mark, until] = [text[0], text[1], text.slice(2)];
  const reasons: Readonly<Record<string, OutReason>> = {
    '!': 'open',
    '~': 'cooling',
    '?': 'credential',
  };
  const reason = reasons[mark ?? ''];
  return {
    item,
    out: reason && { reason, untilMs: Number(until) },
    warmth: mark === '*' ? 0.1 : 1,
  };
}

const rank = (texts: string, draw = 0.5) =>
  rankTargets(texts.split(' ').map(standingOf), () => draw)
    .map(({ item, reason }) => (reason === undefined ? item : `${item}:${reason}`))
    .join(' ');

describe('targets are tried', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['as they are given when all are well', 'a b c', 'a b c'],
    ['with one that is out last', 'a!5 b c', 'b c a:open'],
    [
      'with two of four that are out last, the least bad first',
      'a!9 b c~5 d',
      'b d c:cooling a:open',
    ],
    ['with one that is alone where it is, although it is out', 'a!5', 'a:open'],
    ['with the least bad of two that are out first', 'a!9 b!5', 'b:open a:open'],
    ['with at most half of them out, the least bad where it was', 'a!5 b!9 c', 'a:open c b:open'],
    [
      'with those whose credential was refused last of all, however many',
      'a? b? c!5 d',
      'd c:open a:credential b:credential',
    ],
    ['with a refused credential alone at last', 'a?', 'a:credential'],
    ['with one that ramps up behind the others most of the time', 'a* b c', 'b c a:ramping'],
    ['with one that ramps up before those that are out', 'a* b c!5', 'b a:ramping c:open'],
    ['with one that ramps up where it is when it does not lead', 'a b* c', 'a b c'],
    ['as they are given when all ramp up alike', 'a* b*', 'a b'],
    ['with one that ramps up first when nothing else is well', 'a* b!5', 'a b:open'],
  ];
  test.each(rows)('%s', (_, given, expected) => {
    expect(rank(given)).toBe(expected);
  });

  test('with one that ramps up first as often as it is warm', () => {
    expect(rank('a* b', 0.099)).toBe('a b');
    expect(rank('a* b', 0.1)).toBe('b a:ramping');
  });

  test('each once, those that are well in the given order, at most half out by breaker or cooling', () => {
    const one = fc.record({
      out: fc.option(
        fc.record({
          reason: fc.constantFrom<OutReason>('open', 'half_open', 'cooling', 'credential'),
          untilMs: fc.nat(100),
        }),
        { nil: undefined },
      ),
      warmth: fc.constantFrom(0.1, 0.5, 1, 1),
    });
    const isBad = ({ out }: Pick<Standing<number>, 'out'>) =>
      out !== undefined && out.reason !== 'credential';
    const draws = fc.double({ min: 0, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), draws, (standings, draw) => {
        const list = standings.map((standing, item) => ({ ...standing, item }));
        const ranked = rankTargets(list, () => draw);
        expect(ranked.map(({ item }) => item).toSorted()).toEqual(list.map(({ item }) => item));
        const well = ranked.filter(({ reason }) => reason === undefined).map(({ item }) => item);
        expect(well).toEqual(well.toSorted());
        const outCount = Math.min(list.filter(isBad).length, Math.floor(list.length / 2));
        const refusedCount = list.filter(({ out }) => out?.reason === 'credential').length;
        const tail = ranked.slice(list.length - outCount - refusedCount);
        expect(tail.map(isBad)).toEqual(tail.map((_, place) => place < outCount));
        const inFront = ranked.slice(0, list.length - tail.length).filter(isBad);
        const latestMs = Math.max(...inFront.map(({ out }) => out?.untilMs ?? 0));
        for (const { out } of tail.filter(isBad))
          expect(out?.untilMs).toBeGreaterThanOrEqual(latestMs);
      }),
    );
  });
});
