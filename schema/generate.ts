import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as resolvers from '@graphql-codegen/typescript-resolvers';
import { concatAST, parse } from 'graphql';

/** Type of the schema -> what resolvers get as its parent: a type of the domain. */
const mappers = {
  Tenant: 'tenant.ts#Tenant',
  Application: 'application.ts#Application',
  Principal: 'principal.ts#Principal',
  AccessToken: 'access-token.ts#AccessToken',
  Session: 'session.ts#Session',
  IdentityProvider: 'identity-provider.ts#IdentityProvider',
  CustomRole: 'role.ts#CustomRole',
  ApiKey: 'api-key.ts#ApiKey',
  Provider: 'provider.ts#Provider',
  Node: 'node.ts#Node',
  NodeDiagnostic: 'node.ts#NodeDiagnostic',
  NodePool: 'node-pool.ts#NodePool',
  NodeRevocation: 'node-revocation.ts#NodeRevocation',
  Enforcement: 'enforcement.ts#Enforcement',
  Convergence: 'enforcement.ts#Convergence',
  AwaitedEnforcement: 'enforcement.ts#AwaitedEnforcement',
  Release: 'release.ts#ReleaseEntry',
  ReleaseDiff: 'release.ts#ReleaseDiff',
  ResourceDifference: 'release.ts#ResourceDifference',
  FieldDifference: 'release.ts#FieldDifference',
  UsageReport: 'usage.ts#UsageReport',
  UsageRow: 'usage.ts#UsageRow',
  Decision: 'decision.ts#Decision',
  DecisionCandidate: 'decision.ts#DecisionCandidate',
  DecisionAttempt: 'decision.ts#DecisionAttempt',
  DecisionShadow: 'usage.ts#DecisionShadow',
  AuditEvent: 'audit.ts#AuditEvent',
  ProviderCredential: 'provider.ts#CredentialFacts',
  Model: 'model.ts#Model',
  ModelUser: 'model.ts#ModelUser',
  Target: 'target.ts#Target',
  TargetState: 'telemetry/target-report.ts#TargetAtNode',
  TargetHealth: 'telemetry/target-report.ts#TargetHealth',
  NodeTargets: 'telemetry/target-report.ts#HeardReport',
  Price: 'price/price.ts#TargetPrice',
  PriceProposal: 'price-proposal.ts#PriceProposal',
  PromptPolicy: 'prompt-policy.ts#PromptPolicy',
  PromptRule: 'prompt-policy.ts#PromptRule',
  Route: 'route.ts#Route',
  RoutingRule: 'route.ts#RoutingRule',
  WeightedTarget: 'route.ts#WeightedTarget',
  RoutingChoice: 'route.ts#RoutingChoice',
  RoutingConstraints: 'route.ts#RoutingConstraints',
  FallbackList: 'route.ts#FallbackList',
  RouteArm: 'route-arm.ts#RouteArm',
  RouteArmReport: 'route-arm.ts#RouteArmReport',
  RoutingRamp: 'route.ts#RoutingRamp',
  RampStep: 'route.ts#RampStep',
  RampHalted: 'route.ts#RampHalted',
  RoutingShadow: 'route.ts#RoutingShadow',
  RouteSimulation: 'route-simulation.ts#Simulation',
  SimulatedFallbacks: 'route-simulation.ts#SimulatedFallbacks',
  SimulatedRamp: 'route-simulation.ts#SimulatedRamp',
  SimulatedShadow: 'route-simulation.ts#SimulatedShadow',
  Grant: 'grant.ts#Grant',
  GrantNotice: 'grant-notice.ts#GrantNotice',
  GrantProposal: 'grant.ts#GrantProposal',
  ChangeRequest: 'change-request.ts#ChangeRequest',
  Review: 'change-request.ts#Review',
};

/** Enum of the schema -> the closed set of the domain that its values stand for. */
const enumValues = {
  Environment: '../../../policy/resource.ts#Environment',
  DataClass: '../../../policy/resource.ts#DataClass',
  RolloutStage: '../../../policy/resource.ts#RolloutStage',
  RolloutTask: '../../domain/rollout/rollout.ts#RolloutTask',
  ApplicationSort: '../../storage/application.ts#ApplicationSort',
  PrincipalKind: '../../domain/principal.ts#PrincipalKind',
  Role: '../../domain/permission.ts#Role',
  ProviderKind: '../../../policy/resource.ts#ProviderKind',
  DataTerm: '../../../policy/resource.ts#DataTerm',
  KeyScope: '../../../policy/resource.ts#KeyScope',
  CredentialFault: '../../domain/provider.ts#CredentialFault',
  CredentialHeader: '../../../policy/preset/preset.ts#CredentialHeader',
  ProviderQuirk: '../../../policy/preset/preset.ts#Quirk',
  NodeState: '../../domain/node.ts#NodeState',
  VerdictOutcome: '../../domain/node.ts#VerdictOutcome',
  TargetCondition: '../../domain/telemetry/target-report.ts#TargetCondition',
  BreakerState: '../../domain/telemetry/target-report.ts#BreakerState',
  ReleaseState: '../../domain/release.ts#ReleaseState',
  ResourceChange: '../../domain/release.ts#DifferenceKind',
  DecisionOutcome: '../../domain/decision.ts#DecisionOutcome',
  ShadowFinish: '../../domain/usage.ts#ShadowFinish',
  ShadowToolCalls: '../../domain/usage.ts#ShadowToolCalls',
  Operation: '../../../policy/resource.ts#Operation',
  Capability: '../../../policy/resource.ts#Capability',
  RoutingStrategy: '../../../policy/resource.ts#RoutingStrategy',
  PriceProposalOutcome: '../../domain/price-proposal.ts#PriceProposalOutcome',
  PromptWord: '../../../policy/fact.ts#PromptWord',
  FallbackClass: '../../../policy/resource.ts#FallbackClass',
  Detector: '../../../policy/resource.ts#DetectorName',
  PromptAction: '../../../policy/resource.ts#PromptAction',
  GrantState: '../../domain/grant.ts#GrantState',
  ChangeRequestState: '../../domain/change-request.ts#ChangeRequestState',
  ChangeRequestKind: '../../domain/change-request.ts#ChangeRequestKind',
  Verdict: '../../domain/change-request.ts#ReviewVerdict',
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
      Object.entries(mappers).map(([type, path]) => [type, `../../domain/${path} as ${type}Model`]),
    ),
  },
});
// The plugin re-exports mapped enums as values, which verbatimModuleSyntax refuses.
const typed = output.replaceAll(/^export \{ (\w+) \};$/gm, 'export type { $1 };');
writeFileSync('control-plane/graphql/generated/resolver-types.ts', typed);
