import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { Envelope, EnvelopeError } from '../../../control-plane/secrets/envelope.ts';

const masterKey = randomBytes(32);
const envelope = new Envelope(masterKey);
const secret = Buffer.from('sk-of-a-provider');

function faultOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error instanceof EnvelopeError ? error.fault : error;
  }
  return undefined;
}

test('what is sealed is opened under the same name, also by another process with the key', () => {
  const sealed = envelope.seal(secret, 'provider_credential/1');
  expect(new Envelope(masterKey).open(sealed, 'provider_credential/1')).toEqual(secret);
});

test('an empty secret is sealed like any other', () => {
  expect(envelope.open(envelope.seal(Buffer.alloc(0), 'a'), 'a')).toEqual(Buffer.alloc(0));
});

test('the same secret is never sealed to the same bytes, and is not among them', () => {
  const [one, two] = [envelope.seal(secret, 'a'), envelope.seal(secret, 'a')];
  expect(one.equals(two)).toBe(false);
  expect(one.includes(secret)).toBe(false);
});

test('a sealed value cannot stand in for another name', () => {
  const sealed = envelope.seal(secret, 'provider_credential/1');
  expect(faultOf(() => envelope.open(sealed, 'provider_credential/2'))).toBe('damaged');
});

test('another master key is told apart from damage, and the message holds no secret', () => {
  const sealed = envelope.seal(secret, 'a');
  const other = new Envelope(randomBytes(32));
  expect(faultOf(() => other.open(sealed, 'a'))).toBe('unknown_key');
  expect(() => other.open(sealed, 'a')).toThrow(
    /GATEHOUSE_MASTER_KEY is not the key that sealed a/,
  );
});

test('a change of any bit is noticed', () => {
  const sealed = envelope.seal(secret, 'a');
  for (const at of sealed.keys()) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    const isKeyId = at >= 1 && at <= 8;
    expect(faultOf(() => envelope.open(changed, 'a'))).toBe(isKeyId ? 'unknown_key' : 'damaged');
  }
});

test('a cut at any byte is noticed', () => {
  const sealed = envelope.seal(secret, 'a');
  for (const length of sealed.keys())
    expect(faultOf(() => envelope.open(sealed.subarray(0, length), 'a'))).toBe('damaged');
});

test('a master key of another length is refused', () => {
  expect(() => new Envelope(randomBytes(31))).toThrow('a master key has 32 bytes');
});

test('keys for different purposes differ, and none of them is the master key', () => {
  const keys = ['a', 'b'].map((purpose) => envelope.deriveKey(purpose).export().toString('hex'));
  expect(new Set([...keys, masterKey.toString('hex')]).size).toBe(3);
  expect(new Envelope(masterKey).deriveKey('a').export().toString('hex')).toBe(keys[0]);
});

test('a fingerprint is the same for the same secret and needs the master key', () => {
  expect(envelope.fingerprint('x')).toBe(new Envelope(masterKey).fingerprint('x'));
  expect(envelope.fingerprint('x')).not.toBe(envelope.fingerprint('y'));
  expect(envelope.fingerprint('x')).not.toBe(new Envelope(randomBytes(32)).fingerprint('x'));
});

test('an envelope does not show its key', () => {
  const shown = `${inspect(envelope, { depth: 9, showHidden: true })} ${JSON.stringify(envelope)}`;
  expect(shown).not.toContain(masterKey.toString('hex'));
  expect(shown).not.toContain(masterKey.toString('base64'));
});
