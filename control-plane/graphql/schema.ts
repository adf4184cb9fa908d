import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import { watchRefusals } from './audit/refusal.ts';
import { enumResolvers } from './enums.ts';
import { nounResolvers } from './resolvers/resolvers.ts';
import { dateTimeScalar, nanoUsdScalar, uint64Scalar } from './scalars.ts';
import { describe } from './surface/description.ts';
import { tellTotals } from './surface/total-count.ts';

const schemaRoot = fileURLToPath(new URL('../../schema', import.meta.url));

/** The SDL of every noun, with its resolvers; what mutations refuse is audited. */
export function createSchema(): GraphQLSchema {
  const typeDefs = readdirSync(schemaRoot)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => readFileSync(join(schemaRoot, name), 'utf8'));
  const scalars = { DateTime: dateTimeScalar, UInt64: uint64Scalar, NanoUsd: nanoUsdScalar };
  const resolvers = [...nounResolvers, enumResolvers, scalars];
  return describe(tellTotals(watchRefusals(makeExecutableSchema({ typeDefs, resolvers }))));
}
