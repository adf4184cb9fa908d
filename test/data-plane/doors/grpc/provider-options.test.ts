import { describe, expect, test } from '@jest/globals';
import { decodeChat } from '../../../../data-plane/doors/grpc/request/request-message.ts';
import { GatewayError } from '../../../../data-plane/errors.ts';
import { inferenceContract } from '../../../../proto/contract/inference.ts';
import type { Struct } from '../../../../proto/generated/google/protobuf/Struct.ts';
import type { Value } from '../../../../proto/generated/google/protobuf/Value.ts';
import { helloRequest } from './open-door.ts';
import { chat, faultOf } from './request-bytes.ts';

const { Chat } = inferenceContract.InferenceService.service;

describe('provider options', () => {
  const withOptions = (providerOptions: Struct) => chat({ ...helloRequest(), providerOptions });

  test('become JSON of every kind', () => {
    expect(
      withOptions({
        fields: {
          none: { nullValue: 'NULL_VALUE' },
          yes: { boolValue: true },
          no: { boolValue: false },
          zero: { numberValue: 0 },
          empty: { stringValue: '' },
          list: { listValue: { values: [{ numberValue: 1.5 }, { structValue: { fields: {} } }] } },
        },
      }).extra,
    ).toEqual({ none: null, yes: true, no: false, zero: 0, empty: '', list: [1.5, {}] });
  });

  test.each(['model', 'messages', 'stream', 'stream_options', 'max_tokens'])(
    'may not contradict the typed request: %s',
    (name) => {
      const fields = { [name]: { stringValue: 'x' } };
      expect(faultOf(() => withOptions({ fields }))).toBe(`provider_options.${name}`);
    },
  );

  test('may not hold what JSON has no word for', () => {
    const fields = { x: { numberValue: Number.NaN } };
    expect(faultOf(() => withOptions({ fields }))).toBe('provider_options');
    expect(faultOf(() => withOptions({ fields: { x: {} } }))).toBe('provider_options');
  });

  test.each([40, 100_000])('may not nest %i levels', (levels) => {
    // A Value that is a list (field 6) of one Value (field 1), again and again, from the inside out.
    let pieces: Buffer[] = [];
    let length = 0;
    const wrap = (tag: number) => {
      const head = Buffer.from([tag, ...varint(length)]);
      pieces.push(head);
      length += head.length;
    };
    for (let level = 0; level < levels; level += 1) {
      wrap(0x0a);
      wrap(0x32);
    }
    wrap(0x12);
    pieces = [Buffer.from([...varint(length + 3), 0x0a, 1, 0x78]), ...pieces.reverse()];
    const entry = Buffer.concat([Buffer.from([0x0a]), ...pieces]);
    const options = Buffer.concat([Buffer.from([0x4a, ...varint(entry.length)]), entry]);
    const bytes = Buffer.concat([Chat.requestSerialize(helloRequest()), options]);
    expect(() => decodeChat(bytes)).toThrow(GatewayError);
  });

  test('may nest 30 levels', () => {
    let value: Value = { stringValue: 'deep' };
    for (let level = 0; level < 30; level += 1) value = { listValue: { values: [value] } };
    expect(JSON.stringify(withOptions({ fields: { x: value } }).extra)).toContain('"deep"');
  });
});

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}
