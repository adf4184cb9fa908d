import { expect, test } from '@jest/globals';
import { HmacKeyHasher } from '../../../data-plane/config/key-hasher.ts';
import { SecretStore } from '../../../data-plane/config/secret-store.ts';
import { runAtOnce } from '../../../data-plane/config/slices.ts';
import { openSecrets } from '../../../data-plane/config/stream/open-secrets.ts';
import { createSealingKeyPair, seal } from '../../../proto/sealed-box.ts';
import { hashOf, testPepper } from '../../support/configuration.ts';

const name = 'provider_credential/p';
const generation = (number: bigint, value = `secret ${number}`) => ({
  name,
  generation: number,
  value: Buffer.from(value),
});

test('the newest generation comes first, and one older one is held', () => {
  const store = new SecretStore([generation(2n), generation(10n), generation(1n)]);
  expect(store.credentials.find('p')).toEqual(['secret 10', 'secret 2']);
  expect(new SecretStore([generation(1n)]).credentials.find('p')).toEqual(['secret 1']);
  expect(store.list().map((held) => held.generation)).toEqual([10n, 2n]);
  expect(store.credentials.find('q')).toBeUndefined();
});

test('a key has a hash under each pepper, newest generation first', () => {
  const pepper = (number: bigint, fill: number) => ({
    name: `api_key_pepper/${testPepper.id}`,
    generation: number,
    value: Buffer.alloc(32, fill),
  });
  const store = new SecretStore([pepper(1n, 7), pepper(2n, 9)]);
  const [newest, older] = store.hasher.hashes('key');
  expect(older).toBe(hashOf('key').toString('hex'));
  expect(newest).not.toBe(older);
  expect([...store.pepperIds]).toEqual([testPepper.id]);
});

test('hashes are the same before and after they were remembered and pushed out', () => {
  const hasher = new HmacKeyHasher([testPepper.secret]);
  const expected = [hashOf('key').toString('hex')];
  expect(hasher.hashes('key')).toEqual(expected);
  expect(hasher.hashes('key')).toEqual(expected);
  for (let stranger = 0; stranger < 20_000; stranger += 1) hasher.hashes(`stranger ${stranger}`);
  expect(hasher.hashes('key')).toEqual(expected);
});

test('what is sealed to this instance is opened, what is not stays as it was held', () => {
  const pair = createSealingKeyPair();
  const sealed = (text: string, forName = name) => seal(Buffer.from(text), pair.publicKey, forName);
  const held = new SecretStore([generation(3n, 'held before')]);
  const work = openSecrets(
    [
      { name, generation: '4', sealed: sealed('fresh') },
      { name, generation: '3', sealed: sealed('of another name', 'provider_credential/q') },
      { name: 'provider_credential/r', generation: '1', sealed: Buffer.from('nonsense') },
    ],
    pair.privateKey,
    held,
  );
  const opened = runAtOnce(work);
  expect(opened.secrets.map(({ value }) => value.toString())).toEqual(['fresh', 'held before']);
  expect(opened.refused).toEqual([name, 'provider_credential/r']);
});
