import { GraphQLError, GraphQLScalarType } from 'graphql';

const UINT64_MAX = 2n ** 64n - 1n;

function refuse(message: string): never {
  throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** ISO 8601 with a time zone; in and out as Date. */
export const dateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => (value instanceof Date ? value : new Date(String(value))).toISOString(),
  parseValue: (value) => {
    const date = typeof value === 'string' ? new Date(value) : undefined;
    const zoned = typeof value === 'string' && /(Z|[+-]\d{2}:\d{2})$/.test(value);
    if (date === undefined || !zoned || Number.isNaN(date.getTime()))
      refuse('A DateTime is ISO 8601 with a time zone: 2030-01-31T12:00:00Z');
    return date;
  },
});

/** Unsigned 64-bit integer; in and out as bigint, a decimal string on the wire. */
export const uint64Scalar = unsignedScalar('UInt64');

/** Nano-USD; in and out as bigint, a decimal string on the wire. */
export const nanoUsdScalar = unsignedScalar('NanoUsd');

function unsignedScalar(name: string): GraphQLScalarType<bigint, string> {
  return new GraphQLScalarType<bigint, string>({
    name,
    serialize: (value) => String(value),
    parseValue: (value) => {
      if (typeof value !== 'string' || !/^\d{1,20}$/.test(value) || BigInt(value) > UINT64_MAX)
        refuse(`A ${name} is a whole number from 0 to 2^64 - 1, written as a string.`);
      return BigInt(value);
    },
  });
}
