import { expect, test } from '@jest/globals';
import { isLoopbackAddress } from '../../../data-plane/config/stream/loopback.ts';

test.each(['localhost:1', '127.0.0.1:4001', '127.9.9.9:1', '[::1]:4001'])(
  '%s is on this machine',
  (address) => expect(isLoopbackAddress(address)).toBe(true),
);

test.each(['10.0.0.1:1', 'localhost.evil.example:1', '127.evil.example:1', '[::2]:1', '0.0.0.0:1'])(
  '%s is not',
  (address) => expect(isLoopbackAddress(address)).toBe(false),
);
