import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as resolvers from '@graphql-codegen/typescript-resolvers';
import { concatAST, parse } from 'graphql';

/** Type of the schema -> what resolvers get as its parent: a type of the domain. */
const mappers = {
  Tenant: 'tenant.ts#Tenant',
  Application: 'application.ts#Application',
};

/** Enum of the schema -> the closed set of the domain that its values stand for. */
const enumValues = {
  Environment: '../../../policy/resource.ts#Environment',
  DataClass: '../../../policy/resource.ts#DataClass',
  RolloutStage: '../../../policy/resource.ts#RolloutStage',
};

const documents = readdirSync('schema')
  .filter((name) => name.endsWith('.graphql'))
  .sort()
  .map((name) => parse(readFileSync(`schema/${name}`, 'utf8')));

const output = await codegen({
  filename: 'resolver-types.ts',
  schema: concatAST(documents),
  documents: [],
  pluginMap: { typescript, resolvers },
  plugins: [{ typescript: {} }, { resolvers: {} }],
  config: {
    useTypeImports: true,
    enumsAsTypes: true,
    immutableTypes: true,
    contextType: '../context.ts#GraphQLContext',
    scalars: {
      DateTime: 'Date',
      ID: 'string',
      NanoUsd: 'bigint',
      UInt64: 'bigint',
    },
    enumValues,
    mappers: Object.fromEntries(
      Object.entries(mappers).map(([type, path]) => [
        type,
        `../../domain/${path} as ${type}Model`,
      ]),
    ),
  },
});
// The plugin re-exports mapped enums as values, which verbatimModuleSyntax refuses.
const typed = output.replaceAll(/^export \{ (\w+) \};$/gm, 'export type { $1 };');
writeFileSync('control-plane/graphql/generated/resolver-types.ts', typed);
