import { expect, test } from '@jest/globals';
import { AdmissionBucket } from '../../../../control-plane/config-stream/push/admission-bucket.ts';

test('a herd of 1,000 is in within 20 s, no more than 150 of it in the first', () => {
  const bucket = new AdmissionBucket();
  let admitted = 0;
  let inFirstSecond = 0;
  for (let nowMs = 0; nowMs <= 20_000; nowMs += 10) {
    for (let index = 0; index < 20; index += 1) if (bucket.take(nowMs)) admitted += 1;
    if (nowMs <= 1_000) inFirstSecond = admitted;
  }
  expect(inFirstSecond).toBeLessThanOrEqual(150);
  expect(admitted).toBeGreaterThanOrEqual(1_000);
});
