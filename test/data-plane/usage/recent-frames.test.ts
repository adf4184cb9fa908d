import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RecentFrames } from '../../../data-plane/usage/recent-frames.ts';

const kibibyte = 1_024;
/** Written one after the other; now and then a new segment begins. */
const writes = fc.array(
  fc.record({
    bytes: fc.integer({ min: 1, max: 1_200 * kibibyte }),
    rotates: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);

test('what is kept is what was written there, and the newest small frames are always kept', () => {
  fc.assert(
    fc.property(writes, (list) => {
      const recent = new RecentFrames();
      let segment = 1;
      let written = Buffer.alloc(0);
      for (const [index, { bytes, rotates }] of list.entries()) {
        if (rotates) {
          segment += 1;
          written = Buffer.alloc(0);
        }
        const frames = Buffer.alloc(bytes, index + 1);
        recent.add(segment, written.length, frames);
        const offset = written.length;
        written = Buffer.concat([written, frames]);
        const newest = recent.from(segment, offset);
        if (bytes <= 512 * kibibyte) expect(newest?.equals(frames)).toBe(true);
        for (const at of [0, Math.floor(written.length / 2), written.length - 1]) {
          const kept = recent.from(segment, at);
          if (kept !== undefined) expect(kept.equals(written.subarray(at))).toBe(true);
        }
        expect(recent.from(segment, written.length)).toBeUndefined();
        expect(recent.from(segment + 1, 0)).toBeUndefined();
      }
    }),
    { numRuns: 50 },
  );
});
